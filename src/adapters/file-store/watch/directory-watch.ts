import { type FSWatcher, type Stats, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { ScanObserver } from '../read/scan-observer.ts';
import { SymlinkResolver } from './symlink-resolver.ts';

/** The maximum number of watched directories. Changes in others are found by scheduled scans. */
const MAX_WATCHES = 4096;
/** Error codes of the system when it allows no more watches. */
const NO_MORE: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

interface Watched {
  readonly watcher: FSWatcher;
  readonly device: number;
  readonly inode: number;
  round: number;
  /** The relevant names in a directory on the path of a link, or undefined for all. */
  names: Set<string> | undefined;
}

/**
 * Watches the scanned directories, and the directories on the paths and at the targets of links.
 * Each scan updates the set. Calls `changed` for every event, with the path of an entry in a
 * scanned directory if known. Directories that cannot be watched are skipped.
 */
export class DirectoryWatch implements ScanObserver, Disposable {
  readonly #changed: (path: string | undefined) => void;
  readonly #full: (reason: string) => void;
  readonly #maxWatches: number;
  #isFull = false;
  #isComplete = true;
  readonly #watched: Map<string, Watched> = new Map();
  readonly #way: SymlinkResolver;
  #round = 0;
  #isDisposed = false;

  /**
   * Creates an empty set.
   * @param full called once, with the reason, if a directory cannot be watched because a limit is
   * reached
   */
  constructor(
    changed: (path: string | undefined) => void,
    full: (reason: string) => void,
    maxWatches: number = MAX_WATCHES,
  ) {
    this.#changed = changed;
    this.#full = full;
    this.#maxWatches = maxWatches;
    this.#way = new SymlinkResolver((directory, name) => this.#pass(directory, name));
  }

  /**
   * True if every directory of the latest scan is watched. Otherwise changes can stay unreported,
   * and only a full scan finds them.
   */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Starts a scan. Directories that it does not list are no longer watched after `end`. */
  begin(): void {
    this.#isComplete = true;
    this.#round += 1;
    this.#way.begin();
  }

  end(): void {
    for (const [path, { round }] of this.#watched) if (round !== this.#round) this.#drop(path);
  }

  readonly onDirectory = (path: string, stats: Stats): void => this.#watch(path, stats, undefined);

  readonly onLink = (path: string): void => {
    try {
      this.#pass(dirname(path), undefined);
      // The key of a certificate may also be next to the target.
      const end = this.#way.follow(path);
      if (end !== undefined) this.#pass(end, undefined);
    } catch {
      // A path that cannot be resolved is watched as far as possible.
    }
  };

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const path of [...this.#watched.keys()]) this.#drop(path);
  }

  /**
   * Watches a directory for one name, or for all.
   * @throws the system error
   */
  #pass(path: string, name: string | undefined): void {
    const watched = this.#watched.get(path);
    if (watched?.round !== this.#round) this.#watch(path, statSync(path), name);
    else if (name === undefined) watched.names = undefined;
    else watched.names?.add(name);
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
    if (this.#watched.size >= this.#maxWatches) {
      this.#isComplete = false;
      this.#reportFull(`more than ${this.#maxWatches} directories`);
      return;
    }
    try {
      const watcher = watch(path, { persistent: false });
      const watched: Watched = { watcher, device: dev, inode: ino, round: this.#round, names };
      watcher.on('error', () => {
        this.#isComplete = false;
        this.#drop(path);
      });
      watcher.on('change', (_event, changed) => {
        const itself = String(changed) === basename(path);
        // A removed directory reports its own name. The watch is useless from then on.
        if (itself) this.#drop(path);
        const isEntry = !itself && watched.names === undefined && changed !== null;
        if (itself || watched.names?.has(String(changed)) !== false) {
          this.#changed(isEntry ? join(path, String(changed)) : undefined);
        }
      });
      this.#watched.set(path, watched);
    } catch (error) {
      // Any other error is not reported, for example EACCES, because scans find the changes.
      this.#isComplete = false;
      const code = errorCode(error);
      if (NO_MORE.has(code))
        this.#reportFull(`${code}: the limit of watches is reached; increase fs.inotify.max_user_watches`);
    }
  }

  #reportFull(reason: string): void {
    if (!this.#isFull) this.#full(reason);
    this.#isFull = true;
  }

  #drop(path: string): void {
    this.#watched.get(path)?.watcher.close();
    this.#watched.delete(path);
  }
}
