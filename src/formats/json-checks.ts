import { DAY } from '../domain/time.ts';

/** Returns true if a value from JSON or a database has the expected form. */
export type Check = (value: unknown) => boolean;

/** A check for each key of a type; a missing check is a compile error. */
export type FieldChecks<T> = Readonly<Record<keyof T, Check>>;

/** The largest instant that `Date` supports in every time zone. */
const MAX_INSTANT_MS: number = 8.64e15 - DAY;

/** Returns true for a string. */
export const isText: Check = (value) => typeof value === 'string';
/** Returns true for a boolean. */
export const isFlag: Check = (value) => typeof value === 'boolean';
/** Returns true for a whole number that JavaScript represents exactly. */
export const isInteger: Check = (value) => Number.isSafeInteger(value);
/** Returns true for a whole number from 0. */
export const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** Returns true for an instant that every time zone can write as a date. */
export const isInstant: Check = (value) => Number.isSafeInteger(value) && Math.abs(Number(value)) <= MAX_INSTANT_MS;

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

/** Returns true for a list of strings. */
export const isTexts: Check = listOf(isText);
/** Returns true for the scope of a condition or of evidence, for example `store:certbot`. */
export const isScope: Check = (value) => typeof value === 'string' && /^(inventory|store|connector|probe):/.test(value);
