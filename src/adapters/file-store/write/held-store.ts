import type { WritableStore } from './own-directory.ts';
import { openOwnedDirectory } from './owned-directory.ts';

/**
 * A store that is held for one change, with all that is open for it; the last opened is closed
 * first.
 */
export class HeldStore implements Disposable {
  readonly #opened: Disposable[] = [];
  #store: WritableStore | undefined;

  /** undefined: it is not open yet. */
  get store(): WritableStore | undefined {
    return this.#store;
  }

  /** Opens the directory of the store. Throws the system's error, or why a link is not followed. */
  open(path: string): WritableStore {
    const directory = openOwnedDirectory(path);
    this.take(directory);
    const { owner } = directory;
    this.#store = { path, directory: directory.path, owner, isForeign: process.geteuid?.() !== owner.userId };
    return this.#store;
  }

  /** Closes this too when the store is let go. */
  take(opened: Disposable): void {
    this.#opened.push(opened);
  }

  [Symbol.dispose](): void {
    for (const each of this.#opened.splice(0).reverse()) each[Symbol.dispose]();
  }
}
