import { type Failure, limitFailure } from '../../domain/failure/failure.ts';
import { failureText } from '../../domain/failure/failure-text.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';
import type { Instant } from '../../domain/time.ts';
import { type Check, isCount, isFailureData, isInstant, isInteger, isText, oneOf } from '../../formats/json-checks.ts';

/** A column of a table: the check of its values, and a fallback for an unreadable value. */
export interface Column {
  readonly check: Check;
  readonly fallback: string | number | null;
}

/** Text; empty if unreadable. */
export const textColumn: Column = { check: isText, fallback: '' };
/** A non-negative integer; 0 if unreadable. */
export const countColumn: Column = { check: isCount, fallback: 0 };
/** An integer; 0 if unreadable. */
export const integerColumn: Column = { check: isInteger, fallback: 0 };
/** An instant, epoch ms; 0 if unreadable. */
export const instantColumn: Column = { check: isInstant, fallback: 0 };
/**
 * A reason of the closed list, or an unknown reason of a newer version, which is printed unchanged;
 * `io_error` if unreadable.
 */
export const reasonColumn: Column = {
  check: (value) => typeof value === 'string' && /^[a-z0-9_]*$/.test(value),
  fallback: 'io_error',
};
/** A boolean, stored as 0 or 1; 0 if unreadable. */
export const flagColumn: Column = { check: oneOf(0, 1), fallback: 0 };

/** Returns a column that may be NULL, and is NULL if unreadable. */
export function orNull({ check }: Column): Column {
  return { check: (value) => value === null || check(value), fallback: null };
}

/** Returns a column that holds one of several words. The first word is the fallback. */
export function wordColumn(...words: readonly [string, ...string[]]): Column {
  return { check: oneOf(...words), fallback: words[0] };
}

/** Returns a column that holds JSON; the text `null` if unreadable. */
export function jsonColumn(check: Check): Column {
  return { check: (value) => check(parseJson(value)), fallback: 'null' };
}

/** The columns of a row with a failure. */
interface FailureRow {
  /** The English text. */
  readonly detail: string | null;
  /** The failure as JSON. */
  readonly failure: string | null;
}

/** A failure as JSON, or NULL; NULL if unreadable. */
export const failureColumn: Column = orNull(jsonColumn(isFailureData));

/** The maximum length of a text in a stored failure, in characters. */
const MAX_FAILURE_CHARACTERS = 4096;

/** Returns a failure as the values of the columns `detail` and `failure`. */
export function failureColumns(failure: Failure): readonly [detail: string, failure: string] {
  const detail = failureText(failure, 'en').slice(0, MAX_FAILURE_CHARACTERS);
  return [detail, JSON.stringify(limitFailure(failure, MAX_FAILURE_CHARACTERS))];
}

/**
 * Returns the failure in the columns `detail` and `failure`. If `failure` is NULL, an earlier
 * version has written the row; only the text is then known.
 */
export function failureOfColumns({ detail, failure }: FailureRow): Failure {
  if (!failureColumn.check(failure) || failure === null) return SAID_FAILURES.said({ text: detail ?? '' });
  return JSON.parse(failure);
}

/** Returns the instant in a column; undefined if it is NULL or unreadable. */
export function toInstant(value: number | null | undefined): Instant | undefined {
  return isInstant(value) ? (value ?? undefined) : undefined;
}

/** Parses JSON; undefined if the value is not JSON. */
export function parseJson(value: unknown, reviver?: (key: string, part: unknown) => unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value, reviver) : undefined;
  } catch {
    return undefined;
  }
}
