import type { Diagnostics } from '../ports/system.ts';

/** Says of each kind of trouble once that it is there, and when all is over. */
export class EdgeTriggeredLog {
  readonly #about: string;
  readonly #diagnostics: Diagnostics;
  readonly #kinds: Set<string> = new Set();

  constructor(about: string, diagnostics: Diagnostics) {
    this.#about = about;
    this.#diagnostics = diagnostics;
  }

  trouble(kind: string, what: string): void {
    if (this.#kinds.has(kind)) return;
    this.#kinds.add(kind);
    this.#diagnostics.note('warning', `${this.#about}: ${what}`);
  }

  /** @param what how it is now, for the note */
  over(what: string): void {
    if (this.#kinds.size > 0) this.#diagnostics.note('info', `${this.#about}: ${what}`);
    this.#kinds.clear();
  }
}
