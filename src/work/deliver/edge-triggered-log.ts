import type { Diagnostics } from '../ports/system.ts';

/** A log that reports each kind of problem once when it begins, and once when all have ended. */
export class EdgeTriggeredLog {
  readonly #about: string;
  readonly #diagnostics: Diagnostics;
  readonly #kinds: Set<string> = new Set();

  constructor(about: string, diagnostics: Diagnostics) {
    this.#about = about;
    this.#diagnostics = diagnostics;
  }

  begin(kind: string, what: string): void {
    if (this.#kinds.has(kind)) return;
    this.#kinds.add(kind);
    this.#diagnostics.note('warning', `${this.#about}: ${what}`);
  }

  /** Logs the end of all problems. @param what the present state */
  over(what: string): void {
    if (this.#kinds.size > 0) this.#diagnostics.note('info', `${this.#about}: ${what}`);
    this.#kinds.clear();
  }
}
