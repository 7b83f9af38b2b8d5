import type { Database } from 'better-sqlite3';

/** How often the database is checked for commits of other processes. */
export interface Polling {
  readonly intervalMs: number;
  /** True if waiting for a commit keeps this process alive. */
  readonly keepsProcessAlive: boolean;
}

/**
 * Reports that this process or another process may have committed. Polls the database only while a
 * caller waits.
 */
export class Changes implements Disposable {
  readonly #queryVersion: () => unknown;
  readonly #polling: Polling;
  readonly #listeners = new Set<() => void>();
  readonly #closed = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #lastVersion: unknown;

  constructor(database: Database, polling: Polling) {
    // SQLite changes this number when another connection commits, but not for commits of this
    // connection.
    const version = database.prepare('PRAGMA data_version').pluck();
    this.#queryVersion = () => version.get();
    this.#polling = polling;
  }

  /** Reports a commit of this connection. */
  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  /**
   * Yields after commits that were made since this call, once for several commits. Ends when the
   * signal aborts or when `Changes` is disposed.
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
    this.#lastVersion = this.#readVersion();
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
    if (version !== undefined && version === this.#lastVersion) return;
    this.#lastVersion = version;
    this.notify();
  }

  /**
   * Returns undefined if SQLite fails, which counts as a commit: the waiting caller then reads the
   * database and reports the failure.
   */
  #readVersion(): unknown {
    try {
      return this.#queryVersion();
    } catch {
      return undefined;
    }
  }
}
