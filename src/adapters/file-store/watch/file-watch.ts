import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DirectoryWatch } from './directory-watch.ts';
import { RootWatch } from './root-watch.ts';

/** Changes within this time become one hint, ms. */
const HINT_DELAY_MS = 50;

/**
 * Watches a file, or a directory with its direct entries and the targets of its links, for example
 * of trust anchors. Calls `hint` after changes. The path may not exist yet. Some changes are
 * missed; scheduled scans find them.
 */
export class FileWatch implements Disposable {
  readonly #path: string;
  readonly #hint: () => void;
  readonly #root: RootWatch;
  readonly #directories: DirectoryWatch;
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(path: string, hint: () => void) {
    this.#path = path;
    this.#hint = hint;
    const onChange = (): void => this.#hintSoon();
    this.#root = new RootWatch(path, onChange);
    // If the limit of watches is reached, scheduled scans find the changes that are not watched.
    const ignoreLimit = (): void => undefined;
    this.#directories = new DirectoryWatch(onChange, ignoreLimit);
    this.#updateWatches();
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#root[Symbol.dispose]();
    this.#directories[Symbol.dispose]();
  }

  #hintSoon(): void {
    if (this.#isDisposed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // The change may have added links, or replaced the directory.
      this.#updateWatches();
      this.#hint();
    }, HINT_DELAY_MS).unref();
  }

  /**
   * Watches the directory if the path is one now, and the targets of its links. A file needs no
   * directory watch, because `RootWatch` polls it.
   */
  #updateWatches(): void {
    this.#directories.begin();
    try {
      const stats = statSync(this.#path);
      if (stats.isDirectory()) {
        this.#directories.onDirectory(this.#path, stats);
        for (const entry of readdirSync(this.#path, { withFileTypes: true })) {
          if (entry.isSymbolicLink()) this.#directories.onLink(join(this.#path, entry.name));
        }
      }
    } catch {
      // A path that is missing or not readable has no directories to watch. `RootWatch` polls it.
    }
    this.#directories.end();
  }
}
