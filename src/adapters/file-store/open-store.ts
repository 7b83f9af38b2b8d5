import type { Stats } from 'node:fs';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { visible } from '../../formats/terminal/visible.ts';
import type { CertificateStore, ScanScope } from '../../work/ports/stores.ts';
import type { Clock } from '../../work/ports/system.ts';
import { OpeningBudget } from './open/opening-budget.ts';
import { type ScanObserver, StoreReader, type StoreReaderOptions } from './read/read-store.ts';
import { parseGlob } from './walk/glob.ts';
import { DirectoryWatch } from './watch/directory-watch.ts';
import { RootWatch } from './watch/root-watch.ts';

/**
 * The maximum number of changed paths that are scanned individually. With more, the whole store is
 * scanned.
 */
const MAX_HINTED = 1000;
/** Changes within this time become one hint, ms. */
const HINT_AFTER_MS = 50;
/** The delay before a file that is being written is scanned again, ms. */
const UNFINISHED_AFTER_MS = 1000;

const DEFAULTS: Omit<StoreReaderOptions, 'budget'> = {
  maxFiles: 1_000_000,
  settlesAfterMs: 2000,
  willRescan: true,
  keyAccounts: [],
  namedKeys: undefined,
  isIgnored: () => false,
  warn: () => undefined,
  startThread: undefined,
  kept: undefined,
};

/** Opens a certificate store in the file system: a directory tree, a file or a glob. */
export function openStore(
  definition: StoreDefinition,
  clock: Clock,
  options: Partial<StoreReaderOptions> = {},
): CertificateStore {
  return new FileStore(definition, clock, { ...DEFAULTS, budget: new OpeningBudget(), ...options });
}

interface Watch {
  readonly directories: DirectoryWatch;
  readonly root: RootWatch;
  /** The configured key files and password files. */
  readonly others: readonly RootWatch[];
  /** Reports a change of a path. */
  readonly changed: (path: string) => void;
}

class FileStore implements CertificateStore {
  readonly name: string;
  readonly #path: string;
  /** The configured key files and password files, which may be in other directories. */
  readonly #others: readonly string[];
  readonly #clock: Clock;
  readonly #warn: StoreReaderOptions['warn'];
  readonly #reader: StoreReader;
  readonly #watches: Set<Watch> = new Set();
  /** The result of the last scan; its value is undefined if the store was unavailable. */
  #shown: { readonly value: StoreSnapshot | undefined } | undefined;
  /**
   * Paths that watches reported since the last scan began, or undefined if any path may have
   * changed.
   */
  #hinted: Set<string> | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(definition: StoreDefinition, clock: Clock, options: StoreReaderOptions) {
    this.name = definition.name;
    this.#path = definition.path;
    this.#others = [...(definition.keyFiles ?? []), ...(definition.passwordFiles ?? [])];
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
    const changed = (path?: string): void => {
      if (stopped.signal.aborted) return;
      if (path === undefined || (this.#hinted?.size ?? 0) >= MAX_HINTED) this.#hinted = undefined;
      else this.#hinted?.add(path);
      hintSoon();
    };
    const hintSoon = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        hint();
      }, HINT_AFTER_MS).unref();
    };
    const directories = new DirectoryWatch(changed, (why) =>
      this.#warn(
        `cannot watch all directories of certificate store ${visible(this.name)}: ${why}; changes in the others are found by the next scheduled scan`,
      ),
    );
    const root = new RootWatch(parseGlob(this.#path)?.base ?? this.#path, (isElsewhere) => {
      // Changes inside a directory are found by its times.
      if (isElsewhere) changed();
      else hintSoon();
    });
    const others = this.#others.map((path) => new RootWatch(path, () => changed()));
    const watch = { directories, root, others, changed };
    this.#watches.add(watch);
    void this.#catchUp(stopped.signal, changed);
    return {
      [Symbol.dispose]: () => {
        stopped.abort();
        clearTimeout(timer);
        this.#watches.delete(watch);
        directories[Symbol.dispose]();
        for (const each of [root, ...others]) each[Symbol.dispose]();
      },
    };
  }

  /** Runs a scan to set the watches, and reports changes since the previous, unwatched scan. */
  async #catchUp(signal: AbortSignal, changed: () => void): Promise<void> {
    const before = this.#shown;
    try {
      const result = await this.read(signal);
      if (before !== undefined && (result.kind === 'available' ? result.value : undefined) !== before.value) changed();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #scan(signal: AbortSignal, scope: ScanScope): Promise<ScanResult<StoreSnapshot>> {
    const watches = [...this.#watches];
    // Without hints, the state of every file is read.
    const isWatched = watches.length > 0 && watches.every(({ directories }) => directories.isComplete);
    let areOthersSame = true;
    for (const { directories, root, others } of watches) {
      root.begin();
      for (const each of others) if (each.begin()) areOthersSame = false;
      directories.begin();
    }
    const hinted = scope === 'changed' && isWatched && areOthersSame ? this.#hinted : undefined;
    this.#hinted = new Set();
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
      result = await this.#reader.scan(this.#clock.now(), signal, observer, hinted, watches.length > 0);
    } finally {
      // After an aborted or unavailable scan, the next one scans everything.
      if (result?.kind !== 'available') this.#hinted = undefined;
    }
    for (const { directories } of watches) directories.end();
    // Deferred files are opened in the next scan, which this hint starts.
    for (const path of this.#reader.deferred) for (const { changed } of watches) changed(path);
    for (const path of this.#reader.unfinished) {
      setTimeout(() => {
        for (const { changed } of watches) changed(path);
      }, UNFINISHED_AFTER_MS).unref();
    }
    this.#shown = { value: result.kind === 'available' ? result.value : undefined };
    return result;
  }
}
