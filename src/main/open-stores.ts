import { verifyChains } from '../adapters/chain/verify-chains.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import type { ReaderCache } from '../adapters/file-store/cache/reader-cache.ts';
import { type StartReadingThread, startReadingThread } from '../adapters/file-store/cache/reading-thread.ts';
import { certificateFiles } from '../adapters/file-store/certificate-files.ts';
import { NamedKeys } from '../adapters/file-store/keys/named-keys.ts';
import type { OpeningBudget } from '../adapters/file-store/open/opening-budget.ts';
import { openPersonalStore } from '../adapters/file-store/open-personal-store.ts';
import { openStore } from '../adapters/file-store/open-store.ts';
import type { StoreReaderOptions } from '../adapters/file-store/read/store-reader-options.ts';
import type { ActAs } from '../adapters/file-store/write/act-as.ts';
import { offsetMinutesOf } from '../adapters/system/offset-minutes.ts';
import { keyAccount, type StoreDefinition } from '../domain/connector/connector.ts';
import type { Inventory } from '../domain/connector/inventory.ts';
import { isPersonalStore } from '../domain/connector/personal-store.ts';
import { definitionOf } from '../domain/event/catalog/all.ts';
import type { Locale } from '../domain/event/event-definition.ts';
import type { Rendering } from '../formats/event/rendering.ts';
import type { CertificateStore, InventorySource, PersonalStore } from '../work/ports/stores.ts';
import type { Clock } from '../work/ports/system.ts';
import type { ScanSources } from '../work/scan/scan-all.ts';
import { findPages } from './find-pages.ts';
import { storeWritingOptions } from './store-writing-options.ts';
import { trustAnchors } from './trust-anchors.ts';

/**
 * Returns how texts of events are rendered.
 * @param locale the language of the command line; left out for that of the configuration
 */
export function renderingOf(configuration: Configuration, locale: Locale = configuration.locale): Rendering {
  const { helpLink, timezone, settings } = configuration;
  return {
    locale,
    helpLink: findPages(helpLink),
    offsetMinutes: offsetMinutesOf(timezone),
    definitionOf,
    command: settings.command,
  };
}

/** Returns the connectors and stores of the configuration file as an inventory. */
function configurationInventory({ inventory }: Configuration, clock: Clock): InventorySource {
  return {
    name: 'configuration',
    read: async () => ({ kind: 'available', at: clock.now(), value: inventory, problems: [] }),
  };
}

/**
 * Returns the function that starts the worker thread for a large store, from its own entry file.
 */
function readingThreadFor({ passwordFiles = [] }: StoreDefinition, willRescan: boolean): StartReadingThread {
  return () => startReadingThread(new URL('./reading-thread.js', import.meta.url), { passwordFiles, willRescan });
}

/** The options for opening stores. */
export interface OpenStoresOptions {
  /** The cache of parsed certificate files for the next process; left out for a command. */
  readonly readerCache?: ReaderCache;
  readonly warn?: (what: string) => void;
  /** The maximum iterations of key derivation for all stores of a scan. */
  readonly budget: OpeningBudget;
  /**
   * True if the same stores are read again. Then the states of files are kept, to read only changed
   * files.
   */
  readonly willRescan: boolean;
  /** The account under which the personal store is changed. */
  readonly actAs: ActAs;
}

/**
 * A pool of opened stores, one for each definition. They are kept over reloads, with their known
 * file states and last known contents.
 */
export class OpenStores {
  readonly #clock: Clock;
  readonly #readerCache: ReaderCache | undefined;
  readonly #warn: (what: string) => void;
  readonly #willRescan: boolean;
  readonly #budget: OpeningBudget;
  readonly #actAs: ActAs;
  readonly #stores: Map<string, CertificateStore> = new Map();
  readonly #personal: Map<string, PersonalStore> = new Map();
  /**
   * The known accounts that load private keys. The access of other accounts is not checked. The set
   * is changed in place: opened stores read it at each scan.
   */
  readonly #keyAccounts: Set<string> = new Set();
  readonly #namedKeys: NamedKeys = new NamedKeys();

  constructor(clock: Clock, { readerCache, warn = () => undefined, budget, willRescan, actAs }: OpenStoresOptions) {
    this.#budget = budget;
    this.#clock = clock;
    this.#readerCache = readerCache;
    this.#warn = warn;
    this.#willRescan = willRescan;
    this.#actAs = actAs;
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

/**
 * Returns everything that scans read under a configuration, and the verifier of chains.
 * @param discovered inventories that are discovered automatically
 */
export function scanSourcesOf(
  configuration: Configuration,
  clock: Clock,
  discovered: readonly InventorySource[],
  stores: OpenStores,
): ScanSources {
  const { computer, inventory, internalTransportCertificate, stateDirectory, trust } = configuration;
  const personalDefinition = inventory.stores.find(isPersonalStore);
  const personal = personalDefinition && stores.openPersonal(personalDefinition, stateDirectory);
  const storeOf = (definition: StoreDefinition): CertificateStore => {
    if (personal !== undefined && definition.name === personal.name) return personal;
    const source = discovered.find(({ name }) => name === definition.source.inventory);
    return source?.storeOf?.(definition) ?? stores.open(definition);
  };
  return {
    computer,
    inventories: [configurationInventory(configuration, clock), ...discovered],
    onInventories: (inventories) => stores.onInventories(inventories),
    storeOf,
    personal,
    internalTransportCertificate,
    readAnchors: async (sources = trust) => {
      const { identity } = await trustAnchors(sources).read();
      return identity;
    },
    chains: verifyChains(trust, certificateFiles(inventory.stores), trustAnchors),
  };
}
