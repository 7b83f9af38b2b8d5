import type { EventRecord } from '../../domain/event/event-record.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import type { OutputProblem } from '../../domain/status/output-health.ts';
import { LogOutputError } from '../errors.ts';
import type { Cursors, LedgerReader } from '../ports/ledger.ts';
import type { EventSink } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { readRecords } from '../query/read-records.ts';
import { retryWithBackoff } from './retry-with-backoff.ts';

/** The dependencies of `Follower`. */
export interface FollowerDependencies {
  readonly ledger: LedgerReader & Cursors;
  readonly clock: Pick<Clock, 'now'>;
  readonly diagnostics: Diagnostics;
}

/**
 * Writes every record of the event log to one log output, in order. The position in the log moves
 * only after the output has accepted the records, so a crash repeats records but never loses one.
 * The failure of an output is stored, and does not delay other outputs.
 */
export class Follower {
  readonly #sink: EventSink;
  readonly #dependencies: FollowerDependencies;
  #position: number;
  /** False at first, because an earlier daemon may have stored a failure. */
  #isKnownToWork = false;

  private constructor(sink: EventSink, dependencies: FollowerDependencies, position: number) {
    this.#sink = sink;
    this.#dependencies = dependencies;
    this.#position = position;
  }

  /**
   * Opens a follower at the stored position, or at the end of the log for an output without one.
   * Must be called before records are written.
   */
  static async open(sink: EventSink, dependencies: FollowerDependencies): Promise<Follower> {
    const position = sink.resumesAfterRestart
      ? await dependencies.ledger.cursor(sink.name)
      : await dependencies.ledger.newestRecordId();
    return new Follower(sink, dependencies, position);
  }

  /**
   * Writes until the end of the log.
   * @throws any error of the output; the batch is then written again
   */
  async catchUp(signal: AbortSignal): Promise<void> {
    const { ledger } = this.#dependencies;
    for await (const { records, position } of readRecords(ledger, { after: this.#position }, signal)) {
      await this.#write(records, signal);
      this.#position = position;
      if (this.#sink.resumesAfterRestart) await ledger.advanceCursor(this.#sink.name, position);
      if (!this.#isKnownToWork) await ledger.recordSuccess(this.#sink.name);
      this.#isKnownToWork = true;
    }
  }

  async #write(records: readonly EventRecord[], signal: AbortSignal): Promise<void> {
    try {
      await this.#sink.write(records, signal);
    } catch (error) {
      if (!signal.aborted) await this.#recordFailure(error);
      throw error;
    }
  }

  async #recordFailure(error: unknown): Promise<void> {
    const { ledger, clock, diagnostics } = this.#dependencies;
    this.#isKnownToWork = false;
    try {
      await ledger.recordFailure(this.#sink.name, this.#position, problemOf(error), clock.now());
    } catch (failure) {
      diagnostics.note('error', failureOfError(failure));
    }
  }

  /** Follows the log until the signal. Failed writes are retried with increasing delays. */
  async run(signal: AbortSignal): Promise<void> {
    const { ledger, diagnostics } = this.#dependencies;
    const activity = DIAGNOSTIC_FAILURES.writing_events({ output: this.#sink.name });
    const write = (): Promise<void> =>
      retryWithBackoff(
        activity,
        () => this.catchUp(signal),
        diagnostics,
        signal,
        DIAGNOSTIC_FAILURES.records_are_written_later,
      );
    // Subscribes before the first read, so that a commit in between is not missed.
    const changes = ledger.changed(signal);
    await write();
    for await (const _ of changes) await write();
  }
}

function problemOf(error: unknown): OutputProblem {
  return error instanceof LogOutputError ? error.problem : { reason: 'io_error', failure: failureOfError(error) };
}
