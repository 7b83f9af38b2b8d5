import { lstatSync, type Stats, statSync } from 'node:fs';
import { CERTIFICATE_FILE_FAILURES } from '../../../domain/failure/certificate-file-failures.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import { fileReason } from '../../../formats/system/file-reason.ts';
import { DirectoryLister, type Entry, isNotUtf8 } from './directory-lister.ts';
import { fileStateOf, matchesStats } from './file-state.ts';
import { fileTypeOf } from './file-type.ts';
import type { WalkOptions } from './walk-options.ts';

/**
 * Finds files directory by directory, and reports them to the callbacks of the walk. A directory is
 * entered once, even if several links lead to it, so loops end. Files are not opened. Entries that
 * are neither regular files nor directories become problems.
 */
export class FileFinder {
  readonly problems: Problem[] = [];
  /** Directories that were listed completely. */
  readonly listed: Set<string> = new Set();
  readonly #options: WalkOptions;
  readonly #lister: DirectoryLister;
  readonly #enteredDirectories: Set<string> = new Set();

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#lister = new DirectoryLister(options, this.problems);
  }

  /** Adds all files of a directory tree, and then those to which its links lead. */
  async addDirectory(path: string, stats: Stats): Promise<void> {
    const links: { readonly path: string; readonly stats: Stats }[] = [];
    const directories: { readonly path: string; readonly stats: Stats }[] = [{ path, stats }];
    const onEntry = (entry: Entry): void => {
      if (this.#addNewFile(entry) || this.#addUnchangedFile(entry)) return;
      const entryStats = this.stat(entry.path, entry.isLink);
      if (entryStats?.isDirectory()) (entry.isLink ? links : directories).push({ path: entry.path, stats: entryStats });
      else if (entryStats !== undefined) this.addFile(entry.path, entryStats, entry.isLink);
    };
    // Links are followed last, so that a directory is listed under its own path and not under a
    // link.
    for (let next = directories.pop() ?? links.shift(); next !== undefined; next = directories.pop() ?? links.shift()) {
      if (!this.enter(next.stats)) continue;
      if (await this.list(next.path, next.stats, onEntry)) this.listed.add(next.path);
      if (directories.length === 0) links.sort((left, right) => (left.path < right.path ? -1 : 1));
    }
  }

  /** Adds one file. Other file types become problems and are never opened. */
  addFile(path: string, stats: Stats, isLink: boolean): void {
    if (!stats.isFile()) {
      this.problems.push(problemOfFailure('not_a_regular_file', path, fileTypeOf(stats)));
      return;
    }
    const mayHaveOtherPaths = isLink || stats.nlink > 1;
    const previous = this.#options.previousFileAt(path);
    const isUnchanged =
      previous?.state !== undefined &&
      previous.mayHaveOtherPaths === mayHaveOtherPaths &&
      matchesStats(previous.state, stats);
    this.#options.onFile(isUnchanged ? previous : { path, state: fileStateOf(stats), mayHaveOtherPaths });
  }

  /** Calls `onEntry` for each entry of a directory. Returns whether the listing was complete. */
  list(path: string, stats: Stats, onEntry: (entry: Entry) => void): Promise<boolean> {
    return this.#lister.list(path, stats, onEntry);
  }

  /**
   * Returns whether a directory is entered for the first time.
   * @param segmentIndex distinguishes the segments of a glob, each of which may enter it
   */
  enter(stats: Stats, segmentIndex = 0): boolean {
    const key = `${segmentIndex}:${stats.dev}:${stats.ino}`;
    if (this.#enteredDirectories.has(key)) return false;
    this.#enteredDirectories.add(key);
    return true;
  }

  /**
   * Returns the stats of a path, following links; undefined on failure. Adds a problem for the
   * failure, unless the path was removed meanwhile.
   * @param isRequired false for a path that the first segments of a glob match: then only a denied
   * permission is a problem
   */
  stat(path: string, isLink: boolean, isRequired = true): Stats | undefined {
    if (isLink) this.#options.onLink(path);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined && isRequired) this.#addMissing(path, isLink);
      return stats;
    } catch (error) {
      const problem = fileReason(error, path);
      if (isRequired || problem.reason === 'permission_denied') this.problems.push(problem);
      return undefined;
    }
  }

  pauseIfElapsed(): Promise<void> {
    return this.#lister.pauseIfElapsed();
  }

  /**
   * Adds a new file without a stat call, because it will be read anyway. Returns false for others.
   */
  #addNewFile({ path, isFile }: Entry): boolean {
    if (!isFile || isNotUtf8(path) || this.#options.previousFileAt(path) !== undefined) return false;
    this.#options.onFile({ path, state: undefined, mayHaveOtherPaths: false });
    return true;
  }

  /**
   * Adds a known file that is not in `changedPaths` in its previous state. Returns false for
   * others.
   */
  #addUnchangedFile({ path, isFile }: Entry): boolean {
    const { changedPaths, previousFileAt, onFile } = this.#options;
    if (!isFile || changedPaths === undefined || changedPaths.has(path)) return false;
    const previous = previousFileAt(path);
    // A change through another path of the file is reported for that path, so such a file is
    // examined.
    if (previous === undefined || previous.mayHaveOtherPaths) return false;
    onFile(previous);
    return true;
  }

  /**
   * Adds a problem for a broken link, or for a name that is not UTF-8. A file that was removed
   * after the listing is ignored.
   */
  #addMissing(path: string, isLink: boolean): void {
    if (isLink && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
      this.problems.push(problemOfFailure('not_found', path, CERTIFICATE_FILE_FAILURES.link_target_missing));
    } else if (isNotUtf8(path)) {
      this.problems.push(problemOfFailure('io_error', path, CERTIFICATE_FILE_FAILURES.file_name_not_utf8));
    }
  }
}
