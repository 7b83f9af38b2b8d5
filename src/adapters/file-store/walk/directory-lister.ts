import { type Dir, opendirSync, type Stats } from 'node:fs';
import type { Problem } from '../../../domain/failure/problem.ts';
import { errorCode, fileReason, isGone } from '../../../formats/system/file-reason.ts';
import type { OtherEntry } from './listings.ts';
import { mergeInSlices } from './merge-in-slices.ts';
import type { WalkOptions } from './walk-options.ts';

/** An entry of a directory. */
export interface Entry extends OtherEntry {
  /** True if it is certainly a regular file. */
  readonly isFile: boolean;
}

/** Thrown to end a walk that has found more than `maxFiles` entries. */
export class TooManyFiles extends Error {}

/** The number of directory entries per system call. */
const ENTRIES_PER_READ = 1024;
/**
 * The number of files that are processed before the time is checked. Checking takes as long as
 * processing a known file.
 */
const FILES_PER_TIME_CHECK = 8;
/** The maximum number of file names that are sorted at a time, within some milliseconds. */
const MAX_NAMES_PER_SORT = 4096;

/**
 * Returns whether a name or path from Node is not UTF-8, so that it has replacement characters.
 * Such a file exists, but cannot be opened by this name.
 */
export function isNotUtf8(name: string): boolean {
  return name.includes('\uFFFD');
}

/**
 * Lists the directories of one walk, without hidden and ignored entries, and counts the entries.
 */
export class DirectoryLister {
  readonly #options: WalkOptions;
  readonly #problems: Problem[];
  #entryCount = 0;
  /** The number of reported files of all directories. Every eighth file, the time is checked. */
  #fileCount = 0;

  /** @param problems receives the problems of directories (output) */
  constructor(options: WalkOptions, problems: Problem[]) {
    this.#options = options;
    this.#problems = problems;
  }

  /**
   * Calls `onEntry` for each entry of a directory, in any order. Returns whether the listing was
   * complete.
   * @throws {TooManyFiles}
   */
  async list(path: string, stats: Stats, onEntry: (entry: Entry) => void): Promise<boolean> {
    const { onDirectory, listings } = this.#options;
    onDirectory(path, stats);
    const cached = listings.find(path, stats);
    if (cached === undefined) return this.#readDirectory(path, stats, onEntry);
    this.#countEntries(cached.files.length + cached.otherEntries.length);
    await this.#reportFiles(cached.files, onEntry);
    await this.#reportOtherEntries(cached.otherEntries, onEntry);
    return true;
  }

  async pauseIfElapsed(): Promise<void> {
    if (this.#options.slice.hasElapsed()) await this.#options.slice.pause();
  }

  /**
   * Reads a directory, and reports entries while it is still being read. Returns false if the end
   * was not reached, and adds a problem unless the directory was removed.
   */
  async #readDirectory(path: string, stats: Stats, onEntry: (entry: Entry) => void): Promise<boolean> {
    const { listings } = this.#options;
    const prefix = path === '/' ? path : `${path}/`;
    const files: string[] = [];
    const otherEntries: OtherEntry[] = [];
    /** Sorted lists of names that are not reported yet. */
    const runs: (readonly string[])[] = [];
    let names: string[] = [];
    const reportNames = async (): Promise<void> => {
      const sorted = await mergeInSlices(runs.splice(0), this.#options.slice);
      for (let from = 0; from < sorted.length; from += MAX_NAMES_PER_SORT) {
        await this.#reportNames(sorted.slice(from, from + MAX_NAMES_PER_SORT), prefix, files, onEntry);
      }
    };
    const sortNames = (): void => {
      // Names are sorted before the files are read, so that the scan gets the files in order of
      // path.
      runs.push(names.sort());
      names = [];
    };
    const listedAt = Date.now();
    let directory: Dir | undefined;
    let isComplete = false;
    try {
      directory = opendirSync(path, { bufferSize: ENTRIES_PER_READ });
      while (!this.#readEntries(directory, prefix, names, otherEntries)) {
        sortNames();
        // The first names are reported at once, so that reading their files can begin.
        if (files.length === 0) await reportNames();
        else await this.pauseIfElapsed();
      }
      isComplete = true;
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      if (!isGone(error)) this.#problems.push(fileReason(error, path));
    } finally {
      directory?.closeSync();
    }
    sortNames();
    await reportNames();
    await this.#reportOtherEntries(otherEntries, onEntry);
    if (isComplete) listings.add(path, stats, { files, otherEntries }, listedAt);
    return isComplete;
  }

  /**
   * Adds entries to `names` (files) and `otherEntries`, until there are enough names to sort.
   * Returns whether the end of the directory was reached.
   */
  #readEntries(directory: Dir, prefix: string, names: string[], otherEntries: OtherEntry[]): boolean {
    const { isIgnored } = this.#options;
    while (names.length < MAX_NAMES_PER_SORT) {
      const entry = directory.readSync();
      if (entry === null) return true;
      const { name } = entry;
      if (name.startsWith('.') || isIgnored(prefix + name)) continue;
      this.#countEntries(1);
      if (entry.isFile()) names.push(name);
      else otherEntries.push({ path: prefix + name, isLink: entry.isSymbolicLink(), isDirectory: entry.isDirectory() });
    }
    return false;
  }

  /** Reports the files with these names, and adds their paths to `files`. */
  async #reportNames(
    names: readonly string[],
    prefix: string,
    files: string[],
    onEntry: (entry: Entry) => void,
  ): Promise<void> {
    const { onNewFiles, previousFileAt } = this.#options;
    if (onNewFiles !== undefined) {
      // The paths are parts of one text, split at NUL, which no name contains. V8 would copy the
      // text of a concatenated path when the file is opened.
      const joinedPaths = prefix + names.join(`\0${prefix}`);
      if (!isNotUtf8(joinedPaths)) {
        const paths = joinedPaths.split('\0');
        files.push(...paths);
        onNewFiles(paths);
        return this.pauseIfElapsed();
      }
    }
    // A known path is reused, so that its text is stored once.
    const paths = names.map((name) => previousFileAt(prefix + name)?.path ?? prefix + name);
    files.push(...paths);
    return this.#reportFiles(paths, onEntry);
  }

  async #reportFiles(paths: readonly string[], onEntry: (entry: Entry) => void): Promise<void> {
    for (const path of paths) {
      onEntry({ path, isLink: false, isDirectory: false, isFile: true });
      this.#fileCount += 1;
      if (this.#fileCount % FILES_PER_TIME_CHECK === 0) await this.pauseIfElapsed();
    }
  }

  async #reportOtherEntries(otherEntries: readonly OtherEntry[], onEntry: (entry: Entry) => void): Promise<void> {
    for (const { path, isLink, isDirectory } of otherEntries) {
      onEntry({ path, isLink, isDirectory, isFile: false });
      if (this.#options.slice.hasElapsed()) await this.#options.slice.pause();
    }
  }

  #countEntries(count: number): void {
    this.#entryCount += count;
    if (this.#entryCount > this.#options.maxFiles) throw new TooManyFiles();
  }
}
