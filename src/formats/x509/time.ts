import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../domain/time.ts';
import { TAG } from '../der/der.ts';

const ZERO = 0x30;
const POINT = 0x2e;
const PLUS = 0x2b;
const MINUS = 0x2d;
const LETTER_Z = 0x5a;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Converts a UTCTime or GeneralizedTime to an instant, from years 0 to 9999; undefined if invalid.
 * Two-digit years from 50 are in the twentieth century. Like OpenSSL, also accepts missing seconds,
 * an offset instead of Z, and in a GeneralizedTime a fraction of a second, which is dropped.
 * @see RFC 5280 section 4.1.2.5
 */
export function readTime(bytes: Buffer, tag: number, start: number, end: number): Instant | undefined {
  let at = start;
  let year: number;
  if (tag === TAG.utcTime) {
    year = twoDigits(bytes, at, end);
    year += year < 50 ? 2000 : 1900;
    at += 2;
  } else if (tag === TAG.generalizedTime) {
    year = twoDigits(bytes, at, end) * 100 + twoDigits(bytes, at + 2, end);
    at += 4;
  } else return undefined;
  const month = twoDigits(bytes, at, end);
  const day = twoDigits(bytes, at + 2, end);
  const hour = twoDigits(bytes, at + 4, end);
  const minute = twoDigits(bytes, at + 6, end);
  at += 8;
  let second = 0;
  if (at < end && isDigit(bytes[at])) {
    second = twoDigits(bytes, at, end);
    at += 2;
    if (tag === TAG.generalizedTime && at < end && bytes[at] === POINT) {
      const point = at++;
      while (at < end && isDigit(bytes[at])) at++;
      if (at === point + 1) return undefined;
    }
  }
  const offset = readOffset(bytes, at, end);
  // NaN, for invalid digits, fails every comparison.
  const isInRange =
    year >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59;
  if (!isInRange || offset === undefined) return undefined;
  return daysSince1970(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND - offset;
}

/** Returns the offset from UTC, ms; undefined if invalid. */
function readOffset(bytes: Buffer, at: number, end: number): number | undefined {
  const sign = at < end ? bytes[at] : undefined;
  if (sign === LETTER_Z) return at + 1 === end ? 0 : undefined;
  if ((sign !== PLUS && sign !== MINUS) || at + 5 !== end) return undefined;
  const hour = twoDigits(bytes, at + 1, end);
  const minute = twoDigits(bytes, at + 3, end);
  if (!(hour <= 14 && minute <= 59)) return undefined;
  return (sign === PLUS ? 1 : -1) * (hour * HOUR + minute * MINUTE);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
}

/** Returns two digits as a number; NaN if they are not digits. */
function twoDigits(bytes: Buffer, at: number, end: number): number {
  if (at + 2 > end) return Number.NaN;
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

// The next functions have no branches. If only rare dates took a branch, V8 would discard the
// optimized code at the first rare date, and compile it again.

function daysIn(year: number, month: number): number {
  const leapDays = Number(year % 4 === 0) - Number(year % 100 === 0) + Number(year % 400 === 0);
  return (DAYS_IN_MONTH[month - 1] ?? 0) + leapDays * Number(month === 2);
}

/**
 * Counts years from 1 March, so that the leap day is the last day of a year. 153 / 5 is the mean
 * length of the months from March to January, and 719,468 is the number of days from 1 March of the
 * year 0 to 1970-01-01.
 */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = year - Number(month <= 2);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return (
    marchYear * 365 +
    Math.floor(marchYear / 4) -
    Math.floor(marchYear / 100) +
    Math.floor(marchYear / 400) +
    dayOfYear -
    719_468
  );
}
