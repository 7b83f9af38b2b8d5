import type { Diagnostics } from '../ports/system.ts';

/** Logs each kind of problem once when it begins, and the end of all problems once. */
export class EdgeTriggeredLog {
  readonly #activity: string;
  readonly #diagnostics: Diagnostics;
  readonly #openKinds: Set<string> = new Set();

  /** @param activity the beginning of each message */
  constructor(activity: string, diagnostics: Diagnostics) {
    this.#activity = activity;
    this.#diagnostics = diagnostics;
  }

  /** Logs that a problem has begun, unless a problem of the same kind is open. */
  begin(kind: string, message: string): void {
    if (this.#openKinds.has(kind)) return;
    this.#openKinds.add(kind);
    this.#diagnostics.note('warning', `${this.#activity}: ${message}`);
  }

  /** Logs that all problems have ended, if there were any. */
  end(message: string): void {
    if (this.#openKinds.size > 0) this.#diagnostics.note('info', `${this.#activity}: ${message}`);
    this.#openKinds.clear();
  }
}
