import type { ReaderCache } from '../adapters/file-store/cache/reader-cache.ts';
import { type StartReadingThread, startReadingThread } from '../adapters/file-store/cache/reading-thread.ts';
import { NamedKeys } from '../adapters/file-store/keys/named-keys.ts';
import type { OpeningBudget } from '../adapters/file-store/open/opening-budget.ts';
import { openPersonalStore } from '../adapters/file-store/open-personal-store.ts';
import { openStore } from '../adapters/file-store/open-store.ts';
import type { StoreReaderOptions } from '../adapters/file-store/read/store-reader-options.ts';
import type { ActAs } from '../adapters/file-store/write/act-as.ts';
import { keyAccount, type StoreDefinition } from '../domain/connector/connector.ts';
import type { Inventory } from '../domain/connector/inventory.ts';
import type { Failure } from '../domain/failure/failure.ts';
import type { ReportProgress } from '../work/ports/progress.ts';
import type { CertificateStore, PersonalStore } from '../work/ports/stores.ts';
import type { Clock } from '../work/ports/system.ts';
import { storeWritingOptions } from './store-writing-options.ts';

/**
 * Returns the function that starts the worker thread for a large store, from its own entry file.
 */
function readingThreadFor({ passwordFiles = [] }: StoreDefinition, willRescan: boolean): StartReadingThread {
  return () => startReadingThread(new URL('./reading-thread.js', import.meta.url), { passwordFiles, willRescan });
}

/** The options for opening stores. */
export interface StorePoolOptions {
  /** The cache of parsed certificate files for the next process; left out for a command. */
  readonly readerCache?: ReaderCache;
  readonly warn?: (what: Failure) => void;
  /** The maximum iterations of key derivation for all stores of a scan. */
  readonly budget: OpeningBudget;
  /**
   * True if the same stores are read again. Then the states of files are kept, to read only changed
   * files.
   */
  readonly willRescan: boolean;
  /** The account under which the personal store is changed. */
  readonly actAs: ActAs;
  /** Receives the progress of reading; left out for the daemon. */
  readonly reportProgress?: ReportProgress | undefined;
}

/**
 * A pool of opened stores, one for each definition. They are kept over reloads, with their known
 * file states and last known contents.
 */
export class StorePool {
  readonly #clock: Clock;
  readonly #readerCache: ReaderCache | undefined;
  readonly #warn: (what: Failure) => void;
  readonly #willRescan: boolean;
  readonly #budget: OpeningBudget;
  readonly #actAs: ActAs;
  readonly #reportProgress: ReportProgress | undefined;
  readonly #stores: Map<string, CertificateStore> = new Map();
  readonly #personal: Map<string, PersonalStore> = new Map();
  /**
   * The known accounts that load private keys. The access of other accounts is not checked. The set
   * is changed in place: opened stores read it at each scan.
   */
  readonly #keyAccounts: Set<string> = new Set();
  readonly #namedKeys: NamedKeys = new NamedKeys();

  constructor(
    clock: Clock,
    { readerCache, warn = () => undefined, budget, willRescan, actAs, reportProgress }: StorePoolOptions,
  ) {
    this.#budget = budget;
    this.#clock = clock;
    this.#readerCache = readerCache;
    this.#warn = warn;
    this.#willRescan = willRescan;
    this.#actAs = actAs;
    this.#reportProgress = reportProgress;
  }

  /**
   * Sets the accounts and key files for the next scan. Stores check their keys for these accounts,
   * and also search for keys in these files. Before the first call, there are none.
   */
  onInventories(inventories: readonly Inventory[]): void {
    this.#keyAccounts.clear();
    for (const { connectors } of inventories) for (const each of connectors) this.#keyAccounts.add(keyAccount(each));
    this.#namedKeys.setPaths(
      inventories.flatMap(({ connectors }) => connectors.flatMap(({ keyFiles = [] }) => keyFiles)),
    );
  }

  /** Returns the store of a definition, which is opened once. */
  open(definition: StoreDefinition): CertificateStore {
    return getOrOpen(this.#stores, definition, [], () =>
      openStore(definition, this.#clock, this.#optionsFor(definition)),
    );
  }

  /** Returns the personal store of a definition, which is opened once. */
  openPersonal(definition: StoreDefinition, stateDirectory: string): PersonalStore {
    return getOrOpen(this.#personal, definition, [stateDirectory], () =>
      openPersonalStore(
        definition,
        this.#clock,
        storeWritingOptions(stateDirectory, this.#actAs),
        this.#optionsFor(definition),
      ),
    );
  }

  #optionsFor(definition: StoreDefinition): Partial<StoreReaderOptions> {
    const willRescan = this.#willRescan;
    const startThread = readingThreadFor(definition, willRescan);
    return {
      keyAccounts: this.#keyAccounts,
      namedKeys: this.#namedKeys,
      willRescan,
      startThread,
      budget: this.#budget,
      readerCache: this.#readerCache,
      warn: this.#warn,
      reportProgress: this.#reportProgress,
    };
  }
}

/**
 * Returns the store that was opened for the same definition; otherwise opens it, and adds it to
 * `stores`.
 */
function getOrOpen<T>(
  stores: Map<string, T>,
  definition: StoreDefinition,
  otherKeyParts: readonly string[],
  open: () => T,
): T {
  const { name, path, services, passwordFiles, keyFiles } = definition;
  const key = JSON.stringify([name, path, services, passwordFiles, keyFiles, otherKeyParts]);
  const store = stores.get(key) ?? open();
  stores.set(key, store);
  return store;
}
