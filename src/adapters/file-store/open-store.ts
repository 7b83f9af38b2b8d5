import type { Stats } from 'node:fs';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { CertificateStore, ScanScope } from '../../work/ports/stores.ts';
import type { Clock } from '../../work/ports/system.ts';
import { OpeningBudget } from './open/opening-budget.ts';
import type { ScanObserver } from './read/scan-observer.ts';
import { StoreReader } from './read/store-reader.ts';
import type { StoreReaderOptions } from './read/store-reader-options.ts';
import { parseGlob } from './walk/glob.ts';
import { DirectoryWatch } from './watch/directory-watch.ts';
import { RootWatch } from './watch/root-watch.ts';

/**
 * The maximum number of changed paths that are scanned individually. With more, the whole store is
 * scanned.
 */
const MAX_CHANGED_PATHS = 1000;
/** Changes within this time become one hint, ms. */
const HINT_DELAY_MS = 50;
/** The delay before the next scan if a file is still being written, ms. */
const UNFINISHED_RETRY_MS = 1000;

const DEFAULTS: Omit<StoreReaderOptions, 'budget'> = {
  maxFiles: 1_000_000,
  minReliableAgeMs: 2000,
  willRescan: true,
  keyAccounts: [],
  namedKeys: undefined,
  isIgnored: () => false,
  warn: () => undefined,
  startThread: undefined,
  readerCache: undefined,
};

/** Opens a certificate store in the file system: a directory tree, a file or a glob. */
export function openStore(
  definition: StoreDefinition,
  clock: Clock,
  options: Partial<StoreReaderOptions> = {},
): CertificateStore {
  return new FileStore(definition, clock, { ...DEFAULTS, budget: new OpeningBudget(), ...options });
}

/** The paths that one call of `watch` watches. */
interface Watch {
  readonly directories: DirectoryWatch;
  /** The path of the store. */
  readonly root: RootWatch;
  /** The configured key files and password files. */
  readonly otherFiles: readonly RootWatch[];
  /** Makes the next scan examine a path, and gives a hint. */
  readonly reportChange: (path: string) => void;
}

/**
 * A certificate store. A `StoreReader` scans it. Watches detect changed paths between scans, and
 * give a hint, so that the caller scans again. This scan need not examine the other files.
 */
class FileStore implements CertificateStore {
  readonly name: string;
  readonly #path: string;
  /** The configured key files and password files, which may be in other directories. */
  readonly #otherFiles: readonly string[];
  readonly #clock: Clock;
  readonly #warn: StoreReaderOptions['warn'];
  readonly #reader: StoreReader;
  readonly #watches: Set<Watch> = new Set();
  /** The result of the last scan; its value is undefined if the store was unavailable. */
  #previousScan: { readonly value: StoreSnapshot | undefined } | undefined;
  /**
   * The paths that watches reported since the last scan began; undefined if any path may have
   * changed.
   */
  #changedPaths: Set<string> | undefined;
  /** Settles after all requested scans, which run one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(definition: StoreDefinition, clock: Clock, options: StoreReaderOptions) {
    this.name = definition.name;
    this.#path = definition.path;
    this.#otherFiles = [...(definition.keyFiles ?? []), ...(definition.passwordFiles ?? [])];
    this.#clock = clock;
    this.#warn = options.warn;
    this.#reader = new StoreReader(definition, options);
  }

  read(signal: AbortSignal, scope: ScanScope = 'full'): Promise<ScanResult<StoreSnapshot>> {
    const result = this.#queue.then(() => this.#scan(signal, scope));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  watch(hint: () => void): Disposable {
    const stopped = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    /** @param path undefined: any path may have changed */
    const reportChange = (path?: string): void => {
      if (stopped.signal.aborted) return;
      if (path === undefined || (this.#changedPaths?.size ?? 0) >= MAX_CHANGED_PATHS) this.#changedPaths = undefined;
      else this.#changedPaths?.add(path);
      hintSoon();
    };
    const hintSoon = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        hint();
      }, HINT_DELAY_MS).unref();
    };
    const directories = new DirectoryWatch(reportChange, (limit) =>
      this.#warn(DIAGNOSTIC_FAILURES.directories_not_watched({ store: this.name, limit })),
    );
    const root = new RootWatch(parseGlob(this.#path)?.base ?? this.#path, (isReplaced) => {
      // If only entries of the directory changed, the next scan finds them by its times.
      if (isReplaced) reportChange();
      else hintSoon();
    });
    const otherFiles = this.#otherFiles.map((path) => new RootWatch(path, () => reportChange()));
    const watch = { directories, root, otherFiles, reportChange };
    this.#watches.add(watch);
    void this.#startWatching(stopped.signal, reportChange);
    return {
      [Symbol.dispose]: () => {
        stopped.abort();
        clearTimeout(timer);
        this.#watches.delete(watch);
        directories[Symbol.dispose]();
        for (const watched of [root, ...otherFiles]) watched[Symbol.dispose]();
      },
    };
  }

  /**
   * Runs a scan, which sets the watches, and reports a change since the previous, unwatched scan.
   */
  async #startWatching(signal: AbortSignal, reportChange: () => void): Promise<void> {
    const previous = this.#previousScan;
    try {
      const result = await this.read(signal);
      const value = result.kind === 'available' ? result.value : undefined;
      if (previous !== undefined && value !== previous.value) reportChange();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #scan(signal: AbortSignal, scope: ScanScope): Promise<ScanResult<StoreSnapshot>> {
    const watches = [...this.#watches];
    const isWatched = watches.length > 0 && watches.every(({ directories }) => directories.isComplete);
    let areOtherFilesSame = true;
    for (const { directories, root, otherFiles } of watches) {
      root.begin();
      for (const watched of otherFiles) if (watched.begin()) areOtherFilesSame = false;
      directories.begin();
    }
    // Undefined: the scan examines all files.
    const changedPaths = scope === 'changed' && isWatched && areOtherFilesSame ? this.#changedPaths : undefined;
    // Changes from now on belong to the next scan.
    this.#changedPaths = new Set();
    const observer: ScanObserver = {
      onDirectory: (path: string, stats: Stats) => {
        for (const { directories } of watches) directories.onDirectory(path, stats);
      },
      onLink: (path: string) => {
        for (const { directories } of watches) directories.onLink(path);
      },
    };
    let result: ScanResult<StoreSnapshot> | undefined;
    try {
      result = await this.#reader.scan(this.#clock.now(), signal, observer, {
        changedPaths,
        rescansUnfinished: watches.length > 0,
      });
    } finally {
      // After an aborted scan, or of an unavailable store, the next scan examines all files.
      if (result?.kind !== 'available') this.#changedPaths = undefined;
    }
    for (const { directories } of watches) directories.end();
    // The next scan opens the deferred files. The hint starts it.
    for (const path of this.#reader.deferredPaths) for (const { reportChange } of watches) reportChange(path);
    for (const path of this.#reader.unfinishedPaths) {
      setTimeout(() => {
        for (const { reportChange } of watches) reportChange(path);
      }, UNFINISHED_RETRY_MS).unref();
    }
    this.#previousScan = { value: result.kind === 'available' ? result.value : undefined };
    return result;
  }
}
