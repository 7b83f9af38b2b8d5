import { DAY, type Instant, SECOND } from '../../domain/time.ts';
import type { VisibleWriter } from '../terminal/visible-writer.ts';

/** Formatted dates by day since 1970-01-01, because many certificates share a few days. */
const FORMATTED_DAYS: Map<number, string> = new Map();
const MAX_FORMATTED_DAYS = 1000;
const CHARACTER_T = 0x54;
const COLON = 0x3a;
const CHARACTER_Z = 0x5a;
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/**
 * Returns a UTC time, for example `2026-11-24T00:05:03Z`.
 * @see ISO 8601
 */
export function utcTime(at: Instant): string {
  const day = Math.floor(at / DAY);
  const seconds = secondsOf(at, day);
  return `${utcDay(day)}T${twoDigits(seconds / 3600)}:${twoDigits((seconds / 60) % 60)}:${twoDigits(seconds % 60)}Z`;
}

/** Writes the same text as `utcTime`, without creating a string for each time. */
export function writeUtcTime(at: Instant, out: VisibleWriter): void {
  const day = Math.floor(at / DAY);
  const seconds = secondsOf(at, day);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  out.writeText(utcDay(day));
  out.writeByte(CHARACTER_T);
  out.writeTwoDigits(hours);
  out.writeByte(COLON);
  out.writeTwoDigits(minutes - 60 * hours);
  out.writeByte(COLON);
  out.writeTwoDigits(seconds - 60 * minutes);
  out.writeByte(CHARACTER_Z);
}

/** Returns the seconds since the beginning of the day. */
function secondsOf(at: Instant, day: number): number {
  return Math.floor((at - day * DAY) / SECOND);
}

function twoDigits(number: number): string {
  return TWO_DIGITS[Math.floor(number)] ?? '';
}

/** Returns the date for a number of days since 1970-01-01. */
function utcDay(day: number): string {
  const cached = FORMATTED_DAYS.get(day);
  if (cached !== undefined) return cached;
  const [formatted = ''] = new Date(day * DAY).toISOString().split('T');
  if (FORMATTED_DAYS.size >= MAX_FORMATTED_DAYS) FORMATTED_DAYS.clear();
  FORMATTED_DAYS.set(day, formatted);
  return formatted;
}
