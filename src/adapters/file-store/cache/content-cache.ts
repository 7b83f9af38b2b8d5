import { SharedFactsTable } from '../../../formats/certificate-table/shared-facts.ts';
import { isKeyName } from '../keys/key-paths.ts';
import type { FileContent } from '../open/file-content.ts';
import type { FileSource } from '../open/file-source.ts';
import type { ReadingLimits } from '../open/opening-budget.ts';
import { PasswordFiles } from '../open/password-files.ts';
import type { Reading } from '../open/reading.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import { type FileIdentity, sameIdentity } from '../walk/file-identity.ts';
import { sortInSlices } from '../walk/sort-in-slices.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import type { FoundFile } from '../walk/tree.ts';
import { ContentReader } from './content-reader.ts';
import { Packer, unpack } from './packed-readings.ts';
import type { ReadingBlob } from './reading-blob.ts';
import type { ReadPart } from './reading-thread.ts';

/**
 * Returns whether two readings of a file have the same content. The known objects then stay the
 * same.
 */
function sameContent(left: FileContent, right: FileContent): boolean {
  return (
    left.certificates.length === right.certificates.length &&
    left.certificates.every(({ block, alias, certificate }, index) => {
      const counterpart = right.certificates[index];
      return (
        counterpart?.block === block &&
        counterpart.alias === alias &&
        counterpart.certificate.sha256Fingerprint === certificate.sha256Fingerprint
      );
    }) &&
    left.tookPasswords === right.tookPasswords &&
    sameValues(left.requests, right.requests) &&
    sameValues(left.keys, right.keys) &&
    sameValues(left.problems, right.problems)
  );
}

/** Compares plain values whose properties have the same order. */
function sameValues(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && (left.length === 0 || JSON.stringify(left) === JSON.stringify(right));
}

/** A file that was read, and the cache's data about it. */
export interface CachedFile extends ScannedFile {
  mayHoldKey: boolean;
  identity: FileIdentity;
  mayRepeat: boolean;
  source: FileSource;
  /**
   * False if the file changed so shortly before it was read that another change may leave the same
   * identity.
   */
  isSettled: boolean;
  round: number;
  /** The id of the blob that stores this reading for the next process; 0 if none does. */
  blobId: number;
}

/** The result of reading a file. Without an identity, it is not cached. */
export type AddedFile =
  | CachedFile
  | { readonly path: string; readonly source: FileSource; readonly identity: undefined };

type EntryValues = Pick<CachedFile, 'source' | 'identity' | 'mayRepeat' | 'isSettled' | 'blobId'>;

/** The number of files that are indexed before other work may run. */
const INDEXED_AT_ONCE = 512;

/** Caches the content of each file, so that only changed files are read again. */
export class ContentCache {
  readonly #reader: ContentReader;
  readonly #settlesAfterMs: number;
  readonly #willRescan: boolean;
  readonly #passwords: PasswordFiles;
  readonly #entries: Map<string, CachedFile> = new Map();
  /**
   * New files since the last indexing; the first `#indexed` of them are in `#entries` already. A
   * single scan never needs a search by path.
   */
  #fresh: CachedFile[] = [];
  #indexed = 0;
  readonly #packer: Packer = new Packer();
  readonly #shared: SharedFactsTable = new SharedFactsTable();
  /** The files of a scan, in order of path; often the same in the next scan. */
  #ordered: readonly CachedFile[] = [];
  /** Files are found directory by directory, so that most can share its text. */
  #lastDirectory = '';
  #round = 0;
  #used = 0;
  #changes = 0;
  /** True if the current scan began without cached files, so that none has to be searched. */
  #wasEmpty = true;

  /**
   * Creates an empty cache. A file younger than `settlesAfterMs` is read each time, because another
   * change may leave the same times. Without `willRescan`, new readings never count as settled.
   */
  constructor(settlesAfterMs: number, passwords: PasswordFiles = new PasswordFiles([], 0), willRescan = true) {
    this.#reader = new ContentReader(passwords, willRescan);
    this.#passwords = passwords;
    this.#willRescan = willRescan;
    this.#settlesAfterMs = settlesAfterMs;
  }

  /**
   * Starts a scan of the whole store. If the passwords may have changed, files on which passwords
   * were tried are read again.
   */
  async begin(slice: TimeSlice): Promise<void> {
    await this.index(slice);
    this.#round += 1;
    this.#used = 0;
    this.#wasEmpty = this.#entries.size === 0;
    if (!this.#passwords.haveChanged()) return;
    for (const [path, { source }] of this.#entries) {
      if (tookPasswords(source)) this.#forget(path);
    }
  }

  /** Returns whether the scan has used all cached files. */
  get isComplete(): boolean {
    return this.#used === this.#count;
  }

  /** Removes the files that the ending scan did not use. */
  end(): void {
    if (this.isComplete) return;
    for (const [path, entry] of this.#entries) if (entry.round !== this.#round) this.#forget(path);
  }

  /** A counter that increases whenever a file is read or removed. */
  get changes(): number {
    return this.#changes;
  }

  /** Returns all cached files, oldest first. */
  async listFiles(slice: TimeSlice): Promise<Iterable<CachedFile>> {
    await this.index(slice);
    return this.#entries.values();
  }

  /** Indexes new files by path. */
  async index(slice: TimeSlice): Promise<void> {
    for (let file = this.#fresh[this.#indexed]; file !== undefined; file = this.#fresh[this.#indexed]) {
      this.#entries.set(file.path, file);
      this.#indexed += 1;
      if (this.#indexed % INDEXED_AT_ONCE === 0 && slice.hasElapsed()) await slice.pause();
    }
    this.#fresh = [];
    this.#indexed = 0;
  }

  /**
   * Adds the readings of an earlier process, before the first scan. If a path occurs twice, the
   * later reading counts.
   */
  restore({ paths, packed, passwordState }: ReadingBlob, blobId: number): void {
    this.#passwords.haveChanged();
    const arePasswordsSame = passwordState !== undefined && passwordState === this.#passwords.state;
    unpack(packed, paths, this.#shared, (path, { source, identity, isLinked }) => {
      if (identity === undefined || (!arePasswordsSame && tookPasswords(source))) return;
      this.#entries.set(path, this.#entryOf(path, { source, identity, mayRepeat: isLinked, isSettled: true, blobId }));
    });
  }

  /**
   * The state of the password files with which closed files were read, or undefined if a later
   * state may not differ from it.
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
    return this.#wasEmpty ? undefined : this.#entries.get(path);
  }

  /** Returns whether a file is the indexed one at its path. */
  isIndexed(file: CachedFile): boolean {
    return this.#entries.get(file.path) === file;
  }

  /** Returns the file at a path as this scan has found it so far. */
  currentFileAt(path: string): ScannedFile | undefined {
    const entry = this.#entries.get(path) ?? (this.#fresh.length > 0 ? findByPath(this.#ordered, path) : undefined);
    return entry?.round === this.#round ? entry : undefined;
  }

  /** Returns the cached file if it has not changed, or undefined if it must be read. */
  reuse({ path, identity, mayRepeat }: FoundFile): CachedFile | undefined {
    if (identity === undefined) return undefined;
    const entry = this.#entries.get(path);
    if (!entry?.isSettled || !sameIdentity(entry.identity, identity)) return undefined;
    entry.mayRepeat = mayRepeat;
    this.#markUsed(entry);
    return entry;
  }

  /**
   * Reads files in sequence on this thread. Returns each result; undefined for a file that exceeds
   * the limits.
   * @param linked the files that may have other paths too
   */
  async read(
    paths: readonly string[],
    linked: ReadonlySet<string>,
    slice: TimeSlice,
    limits: ReadingLimits,
  ): Promise<readonly (AddedFile | undefined)[]> {
    this.#packer.begin();
    const leftOut = await this.#reader.packAll(paths, slice, this.#packer, limits);
    return this.addPacked(paths, linked, { packed: this.#packer.take(), leftOut });
  }

  /**
   * Adds packed readings, and caches those with an identity. Returns each file; undefined for a
   * file that was left out.
   */
  addPacked(
    paths: readonly string[],
    linked: ReadonlySet<string>,
    { packed, leftOut }: Pick<ReadPart, 'packed' | 'leftOut'>,
  ): readonly (AddedFile | undefined)[] {
    // The machine sets the times of files, so they are compared with the clock of the machine.
    const settledBefore = Date.now() - this.#settlesAfterMs;
    const added: AddedFile[] = [];
    const readPaths = leftOut === undefined ? paths : paths.filter((_, index) => !leftOut.has(index));
    unpack(packed, readPaths, this.#shared, (path, reading) => {
      added.push(this.#add(path, linked.size > 0 && linked.has(path), reading, settledBefore));
    });
    if (leftOut === undefined) return added;
    let next = 0;
    return paths.map((_, index) => (leftOut.has(index) ? undefined : added[next++]));
  }

  /**
   * Returns the files of this scan, in order of path. The list is the same object as in the
   * previous scan if nothing changed.
   */
  async sortByPath(files: readonly CachedFile[], slice: TimeSlice): Promise<readonly CachedFile[]> {
    const previousOrder = this.#ordered;
    if (previousOrder.length === this.#used && previousOrder.every(({ round }) => round === this.#round))
      return previousOrder;
    const ordered = await sortInSlices(files, ({ path }) => path, slice);
    this.#ordered = ordered;
    return ordered;
  }

  #add(path: string, isFoundByLink: boolean, reading: Reading, settledBefore: number): AddedFile {
    const { source, identity } = reading;
    if (identity === undefined) return { path, source, identity };
    // Without its state, a reading cannot be distinguished from a later one.
    const isSettled = this.#willRescan && identity.ctimeMs < settledBefore;
    const mayRepeat = isFoundByLink || reading.isLinked;
    let entry = this.#wasEmpty ? undefined : this.#entries.get(path);
    this.#changes += 1;
    if (entry === undefined) {
      entry = this.#entryOf(path, { source, identity, mayRepeat, isSettled, blobId: 0 });
      this.#fresh.push(entry);
    } else {
      Object.assign(entry, { identity, mayRepeat, isSettled, blobId: 0 });
      if (!sameSource(entry.source, source)) {
        entry.source = source;
        entry.mayHoldKey = holdsKey(source) || isKeyName(path);
        entry.cachedCertificates = undefined;
      }
    }
    this.#markUsed(entry);
    return entry;
  }

  #entryOf(path: string, { source, identity, mayRepeat, isSettled, blobId }: EntryValues): CachedFile {
    const directory = this.#directoryOf(path);
    const mayHoldKey = holdsKey(source) || isKeyName(path);
    return {
      path,
      directory,
      identity,
      mayRepeat,
      source,
      mayHoldKey,
      isSettled,
      round: 0,
      cachedCertificates: undefined,
      blobId,
    };
  }

  /** The number of known files. */
  get #count(): number {
    return this.#entries.size + this.#fresh.length - this.#indexed;
  }

  #forget(path: string): void {
    this.#entries.delete(path);
    this.#changes += 1;
  }

  #directoryOf(path: string): string {
    const { length } = this.#lastDirectory;
    // `includes` is faster than `lastIndexOf`, which compiled code must call in the runtime.
    const isSame = path[length] === '/' && path.startsWith(this.#lastDirectory) && !path.includes('/', length + 1);
    if (!isSame) this.#lastDirectory = path.slice(0, path.lastIndexOf('/'));
    return this.#lastDirectory;
  }

  #markUsed(entry: CachedFile): void {
    if (entry.round === this.#round) return;
    entry.round = this.#round;
    this.#used += 1;
  }
}

/** Finds a path in a list in order of path, by binary search. */
function findByPath(files: readonly CachedFile[], path: string): CachedFile | undefined {
  let [from, to] = [0, files.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((files[middle]?.path ?? '') < path) from = middle + 1;
    else to = middle;
  }
  const file = files[from];
  return file?.path === path ? file : undefined;
}

function tookPasswords(source: FileSource): boolean {
  return source.kind === 'content' && source.content.tookPasswords;
}

function holdsKey(source: FileSource): boolean {
  return source.kind !== 'content' || source.content.keys.length > 0;
}

function sameSource(left: FileSource, right: FileSource): boolean {
  return left.kind === 'content' && right.kind === 'content' && sameContent(left.content, right.content);
}
