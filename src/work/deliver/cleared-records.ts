import { isHeld } from '../../domain/alert/is-held.ts';
import { type Match, matches } from '../../domain/alert/match.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Instant } from '../../domain/time.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import { readRecords } from '../query/read-records.ts';

/** How many records are read at once. */
const PAGE_SIZE = 100;
/** No more records are read for a request that already contains this many cleared records. */
const MAX_CLEARED_RECORDS = 1000;

/** The dependencies of `ClearedRecords`. */
export interface ClearedRecordsDependencies {
  readonly match: Match;
  /**
   * A condition that was open for a shorter time was never sent, so its cleared record is not sent
   * either, ms.
   */
  readonly holdForMs: number;
  readonly ledger: Pick<LedgerReader, 'after'>;
  /** The age after which a cleared record is left out, ms. */
  readonly maxAgeMs: number;
}

/** The cleared records for one request. */
export interface ClearedBatch {
  /** Oldest first. */
  readonly cleared: readonly EventRecord[];
  /** The ID of the last record that was read. It is the next position if the request succeeds. */
  readonly endPosition: number;
  /**
   * The position up to which nothing must be sent. It is the next position if the request fails.
   */
  readonly safePosition: number;
  /** True if the log may have more records. */
  readonly hasMore: boolean;
}

/**
 * Reads the cleared records after a position in the log. Keeps them in memory until the position
 * has moved past them.
 */
export class ClearedRecords {
  readonly #dependencies: ClearedRecordsDependencies;
  #cleared: readonly EventRecord[] = [];
  #startPosition: number | undefined;
  #endPosition = 0;

  constructor(dependencies: ClearedRecordsDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Returns the cleared records after a position: those in memory, and new ones up to the maximum.
   * At the signal, ends early with `hasMore`.
   * @throws {LedgerError}
   */
  async read(position: number, now: Instant, signal: AbortSignal): Promise<ClearedBatch> {
    const { ledger, match, holdForMs, maxAgeMs } = this.#dependencies;
    // If the record does not contain when the condition was raised, it counts as sent.
    const wasNeverSent = ({ timeCreated, facts }: EventRecord): boolean =>
      isHeld(facts.cleared?.raisedAt ?? timeCreated - holdForMs, holdForMs, timeCreated);
    const isRecent = ({ timeCreated }: EventRecord): boolean => now - timeCreated <= maxAgeMs;
    // A position never moves back. If it is lower, the log was replaced.
    if (this.#startPosition === undefined || position < this.#startPosition) {
      this.#cleared = [];
      this.#endPosition = position;
    }
    this.#startPosition = position;
    this.#endPosition = Math.max(this.#endPosition, position);
    this.#cleared = this.#cleared.filter((record) => record.eventRecordId > position && isRecent(record));
    const filter = (record: EventRecord): boolean =>
      record.change === 'cleared' && isRecent(record) && !wasNeverSent(record) && matches(match, record);
    const isFull = (): boolean => this.#cleared.length >= MAX_CLEARED_RECORDS || signal.aborted;
    const range = { after: this.#endPosition, pageSize: PAGE_SIZE, filter };
    const pages = isFull() ? [] : readRecords(ledger, range, signal);
    for await (const { records, position: endPosition } of pages) {
      this.#cleared = [...this.#cleared, ...records];
      this.#endPosition = endPosition;
      if (isFull()) break;
    }
    const [first] = this.#cleared;
    const safePosition = first === undefined ? this.#endPosition : first.eventRecordId - 1;
    return { cleared: this.#cleared, endPosition: this.#endPosition, safePosition, hasMore: isFull() };
  }
}
