import type { Problem } from './failure/problem.ts';
import type { Instant } from './time.ts';

/**
 * The result of scanning one object. An unavailable result has its cause, when it began, and the
 * last known value.
 */
export type ScanResult<T> = AvailableResult<T> | UnavailableResult<T>;

/** The result of a successful scan. */
export interface AvailableResult<T> {
  readonly kind: 'available';
  readonly at: Instant;
  readonly value: T;
  /** Unreadable parts; the rest was read. */
  readonly problems: readonly Problem[];
}

/** The result of a failed scan. */
export interface UnavailableResult<T> {
  readonly kind: 'unavailable';
  readonly since: Instant;
  /**
   * Number of failed scans in a row, including this one. 0 if no scan was made since a change of
   * the object, or since the start of this process.
   */
  readonly times: number;
  readonly problem: Problem;
  /** The last value before the first failed scan; if there is none, the readable part. */
  readonly last: { readonly at: Instant; readonly value: T } | undefined;
}

/**
 * Returns the result of a first failed scan.
 * @param part the readable part of the object, if any
 */
export function unavailable<T>(at: Instant, problem: Problem, part?: T): UnavailableResult<T> {
  return {
    kind: 'unavailable',
    since: at,
    times: 1,
    problem,
    last: part === undefined ? undefined : { at, value: part },
  };
}

/**
 * Returns the current result. If it is unavailable, the result counts the earlier failed scans too,
 * and keeps their start and their last known value.
 */
export function continueResult<T>(previous: ScanResult<T> | undefined, current: ScanResult<T>): ScanResult<T> {
  if (current.kind === 'available' || previous === undefined) return current;
  if (previous.kind === 'available') return { ...current, last: { at: previous.at, value: previous.value } };
  // A value from before the first failed scan is complete and is kept; a partial value is replaced.
  const hasCompleteValue = previous.last !== undefined && previous.last.at < previous.since;
  const last = hasCompleteValue ? previous.last : (current.last ?? previous.last);
  return { ...current, since: previous.since, times: previous.times + 1, last };
}

/** Returns the current or last known value and when it was read, or undefined if there is none. */
export function currentOrLastKnown<T>(result: ScanResult<T>): { readonly at: Instant; readonly value: T } | undefined {
  return result.kind === 'available' ? result : result.last;
}
