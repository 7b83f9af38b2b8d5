import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import { fileReason } from '../../../formats/system/file-reason.ts';
import type { ContentCache } from '../cache/content-cache.ts';
import { ABSENT, type FileSource } from '../open/file-source.ts';
import type { ReadingLimits } from '../open/opening-budget.ts';
import { type FileState, fileStateOf } from '../walk/file-state.ts';
import { fileTypeOf } from '../walk/file-type.ts';
import type { TimeSlice } from '../walk/time-slice.ts';

/** A file next to a certificate, for example its key or its note, as one scan found it. */
export interface Sibling {
  readonly source: FileSource;
  /** Undefined if the file does not exist or cannot be examined. */
  readonly state: FileState | undefined;
}

const ABSENT_SIBLING: Sibling = { source: ABSENT, state: undefined };

/**
 * Finds files next to certificates during one scan. Files that the scan itself did not search,
 * such as those next to the matches of a glob, are read on demand, once.
 */
export class SiblingFiles {
  readonly #unreadableFiles: ReadonlyMap<string, FileSource>;
  readonly #listedDirectories: ReadonlySet<string>;
  readonly #cache: ContentCache;
  readonly #slice: TimeSlice;
  readonly #limits: ReadingLimits;
  readonly #examinedFiles: Map<string, Sibling> = new Map();
  readonly #directoriesWithProblems: ReadonlySet<string>;

  /**
   * @param unreadableFiles the unreadable files of this scan
   * @param listedDirectories the completely listed directories; other files in them do not exist
   * @param cache the files that this scan has read
   */
  constructor(
    unreadableFiles: ReadonlyMap<string, FileSource>,
    listedDirectories: ReadonlySet<string>,
    cache: ContentCache,
    { slice, limits }: { readonly slice: TimeSlice; readonly limits: ReadingLimits },
  ) {
    this.#unreadableFiles = unreadableFiles;
    this.#listedDirectories = listedDirectories;
    this.#cache = cache;
    this.#slice = slice;
    this.#limits = limits;
    this.#directoriesWithProblems = new Set([...unreadableFiles.keys()].map((path) => dirname(path)));
  }

  /** Returns a file that this scan knows already; undefined if it must be examined with `find`. */
  findScanned(path: string): Sibling | undefined {
    const source = this.#unreadableFiles.get(path);
    if (source !== undefined) return { source, state: undefined };
    return (
      this.#cache.currentFileAt(path) ??
      this.#examinedFiles.get(path) ??
      (this.#listedDirectories.has(dirname(path)) ? ABSENT_SIBLING : undefined)
    );
  }

  /** Returns whether the directory was listed completely and without problems. */
  isFullyListed(directory: string): boolean {
    return this.#listedDirectories.has(directory) && !this.#directoriesWithProblems.has(directory);
  }

  /** Returns a file. Examines and reads it, unless this scan knows it already. */
  async find(path: string): Promise<Sibling> {
    const scanned = this.findScanned(path);
    if (scanned !== undefined) return scanned;
    const sibling = await this.#examine(path);
    this.#examinedFiles.set(path, sibling);
    return sibling;
  }

  async #examine(path: string): Promise<Sibling> {
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return ABSENT_SIBLING;
      if (!stats.isFile()) {
        const problem = problemOfFailure('not_a_regular_file', path, fileTypeOf(stats));
        return { source: { kind: 'problem', problem }, state: undefined };
      }
      const state = fileStateOf(stats);
      // Not examined, so it may have other paths.
      const file = { path, state, mayHaveOtherPaths: true };
      const cached = this.#cache.reuse(file);
      if (cached !== undefined) return cached;
      const [read] = await this.#cache.read([path], new Set([path]), this.#slice, this.#limits);
      // Undefined only if the file exceeds the limits.
      return { source: read?.source ?? ABSENT, state };
    } catch (error) {
      return { source: { kind: 'problem', problem: fileReason(error, path) }, state: undefined };
    }
  }
}
