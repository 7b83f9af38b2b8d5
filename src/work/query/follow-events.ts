import type { EventRecord } from '../../domain/event/event-record.ts';
import type { LedgerReader, RecordQuery } from '../ports/ledger.ts';
import { matchesQuery } from './matches-query.ts';
import { readRecords } from './read-records.ts';

/**
 * Yields the stored records that match a query, then new matching records until the signal, each
 * once. The maximum number of the query limits only the stored records.
 * @throws {LedgerError}
 */
export async function* followEvents(
  ledger: LedgerReader,
  query: RecordQuery,
  signal: AbortSignal,
): AsyncGenerator<EventRecord, void> {
  // Following starts before the stored records are read, so that no record is missed.
  const changes = ledger.changed(signal);
  let position = await ledger.newestRecordId();
  for await (const record of ledger.records(query)) {
    yield record;
    // A record that was written meanwhile is not yielded again.
    position = Math.max(position, record.eventRecordId);
  }
  const filter = (record: EventRecord): boolean => matchesQuery(record, query);
  for await (const _ of changes) {
    for await (const page of readRecords(ledger, { after: position, filter })) {
      yield* page.records;
      position = page.position;
    }
  }
}
