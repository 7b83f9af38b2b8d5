import type { Stats } from 'node:fs';
import type { StoreDefinition } from '../../../domain/connector/connector.ts';
import type { StoreSnapshot } from '../../../domain/connector/store-snapshot.ts';
import type { Problem, Reason } from '../../../domain/problem.ts';
import { type AvailableResult, type ScanResult, unavailable } from '../../../domain/scan-result.ts';
import type { Instant } from '../../../domain/time.ts';
import { ContentCache } from '../cache/content-cache.ts';
import type { ReaderCache } from '../cache/reader-cache.ts';
import type { StartReadingThread } from '../cache/reading-thread.ts';
import type { StoreReadings } from '../cache/store-readings.ts';
import { Accounts } from '../keys/accounts.ts';
import { KeyAccessJudge } from '../keys/key-access.ts';
import type { NamedKey, NamedKeys } from '../keys/named-keys.ts';
import type { DirectoryNote } from '../open/directory-note.ts';
import type { FileContent } from '../open/file-content.ts';
import type { KnownFile } from '../open/known-file.ts';
import type { OpeningBudget } from '../open/opening-budget.ts';
import { PasswordFiles } from '../open/password-files.ts';
import { FileReader } from '../open/read-file.ts';
import type { FileSource } from '../open/source.ts';
import { Listings } from '../walk/listings.ts';
import { ProblemList } from '../walk/problem-list.ts';
import { TimeSlice } from '../walk/time-slice.ts';
import type { FoundFile } from '../walk/tree.ts';
import { UnfinishedFiles } from '../walk/unfinished-files.ts';
import { type Walked, walk } from '../walk/walk.ts';
import { deduplicate } from './deduplicate.ts';
import { FileJudge } from './judge-files.ts';
import { pendingRequests } from './pending-requests.ts';
import { Readings, type Unread } from './readings.ts';
import { sameSnapshot } from './same-snapshot.ts';
import { SiblingFiles } from './sibling-files.ts';

/** The options and dependencies of a `StoreReader`. */
export interface StoreReaderOptions {
  /** The maximum number of entries. A larger store is not read. */
  readonly maxFiles: number;
  /**
   * Files younger than this are read each time, because their times may not show another change,
   * ms.
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
  readonly warn: (what: string) => void;
  /** Iterations of key derivation for all stores of a scan. */
  readonly budget: OpeningBudget;
  /** The stored readings for the next process. Without it, nothing is stored. */
  readonly kept: ReaderCache | undefined;
}

const NO_NAMED_KEYS: readonly NamedKey[] = [];

/** The size of a directory with thousands of names, now or earlier, on most file systems, bytes. */
const LARGE_DIRECTORY = 0x1_0000;

/**
 * Receives the directories and links of a scan before they are read, so that watches can be set
 * first.
 */
export interface ScanObserver {
  readonly onDirectory: (path: string, stats: Stats) => void;
  readonly onLink: (path: string) => void;
}

/** Scans one store repeatedly, and reads only changed files. One scan at a time. */
export class StoreReader {
  readonly #definition: StoreDefinition;
  readonly #options: StoreReaderOptions;
  readonly #listings: Listings;
  readonly #cache: ContentCache;
  readonly #judge: FileJudge;
  readonly #access: KeyAccessJudge;
  readonly #kept: StoreReadings | undefined;
  /** The keys that connectors named in the last scan. */
  #namedBefore: readonly NamedKey[] = NO_NAMED_KEYS;
  /** The last snapshot, also if scans since were unavailable. */
  #shown: StoreSnapshot | undefined;
  #deferred: readonly string[] = [];
  readonly #unfinished: UnfinishedFiles = new UnfinishedFiles();
  /** The last scan, if all its problems are visible in the identities of files. */
  #last: AvailableResult<StoreSnapshot> | undefined;

  constructor(definition: StoreDefinition, options: StoreReaderOptions) {
    const reader = new FileReader();
    this.#definition = definition;
    this.#options = options;
    const passwords = new PasswordFiles(definition.passwordFiles ?? [], options.settlesAfterMs);
    this.#listings = new Listings(options.settlesAfterMs);
    this.#cache = new ContentCache(options.settlesAfterMs, passwords, options.willRescan);
    this.#access = new KeyAccessJudge(new Accounts(options.keyAccounts));
    this.#judge = new FileJudge(definition, reader, passwords, this.#access);
    this.#kept = options.kept?.of(definition);
  }

  /** Files that the last scan deferred to the next one. */
  get deferred(): readonly string[] {
    return this.#deferred;
  }

  /** The files that are still being written; the last scan used their previous content. */
  get unfinished(): readonly string[] {
    return this.#unfinished.waiting;
  }

  /**
   * Scans the whole store; with `hinted`, only those files, and added or removed ones. Rejects only
   * with the reason of the signal.
   * @param rescansSoon true if another scan follows soon when a file is still being written
   */
  async scan(
    at: Instant,
    signal: AbortSignal,
    observer: ScanObserver,
    hinted?: ReadonlySet<string>,
    rescansSoon = false,
  ): Promise<ScanResult<StoreSnapshot>> {
    signal.throwIfAborted();
    const slice = new TimeSlice(signal);
    const { path, name } = this.#definition;
    const cache = this.#cache;
    await this.#kept?.restore(cache, slice);
    await cache.begin(slice);
    this.#listings.begin();
    this.#unfinished.begin();
    const isAsBefore = !(await this.#access.begin());
    const { budget } = this.#options;
    budget.begin(this);
    using readings = new Readings(cache, { slice, ...this.#options });
    const walked = await walk(path, {
      ...{ slice, hinted, listings: this.#listings, ...this.#options, ...observer },
      onDirectory: (directory, stats) => {
        if (cache.knowsNothing && stats.size > LARGE_DIRECTORY) readings.expectMany();
        observer.onDirectory(directory, stats);
      },
      before: (file) => cache.before(file),
      onFile: (file) => {
        const taken = rescansSoon ? this.#withoutUnfinished(file) : file;
        if (taken !== undefined) readings.add(taken);
      },
      onNewFiles: cache.knowsNothing ? (paths) => readings.addNew(paths) : undefined,
    });
    if (walked.kind === 'unavailable') return unavailable(at, walked.problem);
    const read = await readings.finish();
    this.#deferred = read.deferred;
    const namedKeys = read.files.length === 0 ? NO_NAMED_KEYS : await this.#readNamedKeys();
    const areKeysSame = namedKeys === this.#namedBefore;
    this.#namedBefore = namedKeys;
    const isUnchanged = isAsBefore && areKeysSame && read.count === 0 && this.#isUnchanged(walked);
    if (isUnchanged && this.#last !== undefined) return { ...this.#last, at };
    this.#last = undefined;

    const known = await cache.ordered(read.files, slice);
    // If there are keys, several paths are searched for each certificate.
    if (known.some(({ mayHoldKey }) => mayHoldKey)) await cache.index(slice);
    const { hidden, troubles, contentProblems, closed, vacant, isEmpty } = troublesOf(
      path,
      walked.problems,
      read.unread,
      known,
    );
    const refused = isEmpty
      ? refusal(path, troubles, contentProblems)
      : troubles.find(({ location }) => location === path);
    if (refused !== undefined) return unavailable(at, refused);
    const problems = new ProblemList();
    for (const problem of troubles) problems.add(problem);
    for (const problem of contentProblems) problems.add(problem);
    const neighbours = new SiblingFiles(hidden, walked.listed, cache, { slice, limits: budget.wholeFile });
    const judged = await this.#judge.judge(known, { neighbours, problems, slice, namedKeys });
    cache.end();
    this.#kept?.saveSoon(cache);
    const neverSeen = troubles.filter(({ reason }) => HIDES.has(reason)).map(({ location }) => location);
    const directoryNoteOf = (file: string): Promise<DirectoryNote> => this.#judge.directoryNoteOf(file, neighbours);
    const requests = await pendingRequests(name, known, { neighbours, problems, directoryNoteOf });
    const snapshot: StoreSnapshot = {
      name,
      certificates: await deduplicate(judged, slice),
      ...(requests.length === 0 ? {} : { requests }),
      ...(vacant.length === 0 ? {} : { vacant }),
      isGlob: walked.isGlob,
      unreadable: [...neverSeen, ...closed],
      // A closed keystore was read itself, so it suppresses no warning about a selected
      // certificate.
      neverSeen,
    };
    if (this.#shown === undefined || !sameSnapshot(this.#shown, snapshot)) this.#shown = snapshot;
    const result: AvailableResult<StoreSnapshot> = {
      kind: 'available',
      at,
      value: this.#shown,
      problems: problems.all(),
    };
    if (troubles.every(({ reason }) => reason === 'too_large')) this.#last = result;
    return result;
  }

  /**
   * Returns the file. While it is being written, returns its previous state, or undefined for a new
   * file. The first scan, and a new file that is the whole store, are read as they are.
   */
  #withoutUnfinished(file: FoundFile): FoundFile | undefined {
    const cache = this.#cache;
    const before = cache.before(file.path);
    if (cache.knowsNothing || file === before || (before === undefined && file.path === this.#definition.path)) {
      return file;
    }
    return this.#unfinished.waits(file.path) ? before : file;
  }

  /** Named keys are not used by stores with configured key files. */
  async #readNamedKeys(): Promise<readonly NamedKey[]> {
    const { namedKeys } = this.#options;
    if (namedKeys === undefined || this.#definition.keyFiles !== undefined) return NO_NAMED_KEYS;
    return await namedKeys.read();
  }

  /**
   * Returns whether all files are as in the last scan, and none was removed. This is never true for
   * a file or a glob, because a key may have appeared next to it.
   */
  #isUnchanged({ listed, problems, isGlob }: Walked): boolean {
    return listed.size > 0 && !isGlob && problems.length === 0 && this.#cache.isComplete;
  }
}

/** The problems of a store. */
interface ReadProblems {
  /** Unreadable files, by path. They may contain anything. */
  readonly hidden: ReadonlyMap<string, FileSource>;
  /** Unreadable places, sorted. If the store's own path is missing, it is included. */
  readonly troubles: readonly Problem[];
  /** Problems inside files that were read. */
  readonly contentProblems: readonly Problem[];
  /** Keystores that no password opened, so no certificate was read. */
  readonly closed: readonly string[];
  /** Files without certificates, keys, CSRs and problems. */
  readonly vacant: readonly string[];
  /** True if no certificate was read. */
  readonly isEmpty: boolean;
}

function troublesOf(
  path: string,
  met: readonly Problem[],
  unread: readonly Unread[],
  known: readonly KnownFile[],
): ReadProblems {
  const troubles = [...met];
  for (const { path: file, source } of unread) {
    if (source.kind === 'problem') troubles.push(source.problem);
    else if (file === path) {
      troubles.push({ reason: 'not_found', location: path, detail: '' });
    }
  }
  const contentProblems: Problem[] = [];
  const closed: string[] = [];
  const vacant: string[] = [];
  let isEmpty = true;
  for (const { path: file, source } of known) {
    if (source.kind === 'problem') troubles.push(source.problem);
    else if (source.kind === 'content') {
      isEmpty &&= source.content.certificates.length === 0;
      for (const problem of source.content.problems) contentProblems.push(problem);
      if (isClosed(source.content)) closed.push(file);
      if (holdsNothing(source.content)) vacant.push(file);
    }
  }
  const hidden = new Map<string, FileSource>();
  for (const problem of troubles) {
    if (problem.reason !== 'not_found') hidden.set(problem.location, { kind: 'problem', problem });
  }
  return { hidden, troubles: troubles.sort(byLocation), contentProblems, closed, vacant, isEmpty };
}

function isClosed({ certificates, problems }: FileContent): boolean {
  return certificates.length === 0 && problems.some(({ reason }) => STAYS_CLOSED.has(reason));
}

function holdsNothing({ certificates, requests, keys, problems }: FileContent): boolean {
  return certificates.length + requests.length + keys.length + problems.length === 0;
}

/**
 * Problems that may hide a file that a server can read. A symbolic link loop or a file that is too
 * large is unusable for a server too.
 */
const HIDES: ReadonlySet<Reason> = new Set(['permission_denied', 'io_error', 'changed_while_reading', 'not_checked']);

/** Problems of keystores that may contain certificates. */
const STAYS_CLOSED: ReadonlySet<Reason> = new Set([
  'password_missing',
  'password_wrong',
  'mac_unsupported',
  'cipher_unsupported',
  'too_many_iterations',
]);

/**
 * Returns why a scan is unavailable although all directories were listed. Either the store is one
 * unreadable file, or no certificate was read and a part was refused or stayed closed. In the
 * latter case, the store may not be empty.
 */
function refusal(path: string, troubles: readonly Problem[], contentProblems: readonly Problem[]): Problem | undefined {
  const refused =
    troubles.find(({ location }) => location === path) ??
    troubles.find(({ reason }) => reason === 'permission_denied') ??
    contentProblems.find(({ reason }) => STAYS_CLOSED.has(reason));
  return refused === undefined || refused.location === path
    ? refused
    : { ...refused, location: path, detail: `${refused.location}: ${refused.detail}` };
}

function byLocation(one: Problem, other: Problem): number {
  return one.location < other.location ? -1 : 1;
}
