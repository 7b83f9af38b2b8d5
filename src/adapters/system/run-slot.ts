import type { Instant } from '../../domain/time.ts';
import type { ScheduledRun } from '../../work/ports/system.ts';

/**
 * Holds at most one run that waits to be taken. A second that becomes due meanwhile replaces it, and the first counts
 * as missed: a slow pass makes one more, not many.
 */
export class RunSlot {
  #waiting: Instant | undefined;
  #missed = 0;
  #closed = false;
  #awake: () => void = () => undefined;
  #whenWaitingEnds: (() => void)[] = [];
  #whenUnderWayEnds: (() => void)[] = [];

  /** Resolves when the run that this one became has ended. */
  due(at: Instant): Promise<void> {
    if (this.#closed) return Promise.resolve();
    if (this.#waiting !== undefined) this.#missed += 1;
    this.#waiting = at;
    this.#awake();
    return new Promise((resolve) => this.#whenWaitingEnds.push(resolve));
  }

  /** So many runs were due and will not be made. */
  missed(count: number): void {
    this.#missed += count;
  }

  /** Ends the run taken before and waits for the next; undefined once the slot is closed. One taker at a time. */
  async take(): Promise<ScheduledRun | undefined> {
    this.#endUnderWay();
    while (this.#waiting === undefined) {
      if (this.#closed) return undefined;
      await new Promise<void>((resolve) => {
        this.#awake = resolve;
      });
    }
    const run = { dueAt: this.#waiting, missed: this.#missed };
    this.#waiting = undefined;
    this.#missed = 0;
    this.#whenUnderWayEnds = this.#whenWaitingEnds;
    this.#whenWaitingEnds = [];
    return run;
  }

  /** What waits is dropped; nothing becomes due any more. */
  close(): void {
    this.#closed = true;
    this.#waiting = undefined;
    this.#endUnderWay();
    for (const resolve of this.#whenWaitingEnds.splice(0)) resolve();
    this.#awake();
  }

  #endUnderWay(): void {
    for (const resolve of this.#whenUnderWayEnds.splice(0)) resolve();
  }
}
