import { InvalidArgumentError } from 'commander';
import { type EventLevel, LEVEL_NUMBERS } from '../../../domain/event/event-definition.ts';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { type SearchKeyKind, searchKeysOf } from '../../../domain/event/search-keys-of.ts';
import type { RecordQuery } from '../../../work/ports/ledger.ts';

/**
 * Returns whether a record matches the filters of the query. The maximum number of records is not
 * considered.
 */
export function matchesQuery(record: EventRecord, query: RecordQuery): boolean {
  const { eventIds, level, since, until, connector, thumbprint, request } = query;
  const searchKeys = searchKeysOf(record.facts);
  const isAbout = (wantedKind: SearchKeyKind, name: string | undefined): boolean =>
    name === undefined || searchKeys.some(([kind, value]) => kind === wantedKind && value === name);
  return (
    (eventIds === undefined || eventIds.includes(record.eventId)) &&
    (level === undefined || LEVEL_NUMBERS[record.level] <= LEVEL_NUMBERS[level]) &&
    (since === undefined || record.timeCreated >= since) &&
    (until === undefined || record.timeCreated < until) &&
    isAbout('connector', connector) &&
    isAbout('thumbprint', thumbprint) &&
    isAbout('request', request)
  );
}

/** Parses a whole number of 1 or more, in decimal digits. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Write a whole number, 1 or more.');
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
  if (level === undefined) throw new InvalidArgumentError('Write Error, Warning or Information.');
  return level;
}
