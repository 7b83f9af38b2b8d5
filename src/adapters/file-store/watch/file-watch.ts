import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DirectoryWatch } from './directory-watch.ts';
import { RootWatch } from './root-watch.ts';

/** Changes within this time become one hint, ms. */
const HINT_DELAY_MS = 50;

/**
 * Watches a file, or a directory with its direct entries and the targets of its links, and calls
 * `hint` after changes. The path may not exist yet. Changes that the system does not report are
 * found by scheduled scans.
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
    const changed = (): void => this.#hintSoon();
    this.#root = new RootWatch(path, changed);
    this.#directories = new DirectoryWatch(changed, () => undefined);
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
   * Watches the directories of now. The state of a file is polled, also that of a link's target.
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
      // A path that is missing or closed is polled.
    }
    this.#directories.end();
  }
}
