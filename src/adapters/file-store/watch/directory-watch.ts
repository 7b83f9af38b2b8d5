import { type FSWatcher, type Stats, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { ScanObserver } from '../read/scan-observer.ts';
import { SymlinkResolver } from './symlink-resolver.ts';

/** The maximum number of watched directories. Changes in others are found by scheduled scans. */
const MAX_WATCHES = 4096;
/** Error codes of the system when it allows no more watches. */
const WATCH_LIMIT_CODES: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

interface Watched {
  readonly watcher: FSWatcher;
  readonly device: number;
  readonly inode: number;
  scanNumber: number;
  /** The relevant names in a directory on the path of a link, or undefined for all. */
  names: Set<string> | undefined;
}

/**
 * Watches the scanned directories, and the directories on the paths and at the targets of links.
 * Each scan updates the set. Calls `onChange` for every event, with the path of an entry in a
 * scanned directory if known. Directories that cannot be watched are skipped.
 */
export class DirectoryWatch implements ScanObserver, Disposable {
  readonly #onChange: (path: string | undefined) => void;
  readonly #onLimitReached: (reason: string) => void;
  readonly #maxWatches: number;
  #isLimitReported = false;
  #isComplete = true;
  readonly #watched: Map<string, Watched> = new Map();
  readonly #symlinks: SymlinkResolver;
  #scanNumber = 0;
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
    this.#onChange = changed;
    this.#onLimitReached = full;
    this.#maxWatches = maxWatches;
    this.#symlinks = new SymlinkResolver((directory, name) => this.#watchName(directory, name));
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
    this.#scanNumber += 1;
    this.#symlinks.begin();
  }

  end(): void {
    for (const [path, { scanNumber }] of this.#watched) if (scanNumber !== this.#scanNumber) this.#stopWatching(path);
  }

  readonly onDirectory = (path: string, stats: Stats): void => this.#watch(path, stats, undefined);

  readonly onLink = (path: string): void => {
    try {
      this.#watchName(dirname(path), undefined);
      // The key of a certificate may also be next to the target.
      const end = this.#symlinks.follow(path);
      if (end !== undefined) this.#watchName(end, undefined);
    } catch {
      // A path that cannot be resolved is watched as far as possible.
    }
  };

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const path of [...this.#watched.keys()]) this.#stopWatching(path);
  }

  /**
   * Watches a directory for one name, or for all.
   * @throws the system error
   */
  #watchName(path: string, name: string | undefined): void {
    const watched = this.#watched.get(path);
    if (watched?.scanNumber !== this.#scanNumber) this.#watch(path, statSync(path), name);
    else if (name === undefined) watched.names = undefined;
    else watched.names?.add(name);
  }

  #watch(path: string, { dev, ino }: Stats, name: string | undefined): void {
    const names = name === undefined ? undefined : new Set([name]);
    const previous = this.#watched.get(path);
    if (previous?.device === dev && previous.inode === ino) {
      previous.names = names;
      previous.scanNumber = this.#scanNumber;
      return;
    }
    this.#stopWatching(path);
    if (this.#isDisposed) return;
    if (this.#watched.size >= this.#maxWatches) {
      this.#isComplete = false;
      this.#reportLimit(`more than ${this.#maxWatches} directories`);
      return;
    }
    try {
      const watcher = watch(path, { persistent: false });
      const watched: Watched = { watcher, device: dev, inode: ino, scanNumber: this.#scanNumber, names };
      watcher.on('error', () => {
        this.#isComplete = false;
        this.#stopWatching(path);
      });
      watcher.on('change', (_event, changedName) => {
        const isDirectoryItself = String(changedName) === basename(path);
        // A removed directory reports its own name. The watch is useless from then on.
        if (isDirectoryItself) this.#stopWatching(path);
        const isEntry = !isDirectoryItself && watched.names === undefined && changedName !== null;
        if (isDirectoryItself || watched.names?.has(String(changedName)) !== false) {
          this.#onChange(isEntry ? join(path, String(changedName)) : undefined);
        }
      });
      this.#watched.set(path, watched);
    } catch (error) {
      // Any other error is not reported, for example EACCES, because scans find the changes.
      this.#isComplete = false;
      const code = errorCode(error);
      if (WATCH_LIMIT_CODES.has(code))
        this.#reportLimit(`${code}: the limit of watches is reached; increase fs.inotify.max_user_watches`);
    }
  }

  #reportLimit(reason: string): void {
    if (!this.#isLimitReported) this.#onLimitReached(reason);
    this.#isLimitReported = true;
  }

  #stopWatching(path: string): void {
    this.#watched.get(path)?.watcher.close();
    this.#watched.delete(path);
  }
}
