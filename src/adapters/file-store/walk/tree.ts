import { type Dir, lstatSync, opendirSync, type Stats, statSync } from 'node:fs';
import type { Problem } from '../../../domain/problem.ts';
import { errorCode, fileReason, isGone } from '../../../formats/system/file-reason.ts';
import { type FileIdentity, fileIdentityOf, isIdentityOf } from './file-identity.ts';
import type { Listings, OtherEntry } from './listings.ts';
import { mergeInSlices } from './merge-in-slices.ts';
import type { TimeSlice } from './time-slice.ts';

/** A regular file that a scan found. */
export interface FoundFile {
  readonly path: string;
  /** Undefined: no stat call was made, because the file is unknown and must be read anyway. */
  readonly identity: FileIdentity | undefined;
  /**
   * True if the file may have other paths: it was found through a symbolic link, or has several
   * hard links.
   */
  readonly mayRepeat: boolean;
}

/** An entry of a directory listing. */
export interface Entry extends OtherEntry {
  /** True if it is certainly a regular file. */
  readonly isFile: boolean;
}

/** The options and callbacks of a walk. */
export interface WalkOptions {
  readonly slice: TimeSlice;
  /** The maximum number of entries. More end the walk. */
  readonly maxFiles: number;
  /** Called before a directory is listed, so that a watch set here misses no change. */
  readonly onDirectory: (path: string, stats: Stats) => void;
  /** Called before the target of a symbolic link is examined. */
  readonly onLink: (path: string) => void;
  /** Called for each regular file, once per path. */
  readonly onFile: (file: FoundFile) => void;
  /**
   * Called instead of `onFile` with many paths that cannot be known. It is undefined if some paths
   * may be known.
   */
  readonly onNewFiles: ((paths: readonly string[]) => void) | undefined;
  readonly listings: Listings;
  /** Returns the file at a path as the previous scan left it. If it is unchanged, `onFile` receives
   * the same object. */
  readonly previousFileAt: (path: string) => FoundFile | undefined;
  /**
   * The only paths that may have changed, according to a watch, or undefined to examine all files.
   */
  readonly hinted: ReadonlySet<string> | undefined;
  /** Returns whether an entry is ignored. Hidden entries always are. */
  readonly isIgnored: (path: string) => boolean;
}

/** Thrown to end a walk with too many entries. */
export class TooManyFiles extends Error {}

/** The number of directory entries that are read from the system at a time. */
const LISTED_AT_ONCE = 1024;
/**
 * The number of files that are processed before the time is checked. Checking takes as long as
 * processing a known file.
 */
const FILES_AT_ONCE = 8;
/** The number of file names that are sorted at a time, within some milliseconds. */
const SORTED_AT_ONCE = 4096;

/**
 * Finds files directory by directory. A directory is entered once, even if several links lead to
 * it, so loops end. Files are not opened. Entries that are neither regular files nor directories
 * become problems.
 */
export class Tree {
  readonly problems: Problem[] = [];
  /** Directories that were listed completely. */
  readonly listed: Set<string> = new Set();
  readonly #options: WalkOptions;
  readonly #entered: Set<string> = new Set();
  #entryCount = 0;
  /** Counts the files of all directories, because most directories are small. */
  #fileCount = 0;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  /**
   * Processes the entries of a directory in any order, without hidden and ignored ones. Returns
   * whether the listing was complete.
   */
  async list(path: string, stats: Stats, take: (entry: Entry) => void): Promise<boolean> {
    const { onDirectory, listings } = this.#options;
    onDirectory(path, stats);
    const cached = listings.find(path, stats);
    if (cached === undefined) return this.#listFully(path, stats, take);
    this.#count(cached.files.length + cached.otherEntries.length);
    await this.#takeFiles(cached.files, take);
    await this.#takeOtherEntries(cached.otherEntries, take);
    return true;
  }

  /**
   * Lists a directory, and processes entries while it is still being listed. Returns false if the
   * end was not reached, and adds a problem unless the directory was removed.
   */
  async #listFully(path: string, stats: Stats, take: (entry: Entry) => void): Promise<boolean> {
    const { listings } = this.#options;
    const prefix = path === '/' ? path : `${path}/`;
    const files: string[] = [];
    const otherEntries: OtherEntry[] = [];
    const runs: (readonly string[])[] = [];
    let names: string[] = [];
    const takeNames = async (): Promise<void> => {
      const ordered = await mergeInSlices(runs.splice(0), this.#options.slice);
      for (let from = 0; from < ordered.length; from += SORTED_AT_ONCE) {
        await this.#takeNames(ordered.slice(from, from + SORTED_AT_ONCE), prefix, files, take);
      }
    };
    const sortNames = (): void => {
      // Names are sorted here, so that the files are read in their final order, and are adjacent in
      // memory.
      runs.push(names.sort());
      names = [];
    };
    const listedAt = Date.now();
    let directory: Dir | undefined;
    let isWhole = false;
    try {
      directory = opendirSync(path, { bufferSize: LISTED_AT_ONCE });
      while (!this.#listSome(directory, prefix, names, otherEntries)) {
        sortNames();
        // Reading can begin with the first files.
        if (files.length === 0) await takeNames();
        else await this.pauseIfElapsed();
      }
      isWhole = true;
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      if (!isGone(error)) this.problems.push(fileReason(error, path));
    } finally {
      directory?.closeSync();
    }
    sortNames();
    await takeNames();
    await this.#takeOtherEntries(otherEntries, take);
    if (isWhole) listings.add(path, stats, { files, otherEntries }, listedAt);
    return isWhole;
  }

  /** Lists entries until there are enough to sort. Returns whether the listing is complete. */
  #listSome(directory: Dir, prefix: string, names: string[], otherEntries: OtherEntry[]): boolean {
    const { isIgnored } = this.#options;
    while (names.length < SORTED_AT_ONCE) {
      const entry = directory.readSync();
      if (entry === null) return true;
      const { name } = entry;
      if (name.startsWith('.') || isIgnored(prefix + name)) continue;
      this.#count(1);
      if (entry.isFile()) names.push(name);
      else otherEntries.push({ path: prefix + name, isLink: entry.isSymbolicLink(), isDirectory: entry.isDirectory() });
    }
    return false;
  }

  /** Processes files of a directory by name, and adds their paths to `files`. */
  async #takeNames(
    names: readonly string[],
    prefix: string,
    files: string[],
    take: (entry: Entry) => void,
  ): Promise<void> {
    const { onNewFiles, previousFileAt } = this.#options;
    const all = onNewFiles && prefix + names.join(`\0${prefix}`);
    if (all === undefined || isNotUtf8(all)) {
      // A known path is reused, so that its text is stored once.
      const paths = names.map((name) => previousFileAt(prefix + name)?.path ?? prefix + name);
      files.push(...paths);
      return this.#takeFiles(paths, take);
    }
    // The paths are split from one text at NUL, which no name contains. Concatenated strings would
    // be copied when the files are opened.
    const paths = all.split('\0');
    files.push(...paths);
    onNewFiles?.(paths);
    return this.pauseIfElapsed();
  }

  async #takeFiles(paths: readonly string[], take: (entry: Entry) => void): Promise<void> {
    for (const path of paths) {
      take({ path, isLink: false, isDirectory: false, isFile: true });
      this.#fileCount += 1;
      if (this.#fileCount % FILES_AT_ONCE === 0) await this.pauseIfElapsed();
    }
  }

  async #takeOtherEntries(otherEntries: readonly OtherEntry[], take: (entry: Entry) => void): Promise<void> {
    for (const { path, isLink, isDirectory } of otherEntries) {
      take({ path, isLink, isDirectory, isFile: false });
      if (this.#options.slice.hasElapsed()) await this.#options.slice.pause();
    }
  }

  #count(more: number): void {
    this.#entryCount += more;
    if (this.#entryCount > this.#options.maxFiles) throw new TooManyFiles();
  }

  /** Processes a directory tree: entries of the directory itself first, then targets of links. */
  async directory(path: string, stats: Stats): Promise<void> {
    const links: { readonly path: string; readonly stats: Stats }[] = [];
    const directories: { readonly path: string; readonly stats: Stats }[] = [{ path, stats }];
    const take = (entry: Entry): void => {
      if (this.#takeUnread(entry) || this.#takeUnchanged(entry)) return;
      const entryStats = this.stat(entry.path, entry.isLink);
      if (entryStats?.isDirectory()) (entry.isLink ? links : directories).push({ path: entry.path, stats: entryStats });
      else if (entryStats !== undefined) this.take(entry.path, entryStats, entry.isLink);
    };
    // A directory is listed under its path without links, in any order of discovery.
    for (let next = directories.pop() ?? links.shift(); next !== undefined; next = directories.pop() ?? links.shift()) {
      if (!this.enter(next.stats)) continue;
      if (await this.list(next.path, next.stats, take)) this.listed.add(next.path);
      if (directories.length === 0) links.sort((left, right) => (left.path < right.path ? -1 : 1));
    }
  }

  async pauseIfElapsed(): Promise<void> {
    if (this.#options.slice.hasElapsed()) await this.#options.slice.pause();
  }

  /**
   * Returns whether a directory is entered for the first time.
   * @param segmentIndex distinguishes the segments of a glob, each of which may enter it
   */
  enter(stats: Stats, segmentIndex = 0): boolean {
    const key = `${segmentIndex}:${stats.dev}:${stats.ino}`;
    if (this.#entered.has(key)) return false;
    this.#entered.add(key);
    return true;
  }

  /**
   * Returns the stats of a path, following links. Returns undefined on failure, and adds a problem
   * if the failure is one.
   * @param isRequired false for a directory on the path of a glob: then only a denied permission is a
   * problem
   */
  stat(path: string, isLink: boolean, isRequired = true): Stats | undefined {
    if (isLink) this.#options.onLink(path);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined && isRequired) this.#missing(path, isLink);
      return stats;
    } catch (error) {
      const problem = fileReason(error, path);
      if (isRequired || problem.reason === 'permission_denied') this.problems.push(problem);
      return undefined;
    }
  }

  /** Processes one file. Other file types become problems and are never opened. */
  take(path: string, stats: Stats, isLink: boolean): void {
    if (stats.isFile()) {
      const mayRepeat = isLink || stats.nlink > 1;
      const previous = this.#options.previousFileAt(path);
      const isSame =
        previous?.identity !== undefined && previous.mayRepeat === mayRepeat && isIdentityOf(previous.identity, stats);
      this.#options.onFile(isSame ? previous : { path, identity: fileIdentityOf(stats), mayRepeat });
    } else {
      this.problems.push({ reason: 'not_a_regular_file', location: path, detail: kindOf(stats) });
    }
  }

  /** Processes an unknown file without a stat call, because it will be read anyway. */
  #takeUnread({ path, isFile }: Entry): boolean {
    if (!isFile || isNotUtf8(path) || this.#options.previousFileAt(path) !== undefined) return false;
    this.#options.onFile({ path, identity: undefined, mayRepeat: false });
    return true;
  }

  /** Processes a file that exists and was not hinted, in its previous state. */
  #takeUnchanged({ path, isFile }: Entry): boolean {
    const { hinted, previousFileAt, onFile } = this.#options;
    if (!isFile || hinted === undefined || hinted.has(path)) return false;
    const previous = previousFileAt(path);
    // A change through another name of the file is hinted under that name.
    if (previous === undefined || previous.mayRepeat) return false;
    onFile(previous);
    return true;
  }

  /**
   * Adds a problem for a broken link, or for a name that is not UTF-8. A file that was removed
   * after the listing is ignored.
   */
  #missing(path: string, isLink: boolean): void {
    if (isLink && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
      this.problems.push({ reason: 'not_found', location: path, detail: 'the target of the link does not exist' });
    } else if (path.includes('\uFFFD')) {
      this.problems.push({ reason: 'io_error', location: path, detail: 'the name is not UTF-8' });
    }
  }
}

/**
 * Returns whether a name is not UTF-8. Such a file cannot be opened by its displayed name, but it
 * does exist.
 */
function isNotUtf8(name: string): boolean {
  return name.includes('\uFFFD');
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
