import { SharedFactsTable } from '../../../formats/certificate-table/shared-facts.ts';
import type { FileSource } from '../open/file-source.ts';
import type { ReadingLimits } from '../open/opening-budget.ts';
import { PasswordFiles } from '../open/password-files.ts';
import type { Reading } from '../open/reading.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import { isSameState } from '../walk/file-state.ts';
import { findByPath } from '../walk/find-by-path.ts';
import { sortInSlices } from '../walk/sort-in-slices.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import type { FoundFile } from '../walk/walk-options.ts';
import type { CachedFile, UncachedFile } from './cached-file.ts';
import { CachedFileFactory, updateCachedFile } from './cached-file-factory.ts';
import { FilePacker } from './file-packer.ts';
import { Packer } from './packer.ts';
import type { ReadingBlob } from './reading-blob.ts';
import type { ReadingResult } from './reading-thread.ts';
import { unpack } from './unpack.ts';

/** The number of files that are indexed before the time is checked. */
const FILES_PER_TIME_CHECK = 512;

/**
 * Caches the content of each file, so that only changed files are read again. For each scan of the
 * store, call `begin`, then `reuse` or `read` for each file, then `end`.
 */
export class ContentCache {
  readonly #filePacker: FilePacker;
  readonly #minReliableAgeMs: number;
  readonly #willRescan: boolean;
  readonly #passwords: PasswordFiles;
  readonly #filesByPath: Map<string, CachedFile> = new Map();
  /**
   * New files that are not yet in `#filesByPath`, except the first `#indexedCount`. They are
   * indexed only when a search by path needs it, which a single scan never does.
   */
  #newFiles: CachedFile[] = [];
  #indexedCount = 0;
  readonly #packer: Packer = new Packer();
  readonly #sharedFacts: SharedFactsTable = new SharedFactsTable();
  /** The files of the last scan, in order of path; often the same in the next scan. */
  #sortedFiles: readonly CachedFile[] = [];
  readonly #factory: CachedFileFactory = new CachedFileFactory();
  #scanNumber = 0;
  /** The number of files that the current scan has used. */
  #usedCount = 0;
  #changeCount = 0;
  /** True if the current scan began without cached files, so that none has to be searched. */
  #wasEmpty = true;

  /**
   * Creates an empty cache.
   * @param minReliableAgeMs a file that changed less than this ago is read by every scan, because a
   * further change may leave the same times
   * @param willRescan false: this scan is the only one, so files are read without their states
   */
  constructor(minReliableAgeMs: number, passwords: PasswordFiles = new PasswordFiles([]), willRescan = true) {
    this.#filePacker = new FilePacker(passwords, willRescan);
    this.#passwords = passwords;
    this.#willRescan = willRescan;
    this.#minReliableAgeMs = minReliableAgeMs;
  }

  /**
   * Starts a scan of the whole store. If the passwords may have changed, removes the files on which
   * passwords were tried, so that the scan reads them again.
   */
  async begin(slice: TimeSlice): Promise<void> {
    await this.index(slice);
    this.#scanNumber += 1;
    this.#usedCount = 0;
    this.#wasEmpty = this.#filesByPath.size === 0;
    if (!this.#passwords.updateState()) return;
    for (const [path, { source }] of this.#filesByPath) {
      if (dependsOnPasswords(source)) this.#remove(path);
    }
  }

  /** Returns whether the scan has used all cached files. */
  get hasUsedAllFiles(): boolean {
    return this.#usedCount === this.#fileCount;
  }

  /** Ends a scan: removes the files that it did not use. */
  end(): void {
    if (this.hasUsedAllFiles) return;
    for (const [path, file] of this.#filesByPath) if (file.scanNumber !== this.#scanNumber) this.#remove(path);
  }

  /** A counter that increases whenever a file is read or removed. */
  get changeCount(): number {
    return this.#changeCount;
  }

  /** Returns all cached files, oldest first. */
  async listFiles(slice: TimeSlice): Promise<Iterable<CachedFile>> {
    await this.index(slice);
    return this.#filesByPath.values();
  }

  /** Adds the new files to the index by path. */
  async index(slice: TimeSlice): Promise<void> {
    for (let file = this.#newFiles[this.#indexedCount]; file !== undefined; file = this.#newFiles[this.#indexedCount]) {
      this.#filesByPath.set(file.path, file);
      this.#indexedCount += 1;
      if (this.#indexedCount % FILES_PER_TIME_CHECK === 0 && slice.hasElapsed()) await slice.pause();
    }
    this.#newFiles = [];
    this.#indexedCount = 0;
  }

  /**
   * Adds the files of a blob that an earlier process stored, before the first scan. If a path
   * occurs in two blobs, that of the later call is used. Files that depend on passwords are left
   * out if the passwords may have changed.
   */
  restore({ paths, packed, passwordState }: ReadingBlob, blobId: number): void {
    this.#passwords.updateState();
    const arePasswordsSame = passwordState !== undefined && passwordState === this.#passwords.state;
    unpack(packed, paths, this.#sharedFacts, (path, { source, state, mayHaveOtherPaths }) => {
      if (state === undefined || (!arePasswordsSame && dependsOnPasswords(source))) return;
      // Only files with a reliable state were stored.
      this.#filesByPath.set(
        path,
        this.#factory.create(path, { source, state, mayHaveOtherPaths, isStateReliable: true, blobId }),
      );
    });
  }

  /**
   * The state of the password files that the current scan uses; undefined if a further change of
   * them may leave the same state.
   */
  get passwordState(): string | undefined {
    return this.#passwords.state;
  }

  /** True if the cache was empty before this scan. */
  get wasEmpty(): boolean {
    return this.#wasEmpty;
  }

  /** Returns the file at a path as it was before this scan. */
  previousFileAt(path: string): FoundFile | undefined {
    return this.#wasEmpty ? undefined : this.#filesByPath.get(path);
  }

  /** Returns whether a file is in the index, and no other file object has replaced it. */
  isIndexed(file: CachedFile): boolean {
    return this.#filesByPath.get(file.path) === file;
  }

  /**
   * Returns the file at a path if this scan has already read or reused it. After `sortByPath`, also
   * finds new files that are not in the index.
   */
  currentFileAt(path: string): ScannedFile | undefined {
    const file =
      this.#filesByPath.get(path) ?? (this.#newFiles.length > 0 ? findByPath(this.#sortedFiles, path) : undefined);
    return file?.scanNumber === this.#scanNumber ? file : undefined;
  }

  /** Returns the cached file if it has not changed, or undefined if it must be read. */
  reuse({ path, state, mayHaveOtherPaths }: FoundFile): CachedFile | undefined {
    if (state === undefined) return undefined;
    const file = this.#filesByPath.get(path);
    if (!file?.isStateReliable || !isSameState(file.state, state)) return undefined;
    file.mayHaveOtherPaths = mayHaveOtherPaths;
    this.#markUsed(file);
    return file;
  }

  /**
   * Reads files in sequence on the main thread. Returns one result for each path, in order;
   * undefined for a file that exceeds the limits.
   * @param linkedPaths the paths at which the walk found files that may have other paths too
   */
  async read(
    paths: readonly string[],
    linkedPaths: ReadonlySet<string>,
    slice: TimeSlice,
    limits: ReadingLimits,
  ): Promise<readonly (CachedFile | UncachedFile | undefined)[]> {
    this.#packer.begin();
    const skippedIndexes = await this.#filePacker.packAll(paths, slice, this.#packer, limits);
    return this.addPacked(paths, linkedPaths, { packed: this.#packer.take(), skippedIndexes });
  }

  /**
   * Unpacks the results of reading files, and caches those with a state. Returns one file for each
   * path, in order; undefined for a skipped file.
   */
  addPacked(
    paths: readonly string[],
    linkedPaths: ReadonlySet<string>,
    { packed, skippedIndexes }: Pick<ReadingResult, 'packed' | 'skippedIndexes'>,
  ): readonly (CachedFile | UncachedFile | undefined)[] {
    // The machine sets the times of files, so they are compared with the clock of the machine, and
    // not with the clock of the scan.
    const reliableBefore = Date.now() - this.#minReliableAgeMs;
    const addedFiles: (CachedFile | UncachedFile)[] = [];
    const readPaths = skippedIndexes === undefined ? paths : paths.filter((_, index) => !skippedIndexes.has(index));
    unpack(packed, readPaths, this.#sharedFacts, (path, reading) => {
      addedFiles.push(this.#add(path, linkedPaths.size > 0 && linkedPaths.has(path), reading, reliableBefore));
    });
    if (skippedIndexes === undefined) return addedFiles;
    let nextAdded = 0;
    return paths.map((_, index) => (skippedIndexes.has(index) ? undefined : addedFiles[nextAdded++]));
  }

  /**
   * Returns the files of this scan, in order of path. The list is the same object as in the
   * previous scan if nothing changed.
   */
  async sortByPath(files: readonly CachedFile[], slice: TimeSlice): Promise<readonly CachedFile[]> {
    const previouslySorted = this.#sortedFiles;
    if (
      previouslySorted.length === this.#usedCount &&
      previouslySorted.every(({ scanNumber }) => scanNumber === this.#scanNumber)
    )
      return previouslySorted;
    const sorted = await sortInSlices(files, ({ path }) => path, slice);
    this.#sortedFiles = sorted;
    return sorted;
  }

  #add(path: string, hasOtherPath: boolean, reading: Reading, reliableBefore: number): CachedFile | UncachedFile {
    const { source, state } = reading;
    if (state === undefined) return { path, source, state };
    // Without `willRescan`, the state is read after the content, so it may be a later one.
    const isStateReliable = this.#willRescan && state.ctimeMs < reliableBefore;
    const mayHaveOtherPaths = hasOtherPath || reading.mayHaveOtherPaths;
    let file = this.#wasEmpty ? undefined : this.#filesByPath.get(path);
    this.#changeCount += 1;
    const values = { source, state, mayHaveOtherPaths, isStateReliable, blobId: 0 };
    if (file === undefined) {
      file = this.#factory.create(path, values);
      this.#newFiles.push(file);
    } else updateCachedFile(file, values);
    this.#markUsed(file);
    return file;
  }

  /** The number of cached files, indexed or not. */
  get #fileCount(): number {
    return this.#filesByPath.size + this.#newFiles.length - this.#indexedCount;
  }

  #remove(path: string): void {
    this.#filesByPath.delete(path);
    this.#changeCount += 1;
  }

  #markUsed(file: CachedFile): void {
    if (file.scanNumber === this.#scanNumber) return;
    file.scanNumber = this.#scanNumber;
    this.#usedCount += 1;
  }
}

function dependsOnPasswords(source: FileSource): boolean {
  return source.kind === 'content' && source.content.dependsOnPasswords;
}
