import type { Reason } from '../failure/problem.ts';
import type { AvailableResult, ScanResult } from '../scan-result.ts';
import type { Connector, StoreDefinition } from './connector.ts';
import type { Inventory } from './inventory.ts';
import type { StoreSnapshot } from './store-snapshot.ts';

/**
 * Prefix of the name of a store that consists of one file. Each file that a connector names is such
 * a store. Names of configured stores cannot have this prefix.
 */
export const FILE_STORE = 'file:';

/** Separates the paths in the name of such a store: the file, and its key files. */
const FILE_SEPARATOR = ' + ';

/**
 * Returns whether a store is a file that a connector names. Other connectors do not search the file.
 */
export function isConnectorFile(store: string): boolean {
  return store.startsWith(FILE_STORE);
}

/**
 * Returns the text for a store in messages: its name, or for a file that a connector names the path
 * of the file, without its key files. For records and names without the definition of the store,
 * which has the path.
 */
export function storeLabel(store: string): string {
  if (!isConnectorFile(store)) return store;
  const end = store.indexOf(FILE_SEPARATOR);
  return store.slice(FILE_STORE.length, end < 0 ? undefined : end);
}

/** Returns the store name of a file that a connector names, with its key files. */
export function fileStoreName(path: string, keyFiles: readonly string[] = []): string {
  return [`${FILE_STORE}${path}`, ...keyFiles].join(FILE_SEPARATOR);
}

/** Returns the store names of the files of a connector. */
export function fileStoreNames({ certificateFiles = [], keyFiles }: Connector): readonly string[] {
  return certificateFiles.map((path) => fileStoreName(path, keyFiles));
}

/**
 * Returns the stores for the files of a connector; empty if the connector is disabled or offers no
 * TLS.
 */
function fileStoresOf({ certificateFiles = [], keyFiles, enabled, starttls, source }: Connector): StoreDefinition[] {
  if (!enabled || !starttls) return [];
  return certificateFiles.map((path) => ({
    name: fileStoreName(path, keyFiles),
    path,
    services: ['SMTP'],
    personal: false,
    ...(keyFiles === undefined ? {} : { keyFiles }),
    source,
  }));
}

/** Cached, because every scan needs the stores several times. */
const ALL_STORES: WeakMap<Inventory, readonly StoreDefinition[]> = new WeakMap();

/**
 * Returns all stores of an inventory, followed by the files that its connectors name, without
 * duplicates.
 */
export function storesOf(inventory: Inventory): readonly StoreDefinition[] {
  const cached = ALL_STORES.get(inventory);
  if (cached !== undefined) return cached;
  const files = new Map(
    inventory.connectors.flatMap(fileStoresOf).map((store): [string, StoreDefinition] => [store.name, store]),
  );
  const stores = files.size === 0 ? inventory.stores : [...inventory.stores, ...files.values()];
  ALL_STORES.set(inventory, stores);
  return stores;
}

/**
 * Errors that the mail server gets for the path as well, so that the file counts as absent. Other
 * errors may only affect mailcertd.
 */
const ABSENT_FILE_REASONS: ReadonlySet<Reason> = new Set<Reason>(['not_found', 'not_a_regular_file', 'symlink_loop']);

/**
 * Returns the scan result of a store. If a file that a connector names is absent, the result is
 * available and empty, and the error is one of its problems. Other results are returned unchanged.
 * @param previous the result of the previous scan. If it is empty too, the same snapshot object is
 * returned, so that the index of certificates need not be updated.
 */
export function absentFileAsEmpty(
  name: string,
  result: ScanResult<StoreSnapshot>,
  previous: ScanResult<StoreSnapshot> | undefined,
): ScanResult<StoreSnapshot> {
  if (!isConnectorFile(name) || result.kind === 'available' || !ABSENT_FILE_REASONS.has(result.problem.reason))
    return result;
  const previousEmpty =
    previous?.kind === 'available' && previous.value.certificates.length === 0 ? previous.value : undefined;
  const value = previousEmpty ?? {
    name,
    certificates: [],
    isGlob: false,
    unreadablePaths: [],
    unreadableSinceStart: [],
  };
  const emptyResult: AvailableResult<StoreSnapshot> = {
    kind: 'available',
    at: result.since,
    value,
    problems: [result.problem],
  };
  return emptyResult;
}
