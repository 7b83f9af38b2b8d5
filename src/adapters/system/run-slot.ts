import type { Instant } from '../../domain/time.ts';
import type { ScheduledRun } from '../../work/ports/system.ts';

/**
 * Holds at most one pending run, between a timer that adds runs and a caller that takes them. If
 * another run becomes due first, it replaces the pending run, which counts as missed. So only one
 * scan follows a slow scan.
 */
export class RunSlot {
  #pendingAt: Instant | undefined;
  /** The number of missed runs since the last run was taken. */
  #missed = 0;
  #isClosed = false;
  #wake: () => void = () => undefined;
  /** Called at the end of the pending run, after it was taken. */
  #onPendingEnd: (() => void)[] = [];
  /** Called at the end of the run that was last taken. */
  #onRunningEnd: (() => void)[] = [];

  /** Adds a due run. Resolves when it, or the run that replaced it, has ended. */
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
   * Ends the run that was taken before, and waits for the next run; undefined if the slot is
   * closed. Must not be called again before it has resolved.
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

  /** Drops the pending run, and accepts no more runs. */
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
