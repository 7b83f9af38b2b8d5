import type { Failure } from '../../domain/failure/failure.ts';
import { failureText } from '../../domain/failure/failure-text.ts';
import { FACT_FIELDS } from '../event/fact-fields.ts';
import { escapeInJson } from '../event/json.ts';
import { isFailureData } from '../json-checks.ts';
import { replaceInvisible } from '../terminal/visible.ts';
import { utcTime } from '../text/utc-time.ts';

/**
 * The names of fields that contain a time; their numbers are printed as times. The fields of event
 * data are listed in `FACT_FIELDS`, all others here.
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

/** Replaces values for `JSON.stringify`: undefined, times, maps and failures. */
function printableValue(key: string, value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'number' && INSTANT_KEYS.has(key)) return utcTime(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (!hasFailure(value)) return value;
  const { failure, ...rest } = value;
  // The English text, which scripts read.
  return { ...rest, detail: failureText(failure, 'en'), failure };
}

/** Returns whether a value is an object with a failure that does not yet have its text. */
function hasFailure(value: unknown): value is { readonly failure: Failure } {
  if (typeof value !== 'object' || value === null || 'detail' in value || !('failure' in value)) return false;
  return isFailureData(value.failure);
}

/**
 * Returns one JSON value, indented, with a line end. Times are ISO 8601 in UTC, to the second;
 * undefined is null. Invisible characters are escaped.
 */
export function jsonDocument(value: unknown): string {
  const text = JSON.stringify(value, printableValue, 2);
  // `replaceInvisible` also replaces line ends. `JSON.stringify` has escaped those in strings, so
  // these line ends are the layout, and stay.
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
