import type { Problem } from './problem.ts';
import type { Instant } from './time.ts';

/** One look at one thing. Blind is an answer: since when, how often running, why, and what was last seen there. */
export type ScanResult<T> = AvailableResult<T> | UnavailableResult<T>;

export interface AvailableResult<T> {
  readonly kind: 'seen';
  readonly at: Instant;
  readonly value: T;
  /** What stood there and could not be read; the rest was. */
  readonly problems: readonly Problem[];
}

export interface UnavailableResult<T> {
  readonly kind: 'blind';
  readonly since: Instant;
  /** How many looks in a row, this one included, have been blind: 1 and up. */
  readonly times: number;
  readonly problem: Problem;
  /** What was seen before it went blind, or, where nothing was, what can be seen of it in part. */
  readonly last: { readonly at: Instant; readonly value: T } | undefined;
}

/** A first blind look: nothing was seen before. `part`: what can be seen, where something hides the rest. */
export function unavailable<T>(at: Instant, problem: Problem, part?: T): UnavailableResult<T> {
  return { kind: 'blind', since: at, times: 1, problem, last: part === undefined ? undefined : { at, value: part } };
}

/** The fresh look, with what earlier ones knew carried over: since when blind, how often, what was last seen. */
export function continueResult<T>(before: ScanResult<T> | undefined, fresh: ScanResult<T>): ScanResult<T> {
  if (fresh.kind === 'seen' || before === undefined) return fresh;
  if (before.kind === 'seen') return { ...fresh, last: { at: before.at, value: before.value } };
  // What was seen whole stays; what was never more than a part gives way to today's.
  const isWhole = before.last !== undefined && before.last.at < before.since;
  const last = isWhole ? before.last : (fresh.last ?? before.last);
  return { ...fresh, since: before.since, times: before.times + 1, last };
}

/** What the look shows, or what was last seen there, with the time of seeing; undefined when never seen. */
export function lastKnown<T>(look: ScanResult<T>): { readonly at: Instant; readonly value: T } | undefined {
  return look.kind === 'seen' ? look : look.last;
}
