import type { EventLevel } from '../../domain/event/event-definition.ts';
import { FILTER_FAILURES } from '../../domain/failure/filter-failures.ts';
import { FilterValueError } from './filter-value-error.ts';

/** Parses a whole number of 1 or more, in decimal digits. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new FilterValueError(FILTER_FAILURES.whole_number);
  return Number(text);
}

/** Adds event IDs, for example `12014` or `12014,12015`, to `previous`. */
export function parseEventIds(text: string, previous: readonly number[] = []): readonly number[] {
  return [...previous, ...text.split(',').map((word) => parseCount(word.trim()))];
}

const LEVELS: ReadonlyMap<string, EventLevel> = new Map([
  ['error', 'Error'],
  ['warning', 'Warning'],
  ['information', 'Information'],
  ['info', 'Information'],
]);

/** Parses an event level, in upper or lower case; `info` is short for Information. */
export function parseLevel(text: string): EventLevel {
  const level = LEVELS.get(text.toLowerCase());
  if (level === undefined) throw new FilterValueError(FILTER_FAILURES.event_level);
  return level;
}

/** Parses a whole thumbprint, in upper or lower case, with or without colons and spaces. */
export function parseWholeThumbprint(text: string): string {
  const hex = text.replace(/[:\s]/g, '').toUpperCase();
  if (!/^[0-9A-F]{40}$/.test(hex)) throw new FilterValueError(FILTER_FAILURES.full_thumbprint);
  return hex;
}

/** Parses the whole SHA-256 of a CSR, in the same spellings. */
export function parseWholeRequestId(text: string): string {
  const hex = text.replace(/[:\s]/g, '').toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(hex)) throw new FilterValueError(FILTER_FAILURES.full_request_id);
  return hex;
}
