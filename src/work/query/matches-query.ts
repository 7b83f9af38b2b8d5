import { LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { type SearchKeyKind, searchKeysOf } from '../../domain/event/search-keys-of.ts';
import type { RecordQuery } from '../ports/ledger.ts';

/**
 * Returns whether a record matches the filters of the query. The maximum number of records is not
 * considered.
 */
export function matchesQuery(record: EventRecord, query: RecordQuery): boolean {
  const { eventIds, level, since, until, connector, thumbprint, request } = query;
  const { afterRecordId = 0, beforeRecordId = Number.POSITIVE_INFINITY } = query;
  const isAbout = (wantedKind: SearchKeyKind, name: string | undefined): boolean =>
    name === undefined || searchKeysOf(record.facts).some(([kind, value]) => kind === wantedKind && value === name);
  return (
    record.eventRecordId > afterRecordId &&
    record.eventRecordId < beforeRecordId &&
    (eventIds === undefined || eventIds.includes(record.eventId)) &&
    (level === undefined || LEVEL_NUMBERS[record.level] <= LEVEL_NUMBERS[level]) &&
    (since === undefined || record.timeCreated >= since) &&
    (until === undefined || record.timeCreated < until) &&
    isAbout('connector', connector) &&
    isAbout('thumbprint', thumbprint) &&
    isAbout('request', request)
  );
}
