import { mayHaveKey } from '../../../domain/certificate/certificate.ts';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import type { StoreSnapshot } from '../../../domain/connector/store-snapshot.ts';
import { CERTIFICATE_FILE_FAILURES } from '../../../domain/failure/certificate-file-failures.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import { type AvailableResult, type ScanResult, unavailable } from '../../../domain/scan-result.ts';
import type { Instant } from '../../../domain/time.ts';
import { ContentCache } from '../cache/content-cache.ts';
import type { StoredReadings } from '../cache/stored-readings.ts';
import { Accounts } from '../keys/accounts.ts';
import { KeyAccessChecker } from '../keys/key-access-checker.ts';
import type { NamedKey } from '../keys/named-keys.ts';
import type { DirectoryNote } from '../open/directory-note.ts';
import { PasswordFiles } from '../open/password-files.ts';
import { FileReader } from '../open/read-file.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import { Listings } from '../walk/listings.ts';
import { ProblemList } from '../walk/problem-list.ts';
import { TimeSlice } from '../walk/time-slice.ts';
import { UnfinishedFiles } from '../walk/unfinished-files.ts';
import { type CompletedWalk, type WalkResult, walk } from '../walk/walk.ts';
import type { FoundFile } from '../walk/walk-options.ts';
import { type ClassifiedFiles, classifyFiles, unavailabilityOf } from './classify-files.ts';
import { deduplicate } from './deduplicate.ts';
import { FileChecker } from './file-checker.ts';
import { type FileVersion, isReplaced } from './file-version.ts';
import { pendingRequests } from './pending-requests.ts';
import { ReadQueue, type ReadQueueDependencies } from './read-queue.ts';
import { isSameSnapshot } from './same-snapshot.ts';
import type { ScanObserver } from './scan-observer.ts';
import { SiblingFiles } from './sibling-files.ts';
import type { StoreReaderOptions } from './store-reader-options.ts';

const NO_NAMED_KEYS: readonly NamedKey[] = [];

/**
 * The size of a directory that has or had thousands of names, on most file systems, bytes. A
 * directory does not shrink when files are removed.
 */
const LARGE_DIRECTORY_BYTES = 0x1_0000;

/** The number of scans in succession while files are replaced during each of them. */
const MAX_SCANS = 3;

/**
 * Scans one store repeatedly, one scan at a time, and reads only changed files. A scan finds the
 * files and reads them at the same time. Then it sorts them by path, determines the keys of their
 * certificates, and returns a snapshot.
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
  #deferredPaths: readonly string[] = [];
  /** The files of certificates and keys that the last scan found to differ. */
  #mismatches: readonly FileVersion[] = [];
  readonly #unfinishedFiles: UnfinishedFiles = new UnfinishedFiles();
  /**
   * The result of the last scan, for the next scan if nothing has changed. Undefined if the next
   * scan must make a new result, because a problem may disappear without a change of a file.
   */
  #previousResult: AvailableResult<StoreSnapshot> | undefined;

  constructor(definition: StoreDefinition, options: StoreReaderOptions) {
    const reader = new FileReader();
    this.#definition = definition;
    this.#options = options;
    const passwords = new PasswordFiles(definition.passwordFiles ?? [], options.minReliableAgeMs);
    this.#listings = new Listings(options.minReliableAgeMs);
    this.#cache = new ContentCache(options.minReliableAgeMs, passwords, options.willRescan);
    this.#keyAccess = new KeyAccessChecker(new Accounts(options.keyAccounts));
    this.#checker = new FileChecker(definition, reader, passwords, this.#keyAccess);
    this.#storedReadings = options.readerCache?.storedReadingsOf(definition);
  }

  /**
   * Encrypted files that the last scan did not open, because the budget of the scan was used up.
   */
  get deferredPaths(): readonly string[] {
    return this.#deferredPaths;
  }

  /** Files that are still being written. The last scan used their previous content. */
  get unfinishedPaths(): readonly string[] {
    return this.#unfinishedFiles.paths;
  }

  /**
   * Scans the store. If nothing has changed, the result has the same snapshot object as the
   * previous result. Rejects only with the reason of the signal.
   */
  async scan(
    at: Instant,
    signal: AbortSignal,
    observer: ScanObserver,
    range: ScanRange = {},
  ): Promise<ScanResult<StoreSnapshot>> {
    let result = await this.#scanOnce(at, signal, observer, range);
    // Another program may have replaced a certificate and its key after one of them was read.
    for (let scans = 1; scans < MAX_SCANS && this.#mismatches.some(isReplaced); scans++)
      result = await this.#scanOnce(at, signal, observer, { ...range, changedPaths: undefined });
    return result;
  }

  async #scanOnce(
    at: Instant,
    signal: AbortSignal,
    observer: ScanObserver,
    { changedPaths, rescansUnfinished = false }: ScanRange,
  ): Promise<ScanResult<StoreSnapshot>> {
    this.#mismatches = [];
    signal.throwIfAborted();
    const slice = new TimeSlice(signal);
    const cache = this.#cache;
    await this.#storedReadings?.restore(cache, slice);
    await cache.begin(slice);
    this.#listings.begin();
    this.#unfinishedFiles.begin();
    const hasAccessChanged = await this.#keyAccess.begin();
    this.#options.budget.begin(this);

    const { budget, startThread } = this.#options;
    using queue = new ReadQueue(cache, { slice, budget, startThread, onRead: this.#onRead() });
    const walked = await this.#walk(queue, { observer, changedPaths, rescansUnfinished, slice });
    if (walked.kind === 'unavailable') return unavailable(at, walked.problem);
    const reading = await queue.finish();
    this.#deferredPaths = reading.deferredPaths;

    const namedKeys = reading.files.length === 0 ? NO_NAMED_KEYS : await this.#readNamedKeys();
    const haveNamedKeysChanged = namedKeys !== this.#previousNamedKeys;
    this.#previousNamedKeys = namedKeys;
    const haveFilesChanged = reading.hasRead || !this.#hasSameFiles(walked);
    if (!hasAccessChanged && !haveNamedKeysChanged && !haveFilesChanged && this.#previousResult !== undefined) {
      return { ...this.#previousResult, at };
    }
    this.#previousResult = undefined;

    const files = await cache.sortByPath(reading.files, slice);
    // With keys in the store, several paths are searched for each certificate, so the index is
    // needed.
    if (files.some(({ mayHoldKey }) => mayHoldKey)) await cache.index(slice);
    const classified = classifyFiles(this.#definition.path, walked.problems, reading.withoutContent, files);
    const problem = unavailabilityOf(this.#definition.path, classified);
    if (problem !== undefined) return unavailable(at, problem);
    const result = await this.#makeSnapshot(at, files, { walked, classified, namedKeys, slice });
    const accountProblem = this.#accountProblem(result.value);
    if (accountProblem === undefined) return result;
    this.#previousResult = undefined;
    return unavailable(at, accountProblem, result.value);
  }

  /**
   * Returns the problem if it is unknown whether the accounts of servers can read the private keys
   * of a snapshot. Otherwise an event about an unreadable key would be cleared without evidence.
   */
  #accountProblem({ certificates }: StoreSnapshot): Problem | undefined {
    const [account] = this.#keyAccess.unknownAccounts;
    if (account === undefined || !certificates.some(({ key }) => mayHaveKey(key))) return undefined;
    const failure = CERTIFICATE_FILE_FAILURES.account_not_looked_up({ account });
    return problemOfFailure('command_failed', this.#definition.path, failure);
  }

  #onRead(): ReadQueueDependencies['onRead'] {
    const { reportProgress } = this.#options;
    const { name } = this.#definition;
    return reportProgress && ((done, total) => reportProgress({ activity: 'read', name, done, total }));
  }

  /** Finds all files, and adds them to the queue, whose thread already reads some of them. */
  #walk(queue: ReadQueue, { observer, changedPaths, rescansUnfinished, slice }: WalkParameters): Promise<WalkResult> {
    const cache = this.#cache;
    return walk(this.#definition.path, {
      slice,
      maxFiles: this.#options.maxFiles,
      onDirectory: (directory, stats) => {
        if (cache.wasEmpty && stats.size > LARGE_DIRECTORY_BYTES) queue.startThreadOnce();
        observer.onDirectory(directory, stats);
      },
      onLink: observer.onLink,
      onFile: (found) => {
        const file = rescansUnfinished ? this.#readableVersion(found) : found;
        if (file !== undefined) queue.add(file);
      },
      onNewFiles: cache.wasEmpty ? (paths) => queue.addNew(paths) : undefined,
      listings: this.#listings,
      previousFileAt: (file) => cache.previousFileAt(file),
      changedPaths,
      isIgnored: this.#options.isIgnored,
    });
  }

  /** Determines the keys, and returns the available result with the snapshot. */
  async #makeSnapshot(
    at: Instant,
    files: readonly ScannedFile[],
    { walked, classified, namedKeys, slice }: SnapshotParts,
  ): Promise<AvailableResult<StoreSnapshot>> {
    const { name } = this.#definition;
    const { unreadableFiles, pathProblems, pathsWithUnknownContent } = classified;
    const { contentProblems, lockedKeystores, emptyFiles } = classified;
    const problems = new ProblemList();
    for (const problem of pathProblems) problems.add(problem);
    for (const problem of contentProblems) problems.add(problem);
    const limits = this.#options.budget.perFile;
    const siblings = new SiblingFiles(unreadableFiles, walked.listed, this.#cache, { slice, limits });
    const mismatches: FileVersion[] = [];
    const checkedFiles = await this.#checker.check(files, { siblings, problems, mismatches, slice, namedKeys });
    this.#mismatches = mismatches;
    this.#cache.end();
    this.#storedReadings?.saveSoon(this.#cache);
    const directoryNoteOf = (file: string): Promise<DirectoryNote> => this.#checker.directoryNoteOf(file, siblings);
    const requests = await pendingRequests(name, files, { siblings, problems, directoryNoteOf });
    const snapshot: StoreSnapshot = {
      name,
      certificates: await deduplicate(checkedFiles, slice),
      ...(requests.length === 0 ? {} : { requests }),
      ...(emptyFiles.length === 0 ? {} : { emptyFiles }),
      isGlob: walked.isGlob,
      unreadablePaths: [...pathsWithUnknownContent, ...lockedKeystores],
      // Without locked keystores: the file was readable, so warnings about a selected certificate
      // in it are still reported.
      unreadableSinceStart: pathsWithUnknownContent,
    };
    if (this.#previousSnapshot === undefined || !isSameSnapshot(this.#previousSnapshot, snapshot)) {
      this.#previousSnapshot = snapshot;
    }
    const result: AvailableResult<StoreSnapshot> = {
      kind: 'available',
      at,
      value: this.#previousSnapshot,
      problems: problems.all(),
    };
    // A file that is too large stays so until it changes. Other problems of paths may disappear
    // without a change.
    if (pathProblems.every(({ reason }) => reason === 'too_large')) this.#previousResult = result;
    return result;
  }

  /**
   * Returns the file to read. If the file is being written, returns its previous version, or
   * undefined if there is none. In the first scan, and for a new file that is the whole store,
   * returns the file even if it is being written.
   */
  #readableVersion(file: FoundFile): FoundFile | undefined {
    const previous = this.#cache.previousFileAt(file.path);
    const isWholeStore = previous === undefined && file.path === this.#definition.path;
    if (this.#cache.wasEmpty || file === previous || isWholeStore) return file;
    return this.#unfinishedFiles.mustWait(file.path) ? previous : file;
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
   * Returns whether the walk found all files of the previous scan, without a problem. Returns false
   * if the store is a file or a glob, because a key may have appeared next to a file.
   */
  #hasSameFiles({ listed, problems, isGlob }: CompletedWalk): boolean {
    return listed.size > 0 && !isGlob && problems.length === 0 && this.#cache.hasUsedAllFiles;
  }
}

/** The files that a scan examines. */
interface ScanRange {
  /** The only known files that may have changed. Default: all files may have changed. */
  readonly changedPaths?: ReadonlySet<string> | undefined;
  /** True if another scan follows when a file is still being written; such files can then wait. */
  readonly rescansUnfinished?: boolean;
}

interface WalkParameters {
  readonly observer: ScanObserver;
  readonly changedPaths: ReadonlySet<string> | undefined;
  readonly rescansUnfinished: boolean;
  readonly slice: TimeSlice;
}

interface SnapshotParts {
  readonly walked: CompletedWalk;
  readonly classified: ClassifiedFiles;
  readonly namedKeys: readonly NamedKey[];
  readonly slice: TimeSlice;
}
