import type { Instant } from '../../domain/time.ts';
import type { ScheduledRun } from '../../work/ports/system.ts';

/**
 * Holds at most one pending run. A second run that becomes due replaces it, and the first counts as
 * missed, so a slow scan causes only one more.
 */
export class RunSlot {
  #pendingAt: Instant | undefined;
  #missed = 0;
  #isClosed = false;
  #wake: () => void = () => undefined;
  #onPendingEnd: (() => void)[] = [];
  #onRunningEnd: (() => void)[] = [];

  /** Adds a due run. Resolves when that run has ended. */
  due(at: Instant): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    if (this.#pendingAt !== undefined) this.#missed += 1;
    this.#pendingAt = at;
    this.#wake();
    return new Promise((resolve) => this.#onPendingEnd.push(resolve));
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
    this.#endRunning();
    while (this.#pendingAt === undefined) {
      if (this.#isClosed) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const run = { dueAt: this.#pendingAt, missed: this.#missed };
    this.#pendingAt = undefined;
    this.#missed = 0;
    this.#onRunningEnd = this.#onPendingEnd;
    this.#onPendingEnd = [];
    return run;
  }

  /** Drops the pending run and accepts no more. */
  close(): void {
    this.#isClosed = true;
    this.#pendingAt = undefined;
    this.#endRunning();
    for (const resolve of this.#onPendingEnd.splice(0)) resolve();
    this.#wake();
  }

  #endRunning(): void {
    for (const resolve of this.#onRunningEnd.splice(0)) resolve();
  }
}
