import type { Stats } from 'node:fs';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import type { StoreSnapshot } from '../../../domain/connector/store-snapshot.ts';
import type { Problem, Reason } from '../../../domain/problem.ts';
import { type AvailableResult, type ScanResult, unavailable } from '../../../domain/scan-result.ts';
import type { Instant } from '../../../domain/time.ts';
import { ContentCache } from '../cache/content-cache.ts';
import type { ReaderCache } from '../cache/reader-cache.ts';
import type { StartReadingThread } from '../cache/reading-thread.ts';
import type { StoredReadings } from '../cache/stored-readings.ts';
import { Accounts } from '../keys/accounts.ts';
import { KeyAccessChecker } from '../keys/key-access-checker.ts';
import type { NamedKey, NamedKeys } from '../keys/named-keys.ts';
import type { DirectoryNote } from '../open/directory-note.ts';
import type { FileContent } from '../open/file-content.ts';
import type { FileSource } from '../open/file-source.ts';
import type { OpeningBudget } from '../open/opening-budget.ts';
import { PasswordFiles } from '../open/password-files.ts';
import { FileReader } from '../open/read-file.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import { Listings } from '../walk/listings.ts';
import { ProblemList } from '../walk/problem-list.ts';
import { TimeSlice } from '../walk/time-slice.ts';
import type { FoundFile } from '../walk/tree.ts';
import { UnfinishedFiles } from '../walk/unfinished-files.ts';
import { type Walk, type Walked, walk } from '../walk/walk.ts';
import { deduplicate } from './deduplicate.ts';
import { FileChecker } from './file-checker.ts';
import { pendingRequests } from './pending-requests.ts';
import { ReadQueue, type UnreadFile } from './read-queue.ts';
import { sameSnapshot } from './same-snapshot.ts';
import { SiblingFiles } from './sibling-files.ts';

/** The options and dependencies of a `StoreReader`. */
export interface StoreReaderOptions {
  /** The maximum number of entries. A larger store is not read. */
  readonly maxFiles: number;
  /**
   * A file modified less than this ago is read again, because its times may not show another
   * change, ms.
   */
  readonly settlesAfterMs: number;
  /**
   * True if another scan may follow, which reads only changes. If false, states are not compared,
   * and most files are read without a stat call.
   */
  readonly willRescan: boolean;
  /** The accounts that open private keys. Root is ignored. */
  readonly keyAccounts: Iterable<string>;
  /** The private keys that connectors name, if any. */
  readonly namedKeys: NamedKeys | undefined;
  /** Returns whether an entry is ignored. Hidden entries always are. */
  readonly isIgnored: (path: string) => boolean;
  /** Starts a second thread if there is much to read. Without it, one thread reads all files. */
  readonly startThread: StartReadingThread | undefined;
  /** Reports a warning, once. */
  readonly warn: (message: string) => void;
  /** Iterations of key derivation for all stores of a scan. */
  readonly budget: OpeningBudget;
  /** Stores readings for the next process. Without it, nothing is stored. */
  readonly readerCache: ReaderCache | undefined;
}

const NO_NAMED_KEYS: readonly NamedKey[] = [];

/**
 * Reasons why a file may be readable for a server, although it was not read. A symbolic link loop
 * or a file that is too large is unusable for a server too.
 */
const HIDING_REASONS: ReadonlySet<Reason> = new Set([
  'permission_denied',
  'io_error',
  'changed_while_reading',
  'not_checked',
]);

/** Reasons why a keystore that may contain certificates was not opened. */
const LOCK_REASONS: ReadonlySet<Reason> = new Set([
  'password_missing',
  'password_wrong',
  'mac_unsupported',
  'cipher_unsupported',
  'too_many_iterations',
]);

/** The size of a directory with thousands of names, now or earlier, on most file systems, bytes. */
const LARGE_DIRECTORY = 0x1_0000;

/** Maximum number of files that the problem of a store lists. */
const MAX_LISTED_FILES = 10;

/**
 * Receives the directories and links of a scan before they are read, so that watches can be set
 * first.
 */
export interface ScanObserver {
  readonly onDirectory: (path: string, stats: Stats) => void;
  readonly onLink: (path: string) => void;
}

/**
 * Scans one store repeatedly, and reads only changed files. One scan at a time. A scan finds the
 * files, reads them from a queue, sorts them by path, checks their keys, and returns a snapshot.
 */
export class StoreReader {
  readonly #definition: StoreDefinition;
  readonly #options: StoreReaderOptions;
  readonly #listings: Listings;
  readonly #cache: ContentCache;
  readonly #checker: FileChecker;
  readonly #keyAccess: KeyAccessChecker;
  readonly #storedReadings: StoredReadings | undefined;
  /** The keys that connectors named in the last scan. */
  #previousNamedKeys: readonly NamedKey[] = NO_NAMED_KEYS;
  /** The last snapshot, even if later scans were unavailable. */
  #previousSnapshot: StoreSnapshot | undefined;
  #deferred: readonly string[] = [];
  readonly #unfinished: UnfinishedFiles = new UnfinishedFiles();
  /**
   * The result of the last scan. It is undefined if the problem of a path may end without a change
   * of a file.
   */
  #previousResult: AvailableResult<StoreSnapshot> | undefined;

  constructor(definition: StoreDefinition, options: StoreReaderOptions) {
    const reader = new FileReader();
    this.#definition = definition;
    this.#options = options;
    const passwords = new PasswordFiles(definition.passwordFiles ?? [], options.settlesAfterMs);
    this.#listings = new Listings(options.settlesAfterMs);
    this.#cache = new ContentCache(options.settlesAfterMs, passwords, options.willRescan);
    this.#keyAccess = new KeyAccessChecker(new Accounts(options.keyAccounts));
    this.#checker = new FileChecker(definition, reader, passwords, this.#keyAccess);
    this.#storedReadings = options.readerCache?.storedReadingsOf(definition);
  }

  /** Files that the last scan deferred to the next one. */
  get deferred(): readonly string[] {
    return this.#deferred;
  }

  /** The files that are still being written; the last scan used their previous content. */
  get unfinished(): readonly string[] {
    return this.#unfinished.unfinished;
  }

  /**
   * Scans the whole store; with `hinted`, only those files, and added or removed ones. Rejects only
   * with the reason of the signal.
   * @param settlesLater true if another scan follows soon when a file is still being written
   */
  async scan(
    at: Instant,
    signal: AbortSignal,
    observer: ScanObserver,
    hinted?: ReadonlySet<string>,
    settlesLater = false,
  ): Promise<ScanResult<StoreSnapshot>> {
    signal.throwIfAborted();
    const slice = new TimeSlice(signal);
    const cache = this.#cache;
    await this.#storedReadings?.restore(cache, slice);
    await cache.begin(slice);
    this.#listings.begin();
    this.#unfinished.begin();
    const hasAccessChanged = await this.#keyAccess.begin();
    this.#options.budget.begin(this);

    using queue = new ReadQueue(cache, { slice, ...this.#options });
    const walked = await this.#walk(queue, { observer, hinted, settlesLater, slice });
    if (walked.kind === 'unavailable') return unavailable(at, walked.problem);
    const reading = await queue.finish();
    this.#deferred = reading.deferred;

    const namedKeys = reading.files.length === 0 ? NO_NAMED_KEYS : await this.#readNamedKeys();
    const haveNamedKeysChanged = namedKeys !== this.#previousNamedKeys;
    this.#previousNamedKeys = namedKeys;
    const haveFilesChanged = reading.count > 0 || !this.#hasSameFiles(walked);
    if (!hasAccessChanged && !haveNamedKeysChanged && !haveFilesChanged && this.#previousResult !== undefined) {
      return { ...this.#previousResult, at };
    }
    this.#previousResult = undefined;

    const files = await cache.sortByPath(reading.files, slice);
    // If there are keys, several paths are searched for each certificate.
    if (files.some(({ mayHoldKey }) => mayHoldKey)) await cache.index(slice);
    const classified = classify(this.#definition.path, walked.problems, reading.unread, files);
    const problem = unavailabilityOf(this.#definition.path, classified);
    if (problem !== undefined) return unavailable(at, problem);
    return await this.#takeSnapshot(at, files, { walked, classified, namedKeys, slice });
  }

  /** Finds all files, and adds them to the queue, which reads them meanwhile. */
  #walk(queue: ReadQueue, { observer, hinted, settlesLater, slice }: WalkParameters): Promise<Walk> {
    const cache = this.#cache;
    return walk(this.#definition.path, {
      slice,
      maxFiles: this.#options.maxFiles,
      onDirectory: (directory, stats) => {
        if (cache.wasEmpty && stats.size > LARGE_DIRECTORY) queue.expectMany();
        observer.onDirectory(directory, stats);
      },
      onLink: observer.onLink,
      onFile: (found) => {
        const file = settlesLater ? this.#readableVersion(found) : found;
        if (file !== undefined) queue.add(file);
      },
      onNewFiles: cache.wasEmpty ? (paths) => queue.addNew(paths) : undefined,
      listings: this.#listings,
      previousFileAt: (file) => cache.previousFileAt(file),
      hinted,
      isIgnored: this.#options.isIgnored,
    });
  }

  /** Checks the keys, and returns the available result with the snapshot. */
  async #takeSnapshot(
    at: Instant,
    files: readonly ScannedFile[],
    { walked, classified, namedKeys, slice }: SnapshotParts,
  ): Promise<AvailableResult<StoreSnapshot>> {
    const { name } = this.#definition;
    const { unreadableFiles, pathProblems, contentProblems, lockedKeystores, emptyFiles } = classified;
    const problems = new ProblemList();
    for (const problem of pathProblems) problems.add(problem);
    for (const problem of contentProblems) problems.add(problem);
    const limits = this.#options.budget.wholeFile;
    const siblings = new SiblingFiles(unreadableFiles, walked.listed, this.#cache, { slice, limits });
    const checked = await this.#checker.check(files, { siblings, problems, slice, namedKeys });
    this.#cache.end();
    this.#storedReadings?.saveSoon(this.#cache);
    const unreadPaths = pathProblems.filter(({ reason }) => HIDING_REASONS.has(reason)).map(({ location }) => location);
    const directoryNoteOf = (file: string): Promise<DirectoryNote> => this.#checker.directoryNoteOf(file, siblings);
    const requests = await pendingRequests(name, files, { siblings, problems, directoryNoteOf });
    const snapshot: StoreSnapshot = {
      name,
      certificates: await deduplicate(checked, slice),
      ...(requests.length === 0 ? {} : { requests }),
      ...(emptyFiles.length === 0 ? {} : { emptyFiles }),
      isGlob: walked.isGlob,
      unreadable: [...unreadPaths, ...lockedKeystores],
      // A locked keystore was readable, so warnings about a selected certificate in it are still
      // reported.
      unreadPaths,
    };
    if (this.#previousSnapshot === undefined || !sameSnapshot(this.#previousSnapshot, snapshot)) {
      this.#previousSnapshot = snapshot;
    }
    const result: AvailableResult<StoreSnapshot> = {
      kind: 'available',
      at,
      value: this.#previousSnapshot,
      problems: problems.all(),
    };
    if (pathProblems.every(({ reason }) => reason === 'too_large')) this.#previousResult = result;
    return result;
  }

  /**
   * Returns the file. While it is being written, returns its previous version, or undefined for a
   * new file. The first scan, and a new file that is the whole store, are read as they are.
   */
  #readableVersion(file: FoundFile): FoundFile | undefined {
    const previous = this.#cache.previousFileAt(file.path);
    const isWholeStore = previous === undefined && file.path === this.#definition.path;
    if (this.#cache.wasEmpty || file === previous || isWholeStore) return file;
    return this.#unfinished.mustWait(file.path) ? previous : file;
  }

  /**
   * Returns the keys that connectors name. A store with configured key files uses no keys that
   * connectors name.
   */
  async #readNamedKeys(): Promise<readonly NamedKey[]> {
    const { namedKeys } = this.#options;
    if (namedKeys === undefined || this.#definition.keyFiles !== undefined) return NO_NAMED_KEYS;
    return await namedKeys.read();
  }

  /**
   * Returns whether no file was removed, and no path has a problem. This is never true for a file
   * or a glob, because a key may have appeared next to it.
   */
  #hasSameFiles({ listed, problems, isGlob }: Walked): boolean {
    return listed.size > 0 && !isGlob && problems.length === 0 && this.#cache.isComplete;
  }
}

interface WalkParameters {
  readonly observer: ScanObserver;
  readonly hinted: ReadonlySet<string> | undefined;
  readonly settlesLater: boolean;
  readonly slice: TimeSlice;
}

interface SnapshotParts {
  readonly walked: Walked;
  readonly classified: ClassifiedFiles;
  readonly namedKeys: readonly NamedKey[];
  readonly slice: TimeSlice;
}

/** The files of a store that are not simply readable certificates, and the problems. */
interface ClassifiedFiles {
  /** Files whose content is not known, by path. */
  readonly unreadableFiles: ReadonlyMap<string, FileSource>;
  /** The problems of paths that could not be read, sorted by path. */
  readonly pathProblems: readonly Problem[];
  /** The problems inside files that were read. */
  readonly contentProblems: readonly Problem[];
  /** The keystores that no password opened, so that no certificate was read. */
  readonly lockedKeystores: readonly string[];
  /** The files without certificates, keys, CSRs and problems. */
  readonly emptyFiles: readonly string[];
  readonly hasNoCertificate: boolean;
}

/** @param path the path of the store */
function classify(
  path: string,
  walkProblems: readonly Problem[],
  unread: readonly UnreadFile[],
  files: readonly ScannedFile[],
): ClassifiedFiles {
  const pathProblems = [...walkProblems];
  for (const { path: file, source } of unread) {
    if (source.kind === 'problem') pathProblems.push(source.problem);
    else if (file === path) {
      pathProblems.push({ reason: 'not_found', location: path, detail: '' });
    }
  }
  const contentProblems: Problem[] = [];
  const lockedKeystores: string[] = [];
  const emptyFiles: string[] = [];
  let hasNoCertificate = true;
  for (const { path: file, source } of files) {
    if (source.kind === 'problem') pathProblems.push(source.problem);
    else if (source.kind === 'content') {
      hasNoCertificate &&= source.content.certificates.length === 0;
      for (const problem of source.content.problems) contentProblems.push(problem);
      if (isLocked(source.content)) lockedKeystores.push(file);
      if (isEmptyFile(source.content)) emptyFiles.push(file);
    }
  }
  const unreadableFiles = new Map<string, FileSource>();
  for (const problem of pathProblems) {
    if (problem.reason !== 'not_found') unreadableFiles.set(problem.location, { kind: 'problem', problem });
  }
  pathProblems.sort(byLocation);
  return { unreadableFiles, pathProblems, contentProblems, lockedKeystores, emptyFiles, hasNoCertificate };
}

function isLocked({ certificates, problems }: FileContent): boolean {
  return certificates.length === 0 && problems.some(({ reason }) => LOCK_REASONS.has(reason));
}

function isEmptyFile({ certificates, requests, keys, problems }: FileContent): boolean {
  return certificates.length + requests.length + keys.length + problems.length === 0;
}

/**
 * Returns why a scan is unavailable although all directories were listed. Either the store is one
 * unreadable file, or no certificate was read and a path was denied or a keystore is locked. In the
 * latter case, the store may not be empty, and the problem lists the files with its reason.
 */
function unavailabilityOf(
  path: string,
  { pathProblems, contentProblems, hasNoCertificate }: ClassifiedFiles,
): Problem | undefined {
  const ofStore = pathProblems.find(({ location }) => location === path);
  if (ofStore !== undefined || !hasNoCertificate) return ofStore;
  const denied = pathProblems.filter(({ reason }) => reason === 'permission_denied');
  const candidates = denied.length > 0 ? denied : contentProblems.filter(({ reason }) => LOCK_REASONS.has(reason));
  const [problem] = candidates;
  if (problem === undefined) return undefined;
  const alike = candidates.filter(({ reason }) => reason === problem.reason);
  const files = [...new Set(alike.map(({ location }) => location))].sort();
  if (files.length === 1 && files[0] === path) return problem;
  const more = files.length > MAX_LISTED_FILES ? ` and ${files.length - MAX_LISTED_FILES} more` : '';
  const detail = `${files.slice(0, MAX_LISTED_FILES).join(', ')}${more}: ${problem.detail}`;
  return { ...problem, location: path, detail };
}

function byLocation(left: Problem, right: Problem): number {
  return left.location < right.location ? -1 : 1;
}
