import { areRefusalsPast, refusedDelay } from './probe-times.ts';

/** The refusals of STARTTLS by a server. */
interface Refusals {
  /** When the latest refusal was seen, on the monotonic clock, ms. */
  readonly lastMs: number;
  /** The delay between the latest refusal and the next probe, ms. */
  readonly delayMs: number;
  /**
   * For how long the server has refused STARTTLS, ms: the sum of the times from each refusal to the
   * next one, each at most the delay after it.
   */
  readonly lastingMs: number;
}

/** For how long a server has had a problem. Longer problems are probed less often. */
export class ProblemDurations {
  /** When the problem was first and last seen, on the monotonic clock, ms; undefined: never. */
  #problem: { readonly sinceMs: number; readonly lastMs: number } | undefined;
  #refusals: Refusals | undefined;

  /**
   * Notes that the server has a problem now, and returns for how long it has had it, ms. A problem
   * that returns within two intervals counts as the same problem, because a load balancer may hide
   * it sometimes.
   */
  noteProblem(nowMs: number, intervalMs: number): number {
    const { sinceMs, lastMs } = this.#problem ?? { sinceMs: nowMs, lastMs: nowMs };
    this.#problem = { sinceMs: nowMs - lastMs > 2 * intervalMs ? nowMs : sinceMs, lastMs: nowMs };
    return nowMs - this.#problem.sinceMs;
  }

  /**
   * Notes that the server refuses STARTTLS now, and returns the delay before its next probe, ms.
   * The time in which it offers STARTTLS between refusals does not increase the delay.
   */
  noteRefusal(nowMs: number, intervalMs: number): number {
    const previous = this.#refusals;
    const isFirst = previous === undefined || areRefusalsPast(nowMs - previous.lastMs, intervalMs);
    const lastingMs = isFirst ? 0 : previous.lastingMs + Math.min(nowMs - previous.lastMs, previous.delayMs);
    const delayMs = refusedDelay(lastingMs, intervalMs);
    this.#refusals = { lastMs: nowMs, delayMs, lastingMs };
    return delayMs;
  }

  /** Forgets everything, after a change. */
  clear(): void {
    this.#problem = undefined;
    this.#refusals = undefined;
  }
}
