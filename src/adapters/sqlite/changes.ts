import type { Database } from 'better-sqlite3';

/** How often to ask whether another process has committed, and whether waiting for it keeps this process alive. */
export interface Polling {
  readonly intervalMs: number;
  readonly keepsProcessAlive: boolean;
}

/** Tells that this process, or another, may have committed. Asks only while somebody waits. */
export class Changes implements Disposable {
  readonly #version: () => unknown;
  readonly #polling: Polling;
  readonly #waiting = new Set<() => void>();
  readonly #closed = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #seen: unknown;

  constructor(database: Database, polling: Polling) {
    // Moves when another connection commits; this one's commits are told by `notify`.
    const version = database.prepare('PRAGMA data_version').pluck();
    this.#version = () => version.get();
    this.#polling = polling;
  }

  notify(): void {
    for (const notice of this.#waiting) notice();
  }

  /** Yields for what is committed from this call on, once for several commits; ends with the signal or when disposed. */
  until(signal: AbortSignal): AsyncIterableIterator<void> {
    const ended = AbortSignal.any([signal, this.#closed.signal]);
    let due = false;
    let wake = (): void => {};
    const notice = (): void => {
      due = true;
      wake();
    };
    const leave = (): void => {
      this.#leave(notice);
      wake();
    };
    if (!ended.aborted) {
      this.#join(notice);
      ended.addEventListener('abort', leave, { once: true });
    }
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        if (!due && !ended.aborted)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        due = false;
        return ended.aborted ? { done: true, value: undefined } : { done: false, value: undefined };
      },
      async return() {
        leave();
        return { done: true, value: undefined };
      },
    };
  }

  [Symbol.dispose](): void {
    this.#closed.abort();
  }

  #join(notice: () => void): void {
    this.#waiting.add(notice);
    if (this.#timer !== undefined) return;
    this.#seen = this.#ask();
    this.#timer = setInterval(() => this.#poll(), this.#polling.intervalMs);
    if (!this.#polling.keepsProcessAlive) this.#timer.unref();
  }

  #leave(notice: () => void): void {
    this.#waiting.delete(notice);
    if (this.#waiting.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #poll(): void {
    const version = this.#ask();
    if (version !== undefined && version === this.#seen) return;
    this.#seen = version;
    this.notify();
  }

  /** Undefined: SQLite fails. Whoever waits then reads, and meets the same failure where it can be told. */
  #ask(): unknown {
    try {
      return this.#version();
    } catch {
      return undefined;
    }
  }
}
