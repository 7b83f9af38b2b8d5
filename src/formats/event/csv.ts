import type { EventRecord } from '../../domain/event/event-record.ts';
import { replaceInvisible, visible } from '../terminal/visible.ts';
import { eventDataItems } from './event-data-items.ts';
import { escapeInJson } from './json.ts';
import { messageLines } from './message.ts';
import type { Rendering } from './rendering.ts';
import { TASK_NAME } from './windows-fields.ts';

const COLUMNS = [
  'TimeCreated',
  'Level',
  'EventID',
  'Provider',
  'Task',
  'Computer',
  'EventRecordID',
  'Change',
  'ConditionId',
  'Parameters',
  'EventData',
  'Message',
];
const LINE_END = '\r\n';

/**
 * The start of a text that a spreadsheet program may run as a formula, also in full-width
 * characters.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA_START = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/;

/** Quotes a field. A text that could be a formula begins with an apostrophe, which makes it text. */
function field(text: string): string {
  return `"${FORMULA_START.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;
}

function jsonField(value: object): string {
  return replaceInvisible(JSON.stringify(value), escapeInJson);
}

function line(fields: readonly string[]): string {
  return fields.map(field).join(',') + LINE_END;
}

/** The header row of the events. */
export const CSV_HEADER: string = line(COLUMNS);

/**
 * Renders a record as one row of CSV. All fields are quoted; invisible characters are escaped, except
 * the line ends of the message. Parameters and named data are JSON; a name that occurs several times
 * has a list of values.
 * @see RFC 4180
 */
export function renderCsv(record: EventRecord, rendering: Rendering): string {
  const named = new Map<string, string | string[]>();
  for (const { name, value } of eventDataItems(record)) {
    if (name === undefined) continue;
    const previous = named.get(name);
    named.set(name, previous === undefined ? value : [previous, value].flat());
  }
  return line([
    new Date(record.timeCreated).toISOString(),
    record.level,
    String(record.eventId),
    visible(record.providerName),
    TASK_NAME,
    visible(record.computer),
    String(record.eventRecordId),
    record.change,
    visible(record.conditionId ?? ''),
    jsonField(record.parameters),
    jsonField(Object.fromEntries(named)),
    messageLines(record, rendering).map(visible).join('\n'),
  ]);
}
