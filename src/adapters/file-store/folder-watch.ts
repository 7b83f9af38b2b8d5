import { type FSWatcher, realpathSync, type Stats, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { LookObserver } from './read-store.ts';

/** More folders are not watched: the scan sees what happens in the others. */
const MAX_WATCHES = 4096;

interface Watched {
  readonly watcher: FSWatcher;
  readonly device: number;
  readonly inode: number;
  round: number;
}

/**
 * Watches the folders that looks go through, and those that links lead to; each look renews the set. Calls `changed`
 * for whatever happens in them. A folder that cannot be watched is not: this is never more than a hint.
 */
export class FolderWatch implements LookObserver, Disposable {
  readonly #changed: () => void;
  readonly #watched: Map<string, Watched> = new Map();
  #round = 0;
  #isDisposed = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Begins a look: what it does not go through is no longer watched at its end. */
  begin(): void {
    this.#round += 1;
  }

  end(): void {
    for (const [path, { round }] of this.#watched) if (round !== this.#round) this.#drop(path);
  }

  readonly onFolder = (path: string, { dev, ino }: Stats): void => {
    const before = this.#watched.get(path);
    if (before?.device === dev && before.inode === ino) {
      before.round = this.#round;
      return;
    }
    this.#drop(path);
    if (this.#isDisposed || this.#watched.size >= MAX_WATCHES) return;
    try {
      const watcher = watch(path, { persistent: false });
      watcher.on('error', () => this.#drop(path));
      watcher.on('change', (_event, name) => {
        // A folder that goes tells it under its own name, and what is watched from then on is nothing.
        if (String(name) === basename(path)) this.#drop(path);
        this.#changed();
      });
      this.#watched.set(path, { watcher, device: dev, inode: ino, round: this.#round });
    } catch {
      // EMFILE, ENOSPC, EACCES: the scan is the truth.
    }
  };

  readonly onLink = (path: string): void => {
    try {
      for (const folder of new Set([dirname(path), dirname(realpathSync(path))]))
        this.onFolder(folder, statSync(folder));
    } catch {
      // A link that leads nowhere has no folder to watch.
    }
  };

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const path of [...this.#watched.keys()]) this.#drop(path);
  }

  #drop(path: string): void {
    this.#watched.get(path)?.watcher.close();
    this.#watched.delete(path);
  }
}
