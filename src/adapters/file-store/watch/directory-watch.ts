import { type FSWatcher, type Stats, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DIAGNOSTIC_FAILURES } from '../../../domain/failure/diagnostic-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { ScanObserver } from '../read/scan-observer.ts';
import { SymlinkResolver } from './symlink-resolver.ts';

/** The maximum number of watched directories. Changes in others are found by scheduled scans. */
const MAX_WATCHES = 4096;
/** Error codes of the system when it allows no more watches. */
const WATCH_LIMIT_CODES: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

interface WatchedDirectory {
  readonly watcher: FSWatcher;
  readonly device: number;
  readonly inode: number;
  /** The last scan that used the directory. */
  scanNumber: number;
  /**
   * The only names of which changes are reported, for a directory that is only on the path of a
   * link; undefined for all names.
   */
  names: Set<string> | undefined;
}

/**
 * Watches the directories that a scan lists, and the directories on the paths and at the targets of
 * links. For each scan, call `begin`, `onDirectory` and `onLink`, and then `end`, which stops
 * watching other directories. Directories that cannot be watched are skipped.
 */
export class DirectoryWatch implements ScanObserver, Disposable {
  readonly #onChange: (path: string | undefined) => void;
  readonly #onLimitReached: (limit: Failure) => void;
  readonly #maxWatches: number;
  #isLimitReported = false;
  #isComplete = true;
  readonly #watched: Map<string, WatchedDirectory> = new Map();
  readonly #symlinks: SymlinkResolver;
  #scanNumber = 0;
  #isDisposed = false;

  /**
   * @param onChange called for every event, with the path of the changed entry if it is known and
   * its directory was scanned
   * @param onLimitReached called once, with the reason, if a directory cannot be watched because a
   * limit is reached
   */
  constructor(
    onChange: (path: string | undefined) => void,
    onLimitReached: (limit: Failure) => void,
    maxWatches: number = MAX_WATCHES,
  ) {
    this.#onChange = onChange;
    this.#onLimitReached = onLimitReached;
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

  /** Starts a scan. */
  begin(): void {
    this.#isComplete = true;
    this.#scanNumber += 1;
    this.#symlinks.begin();
  }

  /** Ends a scan: stops watching the directories that it did not use. */
  end(): void {
    for (const [path, { scanNumber }] of this.#watched) if (scanNumber !== this.#scanNumber) this.#stopWatching(path);
  }

  readonly onDirectory = (path: string, stats: Stats): void => this.#watch(path, stats, undefined);

  readonly onLink = (path: string): void => {
    try {
      this.#watchName(dirname(path), undefined);
      // The key of a certificate may also be next to the target.
      const targetDirectory = this.#symlinks.follow(path);
      if (targetDirectory !== undefined) this.#watchName(targetDirectory, undefined);
    } catch {
      // The path cannot be resolved. Its directories up to the error are watched.
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

  /** Watches a directory that was not yet used in this scan. */
  #watch(path: string, { dev, ino }: Stats, name: string | undefined): void {
    const watchedNames = name === undefined ? undefined : new Set([name]);
    const previous = this.#watched.get(path);
    if (previous?.device === dev && previous.inode === ino) {
      previous.names = watchedNames;
      previous.scanNumber = this.#scanNumber;
      return;
    }
    this.#stopWatching(path);
    if (this.#isDisposed) return;
    if (this.#watched.size >= this.#maxWatches) {
      this.#isComplete = false;
      this.#reportLimit(DIAGNOSTIC_FAILURES.too_many_watched_directories({ maximum: this.#maxWatches }));
      return;
    }
    try {
      const watcher = watch(path, { persistent: false });
      const watched: WatchedDirectory = {
        watcher,
        device: dev,
        inode: ino,
        scanNumber: this.#scanNumber,
        names: watchedNames,
      };
      watcher.on('error', () => {
        this.#isComplete = false;
        this.#stopWatching(path);
      });
      watcher.on('change', (_event, changedName) => {
        const name = String(changedName);
        const isDirectoryItself = name === basename(path);
        // A removed directory reports its own name. The watch is useless from then on. If an entry
        // has the same name as the directory, the next scan sets the watch again.
        if (isDirectoryItself) this.#stopWatching(path);
        const { names } = watched;
        if (!isDirectoryItself && names !== undefined && !names.has(name)) return;
        const isKnownEntry = !isDirectoryItself && names === undefined && changedName !== null;
        this.#onChange(isKnownEntry ? join(path, name) : undefined);
      });
      this.#watched.set(path, watched);
    } catch (error) {
      // Other errors, for example EACCES, are not reported, because scheduled scans find the
      // changes.
      this.#isComplete = false;
      const code = errorCode(error);
      if (code !== undefined && WATCH_LIMIT_CODES.has(code))
        this.#reportLimit(DIAGNOSTIC_FAILURES.watches_exhausted({ code }));
    }
  }

  #reportLimit(limit: Failure): void {
    if (!this.#isLimitReported) this.#onLimitReached(limit);
    this.#isLimitReported = true;
  }

  #stopWatching(path: string): void {
    this.#watched.get(path)?.watcher.close();
    this.#watched.delete(path);
  }
}
