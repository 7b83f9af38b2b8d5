import type { StoreSnapshot } from '../observation/observation.ts';
import type { Reason } from '../problem.ts';
import type { AvailableResult, ScanResult } from '../scan-result.ts';
import type { Connector, StoreDefinition } from './connector.ts';
import type { Inventory } from './inventory.ts';

/** What the names of the stores begin with that are one named file; no configured store's name does. */
export const FILE_STORE = 'file:';

/** Whether a store is a file that a connector names: nobody else looks for certificates in it. */
export function isFileStore(store: string): boolean {
  return store.startsWith(FILE_STORE);
}

/** A store as people know it: of a named file, its path and those of the keys that belong to it, each once. */
export function storeLabel(store: string): string {
  if (!isFileStore(store)) return store;
  return [...new Set(store.slice(FILE_STORE.length).split(' + '))].join(' + ');
}

/** The store that a named file is, with the keys that belong to it. */
export function fileStoreName(path: string, keyFiles: readonly string[] = []): string {
  return [`${FILE_STORE}${path}`, ...keyFiles].join(' + ');
}

/** The stores that a connector's files are; none where it is not judged. */
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

const ALL_STORES: WeakMap<Inventory, readonly StoreDefinition[]> = new WeakMap();

/** All that an inventory says can be looked at: the stores, then the files that its connectors name, each once. */
export function storesOf(inventory: Inventory): readonly StoreDefinition[] {
  const known = ALL_STORES.get(inventory);
  if (known !== undefined) return known;
  const files = new Map(
    inventory.connectors.flatMap(fileStoresOf).map((store): [string, StoreDefinition] => [store.name, store]),
  );
  const stores = files.size === 0 ? inventory.stores : [...inventory.stores, ...files.values()];
  ALL_STORES.set(inventory, stores);
  return stores;
}

/** Trouble with a path that a server has as well: it is told of the path, and there is no file. */
const NO_FILE: ReadonlySet<Reason> = new Set<Reason>(['not_found', 'not_a_regular_file', 'symlink_loop']);

/** A look at a store; at a named file where no file stands: that was seen. */
export function scannedFile(
  name: string,
  look: ScanResult<StoreSnapshot>,
  before: ScanResult<StoreSnapshot> | undefined,
): ScanResult<StoreSnapshot> {
  if (!isFileStore(name) || look.kind === 'seen' || !NO_FILE.has(look.problem.reason)) return look;
  const known = before?.kind === 'seen' && before.value.certificates.length === 0 ? before.value : undefined;
  const value = known ?? { name, certificates: [], isGlob: false, unseen: [], neverSeen: [] };
  const seen: AvailableResult<StoreSnapshot> = { kind: 'seen', at: look.since, value, problems: [look.problem] };
  return seen;
}
