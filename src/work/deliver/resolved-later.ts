import { isHeld } from '../../domain/alert/is-held.ts';
import { type Match, matches } from '../../domain/alert/match.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Instant } from '../../domain/time.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import { yieldToEventLoop } from '../scan/yield-to-event-loop.ts';

/** How many records are read at once. Each batch blocks the event loop for a few ms. */
const BATCH = 100;
/**
 * The number of cleared records that one request should carry, plus at most one batch. The rest
 * follows in the next request.
 */
const MOST_ENDS = 1000;

/** The dependencies of `ResolvedLater`. */
export interface ResolvedLaterDependencies {
  readonly match: Match;
  /**
   * A condition that was open for less than this was never sent, so its cleared record is not sent
   * either, ms.
   */
  readonly holdForMs: number;
  readonly ledger: Pick<LedgerReader, 'after'>;
  /** The age after which a cleared record is left out, ms. */
  readonly keptMs: number;
}

/** The cleared records for one request. */
export interface Ended {
  /** Oldest first. */
  readonly cleared: readonly EventRecord[];
  /** The position in the log after a successful request. */
  readonly to: number;
  /** The position up to which the log contains no record to send. */
  readonly bare: number;
  /** True if the log has more records. */
  readonly isMore: boolean;
}

/**
 * A collector of the cleared records after a position in the log. Records stay in memory while they
 * cannot be sent.
 */
export class ResolvedLater {
  readonly #dependencies: ResolvedLaterDependencies;
  #cleared: readonly EventRecord[] = [];
  #from: number | undefined;
  #to = 0;

  constructor(dependencies: ResolvedLaterDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Reads on while there is room; ends early at the signal, and `isMore` is then true.
   * @throws {LedgerError}
   */
  async read(from: number, now: Instant, signal: AbortSignal): Promise<Ended> {
    const { ledger, match, holdForMs, keptMs } = this.#dependencies;
    const wasHeld = ({ timeCreated, facts }: EventRecord): boolean =>
      isHeld(facts.cleared?.raisedAt ?? timeCreated - holdForMs, holdForMs, timeCreated);
    const isRecent = ({ timeCreated }: EventRecord): boolean => now - timeCreated <= keptMs;
    // A position before the previous one belongs to another log.
    if (this.#from === undefined || from < this.#from) [this.#cleared, this.#to] = [[], from];
    this.#from = from;
    this.#to = Math.max(this.#to, from);
    this.#cleared = this.#cleared.filter((record) => record.eventRecordId > from && isRecent(record));
    let isMore = true;
    while (isMore && this.#cleared.length < MOST_ENDS && !signal.aborted) {
      const records = await ledger.after(this.#to, BATCH);
      const ends = records.filter(
        (record) => record.change === 'cleared' && isRecent(record) && !wasHeld(record) && matches(match, record),
      );
      this.#cleared = [...this.#cleared, ...ends];
      this.#to = records.at(-1)?.eventRecordId ?? this.#to;
      isMore = records.length === BATCH;
      await yieldToEventLoop();
    }
    const [first] = this.#cleared;
    const bare = first === undefined ? this.#to : first.eventRecordId - 1;
    return { cleared: this.#cleared, to: this.#to, bare, isMore };
  }
}
