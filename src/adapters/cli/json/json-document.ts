import { FACT_FIELDS } from '../../../formats/event/fact-fields.ts';
import { escapeInJson } from '../../../formats/event/json.ts';
import { replaceInvisible } from '../../../formats/terminal/visible.ts';
import { utcTime } from '../text/written-times.ts';

/**
 * The field names of points in time, including those in event data. Other numbers are printed as
 * numbers.
 */
const INSTANT_KEYS: ReadonlySet<string> = new Set([
  ...Object.entries(FACT_FIELDS).flatMap(([name, { format }]) => (format === 'instant' ? [name] : [])),
  'arrivedAt',
  'at',
  'checkedAt',
  'createdAt',
  'deliveredAt',
  'dueAt',
  'emptySince',
  'endedAt',
  'endsBefore',
  'endsAt',
  'holdsUntil',
  'nextAt',
  'notifiedAt',
  'now',
  'observedAt',
  'outdatedAt',
  'resolvedSince',
  'previousScanAt',
  'replacedAt',
  'retryUntil',
  'seenByDaemonAt',
  'since',
  'startedAt',
  'startsAt',
  'storedAt',
  'timeCreated',
  'unconfirmedSince',
  'unlistedSince',
  'waitingSince',
  'withdrawnSince',
  'writtenAt',
]);

function printableValue(key: string, value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'number' && INSTANT_KEYS.has(key)) return utcTime(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
}

/**
 * Returns one JSON value, indented, with a line end. Times are ISO 8601 in UTC, to the second;
 * missing values are null. Control characters are escaped as in JSON strings.
 */
export function jsonDocument(value: unknown): string {
  const text = JSON.stringify(value, printableValue, 2);
  // Line ends in strings are already escaped; the remaining ones are of the layout.
  return `${replaceInvisible(text, (codePoint) => (codePoint === 0x0a ? '\n' : escapeInJson(codePoint)))}\n`;
}

/** Yields a JSON array of any length, one value at a time, in the format of `jsonDocument`. */
export function* jsonList(values: Iterable<unknown>): Generator<string> {
  let isFirst = true;
  for (const value of values) {
    const text = jsonDocument(value).trimEnd().replaceAll('\n', '\n  ');
    yield `${isFirst ? '[' : ','}\n  ${text}`;
    isFirst = false;
  }
  yield isFirst ? '[]\n' : '\n]\n';
}
