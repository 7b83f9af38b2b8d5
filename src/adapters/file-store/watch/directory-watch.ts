import { type FSWatcher, type Stats, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { ScanObserver } from '../read/read-store.ts';
import { SymlinkResolver } from './symlink-resolver.ts';

/** More folders are not watched: the scan sees what happens in the others. */
const MAX_WATCHES = 4096;
/** What the system answers when it allows no more watches. */
const NO_MORE: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

interface Watched {
  readonly watcher: FSWatcher;
  readonly device: number;
  readonly inode: number;
  round: number;
  /** What matters in a folder that links only lead through; undefined: all. */
  names: Set<string> | undefined;
}

/**
 * Watches the folders that looks go through, and those that links lead through and to; each look renews the set. Calls
 * `changed` for whatever happens in them: with the path of an entry of a folder that looks go through, where it is known. A folder that cannot be watched is not: this is never more than a hint.
 */
export class DirectoryWatch implements ScanObserver, Disposable {
  readonly #changed: (path: string | undefined) => void;
  readonly #full: (why: string) => void;
  readonly #most: number;
  #isFull = false;
  readonly #watched: Map<string, Watched> = new Map();
  readonly #way: SymlinkResolver;
  #round = 0;
  #isDisposed = false;

  /** `full` is called once, when a folder stays unwatched for want of a watch, with why. */
  constructor(changed: (path: string | undefined) => void, full: (why: string) => void, most: number = MAX_WATCHES) {
    this.#changed = changed;
    this.#full = full;
    this.#most = most;
    this.#way = new SymlinkResolver((folder, name) => this.#pass(folder, name));
  }

  /** Begins a look: what it does not go through is no longer watched at its end. */
  begin(): void {
    this.#round += 1;
    this.#way.begin();
  }

  end(): void {
    for (const [path, { round }] of this.#watched) if (round !== this.#round) this.#drop(path);
  }

  readonly onFolder = (path: string, stats: Stats): void => this.#watch(path, stats, undefined);

  readonly onLink = (path: string): void => {
    try {
      this.#pass(dirname(path), undefined);
      // A certificate's key may lie beside the end too.
      const end = this.#way.follow(path);
      if (end !== undefined) this.#pass(end, undefined);
    } catch {
      // A way that cannot be gone to its end is watched as far as it goes.
    }
  };

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const path of [...this.#watched.keys()]) this.#drop(path);
  }

  /** Watches a folder for one name, or for all. @throws the system's error */
  #pass(path: string, name: string | undefined): void {
    const known = this.#watched.get(path);
    if (known?.round !== this.#round) this.#watch(path, statSync(path), name);
    else if (name === undefined) known.names = undefined;
    else known.names?.add(name);
  }

  #watch(path: string, { dev, ino }: Stats, name: string | undefined): void {
    const names = name === undefined ? undefined : new Set([name]);
    const before = this.#watched.get(path);
    if (before?.device === dev && before.inode === ino) {
      before.names = names;
      before.round = this.#round;
      return;
    }
    this.#drop(path);
    if (this.#isDisposed) return;
    if (this.#watched.size >= this.#most) {
      this.#tellFull(`more than ${this.#most} folders`);
      return;
    }
    try {
      const watcher = watch(path, { persistent: false });
      const watched: Watched = { watcher, device: dev, inode: ino, round: this.#round, names };
      watcher.on('error', () => this.#drop(path));
      watcher.on('change', (_event, changed) => {
        const itself = String(changed) === basename(path);
        // A folder that goes tells it under its own name, and what is watched from then on is nothing.
        if (itself) this.#drop(path);
        const isEntry = !itself && watched.names === undefined && changed !== null;
        if (itself || watched.names?.has(String(changed)) !== false) {
          this.#changed(isEntry ? join(path, String(changed)) : undefined);
        }
      });
      this.#watched.set(path, watched);
    } catch (error) {
      // Whatever it is, EACCES for one: the scan is the truth.
      const code = errorCode(error);
      if (NO_MORE.has(code))
        this.#tellFull(`${code}: the system allows no more watches; raise fs.inotify.max_user_watches`);
    }
  }

  #tellFull(why: string): void {
    if (!this.#isFull) this.#full(why);
    this.#isFull = true;
  }

  #drop(path: string): void {
    this.#watched.get(path)?.watcher.close();
    this.#watched.delete(path);
  }
}
