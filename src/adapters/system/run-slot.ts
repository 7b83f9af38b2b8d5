import type { Instant } from '../../domain/time.ts';
import type { ScheduledRun } from '../../work/ports/system.ts';

/**
 * Holds at most one pending run. A second run that becomes due replaces it, and the first counts as
 * missed, so a slow scan causes only one more.
 */
export class RunSlot {
  #pendingAt: Instant | undefined;
  #missed = 0;
  #closed = false;
  #awake: () => void = () => undefined;
  #whenWaitingEnds: (() => void)[] = [];
  #whenUnderWayEnds: (() => void)[] = [];

  /** Adds a due run. Resolves when that run has ended. */
  due(at: Instant): Promise<void> {
    if (this.#closed) return Promise.resolve();
    if (this.#pendingAt !== undefined) this.#missed += 1;
    this.#pendingAt = at;
    this.#awake();
    return new Promise((resolve) => this.#whenWaitingEnds.push(resolve));
  }

  /** Counts runs that were due and will not take place. */
  missed(count: number): void {
    this.#missed += count;
  }

  /**
   * Ends the previous run and waits for the next one; undefined after the slot is closed. One
   * caller at a time.
   */
  async take(): Promise<ScheduledRun | undefined> {
    this.#endUnderWay();
    while (this.#pendingAt === undefined) {
      if (this.#closed) return undefined;
      await new Promise<void>((resolve) => {
        this.#awake = resolve;
      });
    }
    const run = { dueAt: this.#pendingAt, missed: this.#missed };
    this.#pendingAt = undefined;
    this.#missed = 0;
    this.#whenUnderWayEnds = this.#whenWaitingEnds;
    this.#whenWaitingEnds = [];
    return run;
  }

  /** Drops the pending run and accepts no more. */
  close(): void {
    this.#closed = true;
    this.#pendingAt = undefined;
    this.#endUnderWay();
    for (const resolve of this.#whenWaitingEnds.splice(0)) resolve();
    this.#awake();
  }

  #endUnderWay(): void {
    for (const resolve of this.#whenUnderWayEnds.splice(0)) resolve();
  }
}
