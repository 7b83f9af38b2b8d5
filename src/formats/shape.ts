import { DAY } from '../domain/time.ts';

/** Returns whether a value, read from JSON or from a database, is what its name promises. */
export type Check = (value: unknown) => boolean;

/** A check for each key of a type: a key without one does not compile. */
export type Fields<T> = Readonly<Record<keyof T, Check>>;

/** The largest instant of a Date in any time zone, ms. */
const LATEST: number = 8.64e15 - DAY;

export const isText: Check = (value) => typeof value === 'string';
export const isFlag: Check = (value) => typeof value === 'boolean';
/** A whole number that loses nothing in JavaScript. */
export const isWhole: Check = (value) => Number.isSafeInteger(value);
export const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** Milliseconds that every time zone can write as a date. */
export const isInstant: Check = (value) => Number.isSafeInteger(value) && Math.abs(Number(value)) <= LATEST;

/** Returns the check of a value that may be missing. */
export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** Returns the check of one of some words or numbers. */
export const oneOf =
  (...words: readonly (string | number)[]): Check =>
  (value) =>
    words.some((word) => word === value);

/** Returns the check of a list. */
export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((item) => check(item));

/** Returns the check of an object by its keys; further keys are allowed, because a newer version may add some. */
export function objectOf<T>(fields: Fields<T>): Check {
  const checks: readonly (readonly [string, Check])[] = Object.entries(fields);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const found = new Map<string, unknown>(Object.entries(value));
    return checks.every(([name, check]) => check(found.get(name)));
  };
}

export const isTexts: Check = listOf(isText);
/** A scope, as a condition needs it and an evidence names it. */
export const isScope: Check = (value) => typeof value === 'string' && /^(inventory|store|connector|probe):/.test(value);
