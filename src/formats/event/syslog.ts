import type { EventRecord } from '../../domain/event/event-record.ts';
import { SYSLOG_FACILITIES, type SyslogFacility } from '../../domain/event/syslog-facility.ts';
import { replaceInvisible, visible } from '../terminal/visible.ts';
import { byteLengthOf, cutBytes } from './cut-bytes.ts';
import { factTexts } from './fact-texts.ts';
import { escapeInJson, renderJson } from './json.ts';
import { renderUntimedLine } from './line.ts';
import type { Rendering } from './rendering.ts';
import { SYSLOG_SEVERITIES } from './syslog-severities.ts';
import { renderXml } from './xml.ts';

/** The settings of a syslog message. */
export interface SyslogOptions {
  readonly facility: SyslogFacility;
  /** The format of the text after the structured data. */
  readonly format: 'line' | 'json' | 'xml';
  /** The maximum length of the message, bytes; at least 1024. */
  readonly maxBytes: number;
}

const APP_NAME = 'mailcertd';
/**
 * The ID of the structured data. A name of one's own requires an IANA enterprise number; 32473 is
 * reserved for documentation.
 * @see RFC 5612
 */
const SD_ID = 'mailcertd@32473';
/** The maximum length of a value, bytes, so that a long value leaves room for the other values. */
const MAX_VALUE_BYTES = 1024;
/** The largest sequenceId. @see RFC 5424 section 7.3.1 */
const MAX_SEQUENCE_ID = 2 ** 31 - 1;
const BOM = '\ufeff';

const RENDER = { line: renderUntimedLine, json: renderJson, xml: renderXml } as const;

/** Returns printable ASCII without spaces; other characters become `?`. An empty value is `-`. */
function headerToken(value: string, maxCharacters: number): string {
  const characters = Array.from(value, (character) => (/^[!-~]$/.test(character) ? character : '?'));
  return characters.length === 0 ? '-' : characters.slice(0, maxCharacters).join('');
}

/**
 * Renders a parameter. Text is escaped, because few receivers preserve line ends; a list becomes
 * JSON.
 */
function parameterText(name: string, value: string | readonly string[]): string {
  const escaped = typeof value === 'string' ? visible(value) : replaceInvisible(JSON.stringify(value), escapeInJson);
  return ` ${name}="${cutBytes(escaped, MAX_VALUE_BYTES).text.replace(/["\\\]]/g, '\\$&')}"`;
}

function parametersOf(record: EventRecord): readonly string[] {
  return [
    parameterText('recordId', String(record.eventRecordId)),
    parameterText('eventId', String(record.eventId)),
    parameterText('provider', record.providerName),
    parameterText('level', record.level),
    parameterText('change', record.change),
    ...record.parameters.map((value, index) => parameterText(`param${index + 1}`, value)),
    ...(record.conditionId === undefined ? [] : [parameterText('conditionId', record.conditionId)]),
    ...factTexts(record.facts).map(({ name, value }) => parameterText(name, value)),
    ...record.remedy.map((argv, index) => parameterText(`remedy${index + 1}`, argv)),
    parameterText('version', String(record.version)),
  ];
}

/**
 * Renders a record as one syslog message without framing. Parameters and facts are structured data.
 * If the message is too long, the text is cut to three quarters of the space, and the parameters
 * that do not fit are left out. `truncated="true"` is then added.
 * @see RFC 5424
 */
export function renderSyslog(
  record: EventRecord,
  rendering: Rendering,
  { facility, format, maxBytes }: SyslogOptions,
): string {
  const { computer, eventId, eventRecordId, level, processId, timeCreated } = record;
  const header = [
    `<${SYSLOG_FACILITIES[facility] * 8 + SYSLOG_SEVERITIES[level]}>1`,
    new Date(timeCreated).toISOString(),
    headerToken(computer, 255),
    APP_NAME,
    headerToken(String(processId), 128),
    headerToken(String(eventId), 32),
    // A record that is not stored has the number 0, and no sequenceId.
    eventRecordId > 0 ? `[meta sequenceId="${((eventRecordId - 1) % MAX_SEQUENCE_ID) + 1}"]` : '',
  ].join(' ');
  const availableBytes = maxBytes - byteLengthOf(header) - byteLengthOf(`[${SD_ID} truncated="true"] ${BOM}`);
  const { text, isCut } = cutBytes(RENDER[format](record, rendering), Math.floor((availableBytes * 3) / 4));
  let remainingBytes = availableBytes - byteLengthOf(text);
  const parameters: string[] = [];
  let isFull = false;
  for (const parameter of parametersOf(record)) {
    remainingBytes -= byteLengthOf(parameter);
    isFull ||= remainingBytes < 0;
    if (!isFull) parameters.push(parameter);
  }
  if (isFull || isCut) parameters.push(' truncated="true"');
  return `${header}[${SD_ID}${parameters.join('')}] ${BOM}${text}`;
}
