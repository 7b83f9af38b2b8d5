import type { EventRecord } from '../../domain/event/event-record.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import { yieldToEventLoop } from '../scan/yield-to-event-loop.ts';

/** The default maximum number of records in a page. */
const DEFAULT_PAGE_SIZE = 500;

/** The part of the event log to read. */
export interface RecordRange {
  /** The ID before the first record to read. It need not exist. */
  readonly after: number;
  /** The last ID to read. Left out: the newest record, also if it is written while reading. */
  readonly upTo?: number;
  /** The maximum number of records in memory. Left out: 500. */
  readonly pageSize?: number;
  /** Returns true for a record that the pages contain. Left out: all records. */
  readonly filter?: (record: EventRecord) => boolean;
}

/** Records that were read at once. */
export interface RecordPage {
  /** Oldest first. Only records that pass the filter, so it may be empty. */
  readonly records: readonly EventRecord[];
  /** The ID of the last record that was read, also if it does not pass the filter. */
  readonly position: number;
}

/**
 * Yields the records of the event log page by page, oldest first, until the end of the range. The
 * next page is read only when it is requested. Deleted records are gaps in the IDs. After the
 * signal, no further page is yielded.
 * @throws {LedgerError}
 */
export async function* readRecords(
  source: Pick<LedgerReader, 'after'>,
  { after, upTo = Number.POSITIVE_INFINITY, pageSize = DEFAULT_PAGE_SIZE, filter }: RecordRange,
  signal?: AbortSignal,
): AsyncGenerator<RecordPage, void> {
  let position = after;
  while (position < upTo && !signal?.aborted) {
    const page = await source.after(position, pageSize);
    const isWhole = (page.at(-1)?.eventRecordId ?? 0) <= upTo;
    const records = isWhole ? page : page.filter(({ eventRecordId }) => eventRecordId <= upTo);
    const last = records.at(-1);
    if (last === undefined || signal?.aborted) return;
    position = last.eventRecordId;
    yield { records: filter === undefined ? records : records.filter(filter), position };
    // Each page blocks the event loop for a few ms.
    if (page.length === pageSize) await yieldToEventLoop();
  }
}
