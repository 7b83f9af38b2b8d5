import { FACT_FIELDS } from '../../../formats/event/fact-fields.ts';
import { escapeInJson } from '../../../formats/event/json.ts';
import { replaceInvisible } from '../../../formats/terminal/visible.ts';
import { utcTime } from '../text/written-times.ts';

/** Fields of the model that are points in time, those among the facts included; everything else that is a number is one. */
const INSTANTS: ReadonlySet<string> = new Set([
  ...Object.entries(FACT_FIELDS).flatMap(([name, { as }]) => (as === 'instant' ? [name] : [])),
  'arrivedAt',
  'at',
  'createdAt',
  'deliveredAt',
  'doubtedSince',
  'dueAt',
  'endedAt',
  'endsBefore',
  'endsAt',
  'giveUpAt',
  'holdsUntil',
  'judgedAt',
  'nextAt',
  'now',
  'observedAt',
  'outdatedAt',
  'overSince',
  'previousScanAt',
  'replacedAt',
  'seenByDaemonAt',
  'since',
  'startedAt',
  'startsAt',
  'storedAt',
  'timeCreated',
  'toldAt',
  'waitingSince',
  'withdrawnSince',
  'writtenAt',
]);

function asWritten(key: string, value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'number' && INSTANTS.has(key)) return utcTime(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
}

/**
 * One JSON value, indented, with a line end. Values are raw; times are ISO 8601 in UTC, to the second; what is not there is null.
 * What a terminal would obey is escaped as JSON escapes it.
 */
export function jsonDocument(value: unknown): string {
  const text = JSON.stringify(value, asWritten, 2);
  // Line ends inside strings are escaped by now; the others are the layout's.
  return `${replaceInvisible(text, (codePoint) => (codePoint === 0x0a ? '\n' : escapeInJson(codePoint)))}\n`;
}

/** The same for a list of any length, made value by value. */
export function* jsonList(values: Iterable<unknown>): Generator<string> {
  let isFirst = true;
  for (const value of values) {
    const text = jsonDocument(value).trimEnd().replaceAll('\n', '\n  ');
    yield `${isFirst ? '[' : ','}\n  ${text}`;
    isFirst = false;
  }
  yield isFirst ? '[]\n' : '\n]\n';
}
