import type { Database } from 'better-sqlite3';

/**
 * The interval of checks for commits of other processes. `keepsProcessAlive` says whether waiting
 * keeps this process alive.
 */
export interface Polling {
  readonly intervalMs: number;
  readonly keepsProcessAlive: boolean;
}

/** Reports possible commits of this process and of others. Polls only while a caller waits. */
export class Changes implements Disposable {
  readonly #queryVersion: () => unknown;
  readonly #polling: Polling;
  readonly #listeners = new Set<() => void>();
  readonly #closed = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #lastState: unknown;

  constructor(database: Database, polling: Polling) {
    // The value changes when another connection commits. `notify` reports the commits of this
    // connection.
    const version = database.prepare('PRAGMA data_version').pluck();
    this.#queryVersion = () => version.get();
    this.#polling = polling;
  }

  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  /**
   * Yields after commits made since this call, once for several commits. Ends when the signal
   * aborts or when disposed.
   */
  commits(signal: AbortSignal): AsyncIterableIterator<void> {
    const endSignal = AbortSignal.any([signal, this.#closed.signal]);
    let hasChanged = false;
    let wake = (): void => {};
    const listener = (): void => {
      hasChanged = true;
      wake();
    };
    const end = (): void => {
      this.#removeListener(listener);
      wake();
    };
    if (!endSignal.aborted) {
      this.#addListener(listener);
      endSignal.addEventListener('abort', end, { once: true });
    }
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        if (!hasChanged && !endSignal.aborted)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        hasChanged = false;
        return endSignal.aborted ? { done: true, value: undefined } : { done: false, value: undefined };
      },
      async return() {
        end();
        return { done: true, value: undefined };
      },
    };
  }

  [Symbol.dispose](): void {
    this.#closed.abort();
  }

  #addListener(listener: () => void): void {
    this.#listeners.add(listener);
    if (this.#timer !== undefined) return;
    this.#lastState = this.#readVersion();
    this.#timer = setInterval(() => this.#poll(), this.#polling.intervalMs);
    if (!this.#polling.keepsProcessAlive) this.#timer.unref();
  }

  #removeListener(listener: () => void): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #poll(): void {
    const version = this.#readVersion();
    if (version !== undefined && version === this.#lastState) return;
    this.#lastState = version;
    this.notify();
  }

  /**
   * Returns undefined if SQLite fails. A waiter then reads the database and reports the same
   * failure.
   */
  #readVersion(): unknown {
    try {
      return this.#queryVersion();
    } catch {
      return undefined;
    }
  }
}
