import { isHeld } from '../../domain/alert/is-held.ts';
import { type Match, matches } from '../../domain/alert/match.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Instant } from '../../domain/time.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import { yieldToEventLoop } from '../scan/yield-to-event-loop.ts';

/** How many records are read at once: that holds up all else for a few ms. */
const BATCH = 100;
/** So many ends are kept for one showing, and a batch more; those behind them have to wait for the next. */
const MOST_ENDS = 1000;

export interface ResolvedLaterDependencies {
  readonly match: Match;
  /** A condition that was cleared before it was open for this long was never sent, and its end is not sent, ms. */
  readonly holdForMs: number;
  readonly ledger: Pick<LedgerReader, 'after'>;
  /** An end that is older is left out, ms. */
  readonly keptMs: number;
}

/** The ends that one showing is to have. */
export interface Ended {
  /** Oldest first. */
  readonly cleared: readonly EventRecord[];
  /** What is shown when these are: everything up to here. */
  readonly to: number;
  /** Up to here there is nothing to show. */
  readonly bare: number;
  /** Whether the log has more behind them. */
  readonly isMore: boolean;
}

/** What has ended behind a place in the log, piece by piece: what was read once is not read again while it cannot be shown. */
export class ResolvedLater {
  readonly #means: ResolvedLaterDependencies;
  #cleared: readonly EventRecord[] = [];
  #from: number | undefined;
  #to = 0;

  constructor(means: ResolvedLaterDependencies) {
    this.#means = means;
  }

  /**
   * Reads on where there is room; ends early at the signal, and then says that there may be more.
   * @throws {LedgerError}
   */
  async read(from: number, now: Instant, signal: AbortSignal): Promise<Ended> {
    const { ledger, match, holdForMs, keptMs } = this.#means;
    const wasHeld = ({ timeCreated, facts }: EventRecord): boolean =>
      isHeld(facts.cleared?.raisedAt ?? timeCreated - holdForMs, holdForMs, timeCreated);
    const isRecent = ({ timeCreated }: EventRecord): boolean => now - timeCreated <= keptMs;
    // A place that has gone back is another log's.
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
