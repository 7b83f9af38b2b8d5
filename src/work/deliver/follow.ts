import type { EventRecord } from '../../domain/event/event-record.ts';
import { messageOf } from '../../domain/message-of.ts';
import type { OutputProblem } from '../../domain/status/output-health.ts';
import { LogOutputError } from '../errors.ts';
import type { Cursors, LedgerReader } from '../ports/ledger.ts';
import type { EventSink } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { retryWithBackoff } from './retry-with-backoff.ts';

/** How many records are read from the log at once. */
const BATCH = 500;

/** The dependencies of `Follower`. */
export interface FollowDependencies {
  readonly ledger: LedgerReader & Cursors;
  readonly clock: Pick<Clock, 'now'>;
  readonly diagnostics: Diagnostics;
}

/**
 * A follower that writes every record to one log output, in order, from its own position in the
 * log. The position moves only after the output has acknowledged, so a crash repeats records but
 * never loses one. A failing output delays no other output, and its failure is stored.
 */
export class Follower {
  readonly #sink: EventSink;
  readonly #dependencies: FollowDependencies;
  #at: number;
  /** False at first, because an earlier daemon may have stored a failure. */
  #isKnownToWork = false;

  private constructor(sink: EventSink, dependencies: FollowDependencies, at: number) {
    this.#sink = sink;
    this.#dependencies = dependencies;
    this.#at = at;
  }

  /**
   * Opens a follower at the stored position, or at the head for an output that stores none. Must be
   * called before records are written.
   */
  static async open(sink: EventSink, dependencies: FollowDependencies): Promise<Follower> {
    const at = sink.durable ? await dependencies.ledger.cursor(sink.name) : await dependencies.ledger.head();
    return new Follower(sink, dependencies, at);
  }

  /**
   * Writes until the end of the log.
   * @throws any error of the output: no record of that batch counts as written
   */
  async catchUp(signal: AbortSignal): Promise<void> {
    for (;;) {
      const records = await this.#dependencies.ledger.after(this.#at, BATCH);
      const last = records.at(-1);
      if (last === undefined || signal.aborted) return;
      await this.#write(records, signal);
      this.#at = last.eventRecordId;
      if (this.#sink.durable) await this.#dependencies.ledger.advance(this.#sink.name, this.#at);
      if (!this.#isKnownToWork) await this.#dependencies.ledger.recordSuccess(this.#sink.name);
      this.#isKnownToWork = true;
    }
  }

  async #write(records: readonly EventRecord[], signal: AbortSignal): Promise<void> {
    try {
      await this.#sink.write(records, signal);
    } catch (error) {
      if (!signal.aborted) await this.#keepFailed(error);
      throw error;
    }
  }

  async #keepFailed(error: unknown): Promise<void> {
    const { ledger, clock, diagnostics } = this.#dependencies;
    this.#isKnownToWork = false;
    try {
      await ledger.recordFailure(this.#sink.name, this.#at, problemOf(error), clock.now());
    } catch (failure) {
      diagnostics.note('error', messageOf(failure));
    }
  }

  /** Follows the log until the signal. Failed writes are retried with increasing delays. */
  async run(signal: AbortSignal): Promise<void> {
    const { ledger, diagnostics } = this.#dependencies;
    const doing = `writing events to ${this.#sink.name}`;
    const write = (): Promise<void> =>
      retryWithBackoff(doing, () => this.catchUp(signal), diagnostics, signal, 'all stored records are written later');
    // Subscribes before the first read, so that a commit in between is not missed.
    const changes = ledger.changed(signal);
    await write();
    for await (const _ of changes) await write();
  }
}

function problemOf(error: unknown): OutputProblem {
  return error instanceof LogOutputError ? error.problem : { reason: 'io_error', detail: messageOf(error) };
}
