import type { Instant } from '../../domain/time.ts';
import { type Check, isCount, isInstant, isText, isWhole, oneOf } from '../../formats/shape.ts';

/** A column of a table: what may be in it, and the value that stands in for one that cannot be read. */
export interface Column {
  readonly check: Check;
  readonly fallback: string | number | null;
}

export const textColumn: Column = { check: isText, fallback: '' };
export const count: Column = { check: isCount, fallback: 0 };
export const whole: Column = { check: isWhole, fallback: 0 };
export const instant: Column = { check: isInstant, fallback: 0 };
/** A reason of the closed list, or one of a version that knew more; printed as it is. */
export const reason: Column = {
  check: (value) => typeof value === 'string' && /^[a-z0-9_]*$/.test(value),
  fallback: 'io_error',
};
export const flag: Column = { check: oneOf(0, 1), fallback: 0 };

/** Returns a column that may be NULL. */
export function orNull({ check }: Column): Column {
  return { check: (value) => value === null || check(value), fallback: null };
}

/** Returns a column that holds one of some words; the first one stands in. */
export function word(...words: readonly [string, ...string[]]): Column {
  return { check: oneOf(...words), fallback: words[0] };
}

/** Returns a column that holds JSON. */
export function json(check: Check): Column {
  return { check: (value) => check(parsedJson(value)), fallback: 'null' };
}

/** Returns the instant of a column; undefined: there is none, or it cannot be read. */
export function toInstant(value: number | null | undefined): Instant | undefined {
  return isInstant(value) ? (value ?? undefined) : undefined;
}

/** Returns what JSON says; undefined: it is not JSON. */
export function parsedJson(value: unknown, reviver?: (key: string, part: unknown) => unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value, reviver) : undefined;
  } catch {
    return undefined;
  }
}
