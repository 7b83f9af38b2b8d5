import type { Failure } from '../domain/failure/failure.ts';
import { DAY } from '../domain/time.ts';

/** Returns true if a value from JSON or a database has the expected form. */
export type Check = (value: unknown) => boolean;

/** A check for each key of a type; a missing check is a compile error. */
export type FieldChecks<T> = Readonly<Record<keyof T, Check>>;

/** The largest instant that `Date` supports in every time zone. */
const MAX_INSTANT_MS: number = 8.64e15 - DAY;

/** Returns true for a string. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Returns true for a boolean. */
export function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** Returns true for a whole number that JavaScript represents exactly. */
export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Returns true for a whole number from 0. */
export function isCount(value: unknown): value is number {
  return isInteger(value) && value >= 0;
}

/** Returns true for an instant that every time zone can write as a date. */
export function isInstant(value: unknown): value is number {
  return isInteger(value) && Math.abs(value) <= MAX_INSTANT_MS;
}

/** Returns true for a list of strings. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

/** The kinds of scopes, before the colon. */
const SCOPE_KINDS = ['inventory', 'store', 'connector', 'probe'] as const;

/** Returns true for the scope of a condition or of evidence, for example `store:certbot`. */
export function isScope(value: unknown): value is string {
  return isText(value) && SCOPE_KINDS.some((kind) => value.startsWith(`${kind}:`));
}

/** Returns the check of a value that may be missing. */
export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** Returns the check for one of several words or numbers. */
export const oneOf =
  (...words: readonly (string | number)[]): Check =>
  (value) =>
    words.some((word) => word === value);

/** Returns the check of a list. */
export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((item) => check(item));

/**
 * Returns the check of an object by its keys; other keys are allowed, because a newer version may
 * add some.
 */
export function objectOf<T>(fields: FieldChecks<T>): Check {
  const checks: readonly (readonly [string, Check])[] = Object.entries(fields);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const values = new Map<string, unknown>(Object.entries(value));
    return checks.every(([name, check]) => check(values.get(name)));
  };
}

/** The maximum depth of causes in a stored failure. Deeper ones are not written by mailcertd. */
const MAX_FAILURE_DEPTH = 16;

/** Returns true for an argument of a failure: a value, a failure, or a list of texts and failures. */
function isFailureArgument(value: unknown, depth: number): boolean {
  if (Array.isArray(value)) return value.every((item) => isText(item) || isFailureOfDepth(item, depth));
  if (value === undefined || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  return isFailureOfDepth(value, depth);
}

function isFailureOfDepth(failure: unknown, depth: number): boolean {
  if (depth > MAX_FAILURE_DEPTH) return false;
  const check = objectOf<Failure>({
    code: isText,
    arguments: (values) =>
      typeof values === 'object' &&
      values !== null &&
      !Array.isArray(values) &&
      Object.values(values).every((value) => isFailureArgument(value, depth + 1)),
  });
  return check(failure);
}

/** Checks a failure. Its code may be of another version. */
export const isFailureData: Check = (value) => isFailureOfDepth(value, 0);
