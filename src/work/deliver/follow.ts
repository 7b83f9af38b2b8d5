import type { EventRecord } from '../../domain/event/event-record.ts';
import type { OutputProblem } from '../../domain/status/output-health.ts';
import { LogOutputError } from '../errors.ts';
import type { Cursors, LedgerReader } from '../ports/ledger.ts';
import type { EventSink } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { retryWithBackoff } from './retry-with-backoff.ts';

/** How many records are read from the log at once. */
const BATCH = 500;

/** What a follower reads, and where its place is kept. */
export interface FollowDependencies {
  readonly ledger: LedgerReader & Cursors;
  readonly clock: Pick<Clock, 'now'>;
  readonly diagnostics: Diagnostics;
}

/**
 * One log output: every record, in order, from its own place in the log. The place moves only after the output has
 * acknowledged, so a crash repeats and never loses. An output in trouble delays no other; that it is in trouble is kept.
 */
export class Follower {
  readonly #sink: EventSink;
  readonly #means: FollowDependencies;
  #at: number;
  /** What an earlier daemon left of it may say otherwise. */
  #isKnownToWork = false;

  private constructor(sink: EventSink, means: FollowDependencies, at: number) {
    this.#sink = sink;
    this.#means = means;
    this.#at = at;
  }

  /** Takes up its place: the kept one, or the head for an output that keeps none. Do this before anything is written. */
  static async open(sink: EventSink, means: FollowDependencies): Promise<Follower> {
    const at = sink.durable ? await means.ledger.cursor(sink.name) : await means.ledger.head();
    return new Follower(sink, means, at);
  }

  /** Writes until the log's end. @throws whatever the output throws: nothing of that batch counts as written. */
  async catchUp(signal: AbortSignal): Promise<void> {
    for (;;) {
      const records = await this.#means.ledger.after(this.#at, BATCH);
      const last = records.at(-1);
      if (last === undefined || signal.aborted) return;
      await this.#write(records, signal);
      this.#at = last.eventRecordId;
      if (this.#sink.durable) await this.#means.ledger.advance(this.#sink.name, this.#at);
      if (!this.#isKnownToWork) await this.#means.ledger.works(this.#sink.name);
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
    const { ledger, clock, diagnostics } = this.#means;
    this.#isKnownToWork = false;
    try {
      await ledger.failed(this.#sink.name, this.#at, troubleOf(error), clock.now());
    } catch (failure) {
      diagnostics.note('error', messageOf(failure));
    }
  }

  /** Follows until the signal: at every commit, and again after trouble, later and later. */
  async run(signal: AbortSignal): Promise<void> {
    const { ledger, diagnostics } = this.#means;
    const doing = `writing events to ${this.#sink.name}`;
    const write = (): Promise<void> =>
      retryWithBackoff(doing, () => this.catchUp(signal), diagnostics, signal, 'it misses nothing that is kept');
    // Listens before it reads: what is committed in between is not slept through.
    const changes = ledger.changed(signal);
    await write();
    for await (const _ of changes) await write();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function troubleOf(error: unknown): OutputProblem {
  return error instanceof LogOutputError ? error.trouble : { reason: 'io_error', detail: messageOf(error) };
}
