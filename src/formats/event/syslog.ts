import type { EventRecord } from '../../domain/event/event-record.ts';
import { SYSLOG_FACILITIES, type SyslogFacility } from '../../domain/event/syslog-facility.ts';
import { replaceInvisible, visible } from '../terminal/visible.ts';
import { byteLengthOf, cutBytes } from './cut-bytes.ts';
import { factTexts } from './fact-texts.ts';
import { escapeInJson, renderJson } from './json.ts';
import { renderUntimedLine } from './line.ts';
import { PRIORITIES } from './priorities.ts';
import type { Rendering } from './rendering.ts';
import { renderXml } from './xml.ts';

/** The settings of a syslog message. */
export interface SyslogForm {
  readonly facility: SyslogFacility;
  /** The format of the text after the structured data. */
  readonly format: 'line' | 'json' | 'xml';
  /** The maximum length of the message, bytes; at least 1024. */
  readonly most: number;
}

const APP_NAME = 'mailcertd';
/**
 * The structured data ID. Own names require an IANA enterprise number; this one is reserved for
 * documentation.
 * @see RFC 5612
 */
const SD_ID = 'mailcertd@32473';
/** The maximum length of one value, bytes, so that it does not displace all others. */
const MAX_VALUE_BYTES = 1024;
/** The largest sequenceId. @see RFC 5424 section 7.3.1 */
const MAX_SEQUENCE_ID = 2 ** 31 - 1;
const BOM = '\ufeff';

const RENDER = { line: renderUntimedLine, json: renderJson, xml: renderXml } as const;

/** Returns printable ASCII without spaces; other characters become `?`. An empty value is `-`. */
function token(value: string, longest: number): string {
  const characters = Array.from(value, (character) => (/^[!-~]$/.test(character) ? character : '?'));
  return characters.length === 0 ? '-' : characters.slice(0, longest).join('');
}

/**
 * Renders a parameter. Text is escaped, because few receivers preserve line ends; a list becomes
 * JSON.
 */
function param(name: string, value: string | readonly string[]): string {
  const shown = typeof value === 'string' ? visible(value) : replaceInvisible(JSON.stringify(value), escapeInJson);
  return ` ${name}="${cutBytes(shown, MAX_VALUE_BYTES).replace(/["\\\]]/g, '\\$&')}"`;
}

function paramsOf(record: EventRecord): readonly string[] {
  return [
    param('recordId', String(record.eventRecordId)),
    param('eventId', String(record.eventId)),
    param('provider', record.providerName),
    param('level', record.level),
    param('change', record.change),
    ...record.parameters.map((value, index) => param(`param${index + 1}`, value)),
    ...(record.conditionId === undefined ? [] : [param('conditionId', record.conditionId)]),
    ...factTexts(record.facts).map(({ name, value }) => param(name, value)),
    ...record.remedy.map((argv, index) => param(`remedy${index + 1}`, argv)),
    param('version', String(record.version)),
  ];
}

/**
 * Renders a record as one syslog message without framing. Parameters and facts are structured data.
 * If the message is too long, the text gets at most three quarters of the space and the first
 * parameters the rest. `truncated="true"` is then added.
 * @see RFC 5424
 */
export function renderSyslog(
  record: EventRecord,
  rendering: Rendering,
  { facility, format, most }: SyslogForm,
): string {
  const { computer, eventId, eventRecordId, level, processId, timeCreated } = record;
  const header = [
    `<${SYSLOG_FACILITIES[facility] * 8 + PRIORITIES[level]}>1`,
    new Date(timeCreated).toISOString(),
    token(computer, 255),
    APP_NAME,
    token(String(processId), 128),
    token(String(eventId), 32),
    // A record that is not stored has the number 0, and no sequenceId.
    eventRecordId > 0 ? `[meta sequenceId="${((eventRecordId - 1) % MAX_SEQUENCE_ID) + 1}"]` : '',
  ].join(' ');
  const room = most - byteLengthOf(header) - byteLengthOf(`[${SD_ID} truncated="true"] ${BOM}`);
  const text = cutBytes(RENDER[format](record, rendering), Math.floor((room * 3) / 4));
  let left = room - byteLengthOf(text);
  const params: string[] = [];
  let isTruncated = false;
  for (const each of paramsOf(record)) {
    left -= byteLengthOf(each);
    isTruncated ||= left < 0;
    if (!isTruncated) params.push(each);
  }
  if (isTruncated || text.endsWith('…')) params.push(' truncated="true"');
  return `${header}[${SD_ID}${params.join('')}] ${BOM}${text}`;
}
