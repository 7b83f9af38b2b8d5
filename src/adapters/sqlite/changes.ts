import type { Database } from 'better-sqlite3';

/**
 * The interval of checks for commits of other processes. `keepsProcessAlive` says whether waiting
 * keeps this process alive.
 */
export interface Polling {
  readonly intervalMs: number;
  readonly keepsProcessAlive: boolean;
}

/** Reports possible commits of this process and of others. Polls only while there are waiters. */
export class Changes implements Disposable {
  readonly #version: () => unknown;
  readonly #polling: Polling;
  readonly #listeners = new Set<() => void>();
  readonly #closed = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #lastState: unknown;

  constructor(database: Database, polling: Polling) {
    // The value changes when another connection commits. `notify` reports the commits of this
    // connection.
    const version = database.prepare('PRAGMA data_version').pluck();
    this.#version = () => version.get();
    this.#polling = polling;
  }

  notify(): void {
    for (const notice of this.#listeners) notice();
  }

  /**
   * Yields after commits made since this call, once for several commits. Ends when the signal
   * aborts or when disposed.
   */
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
    this.#listeners.add(notice);
    if (this.#timer !== undefined) return;
    this.#lastState = this.#ask();
    this.#timer = setInterval(() => this.#poll(), this.#polling.intervalMs);
    if (!this.#polling.keepsProcessAlive) this.#timer.unref();
  }

  #leave(notice: () => void): void {
    this.#listeners.delete(notice);
    if (this.#listeners.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #poll(): void {
    const version = this.#ask();
    if (version !== undefined && version === this.#lastState) return;
    this.#lastState = version;
    this.notify();
  }

  /**
   * Returns undefined if SQLite fails. A waiter then reads the database and reports the same
   * failure.
   */
  #ask(): unknown {
    try {
      return this.#version();
    } catch {
      return undefined;
    }
  }
}
