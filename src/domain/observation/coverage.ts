import { isFileStore, storesOf } from '../connector/certificate-file.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';
import { CONFIGURATION, type Inventory } from '../connector/inventory.ts';
import { isUnread } from '../connector/unread-parts.ts';
import { lastKnown } from '../scan-result.ts';
import type { Coverage, Scope } from '../scope.ts';
import { isEvidence } from '../served/outdated.ts';
import { DAY, type Instant } from '../time.ts';
import type { Memory, StoreSize } from './memory.ts';
import type { Observation } from './observation.ts';

/** Time after which the new size of a shrunk store is accepted as normal. */
const ACCEPTED_AFTER: number = DAY;

/** Cache, because many rules use the same stores. */
const DEFINED: WeakMap<Observation, readonly StoreDefinition[]> = new WeakMap();

/**
 * Returns the stores that the inventories define, and the files that their connectors name, as last
 * known.
 */
export function definedStores(observation: Observation): readonly StoreDefinition[] {
  const stores = DEFINED.get(observation) ?? defineStores(observation);
  DEFINED.set(observation, stores);
  return stores;
}

function defineStores({ inventories }: Observation): readonly StoreDefinition[] {
  return [...inventories.values()].flatMap((result) => {
    const lastResult = lastKnown(result);
    return lastResult === undefined ? [] : storesOf(lastResult.value);
  });
}

function pathOf(observation: Observation, store: string): string | undefined {
  return definedStores(observation).find(({ name }) => name === store)?.path;
}

/**
 * Returns the sizes if a store lost more than half of its certificates since its last accepted
 * size. undefined if it did not, or if it is unavailable. A named file never shrinks: its server
 * uses whatever the file contains.
 */
export function shrinkage(
  observation: Observation,
  store: string,
): { readonly before: number; readonly now: number } | undefined {
  const result = observation.stores.get(store);
  if (isFileStore(store)) return undefined;
  const size = observation.before.storeSizes.get(store);
  if (result?.kind !== 'available' || result.value.unreadable.length > 0 || size === undefined) return undefined;
  if (size.path !== pathOf(observation, store)) return undefined;
  if (size.shrunk !== undefined && observation.now - size.shrunk.since >= ACCEPTED_AFTER) return undefined;
  const now = result.value.certificates.length;
  return now < size.certificates / 2 ? { before: size.certificates, now } : undefined;
}

/**
 * Returns whether an empty store needs confirmation. A second scan confirms an empty directory; a
 * glob without matches is confirmed only after a day.
 */
export function isUnconfirmedEmpty(observation: Observation, store: string): boolean {
  const shrunk = shrinkage(observation, store);
  if (shrunk === undefined || shrunk.now > 0) return false;
  const result = observation.stores.get(store);
  const isGlob = result?.kind === 'available' && result.value.isGlob;
  return isGlob || (observation.before.storeSizes.get(store)?.shrunk?.passes ?? 0) === 0;
}

/**
 * Returns since when a store is empty without confirmation; undefined if it is confirmed or not
 * empty.
 */
export function unconfirmedSince(observation: Observation, store: string): Instant | undefined {
  if (!isUnconfirmedEmpty(observation, store)) return undefined;
  return observation.before.storeSizes.get(store)?.shrunk?.since ?? observation.now;
}

/** Returns whether all inventories are available, and there is at least one. */
function areInventoriesAvailable({ inventories }: Observation): boolean {
  return inventories.size > 0 && [...inventories.values()].every(({ kind }) => kind === 'available');
}

/**
 * Returns the parts of all inventories: those that could not be read and of which nothing is known,
 * and those that were read. The name of an inventory is a part.
 */
function partsIn({ inventories }: Observation): Pick<Inventory, 'unreadParts' | 'readParts'> {
  const values = [...inventories.values()].flatMap((result) => lastKnown(result)?.value ?? []);
  return {
    unreadParts: values.flatMap(({ unreadParts = [] }) => unreadParts),
    readParts: [...inventories.keys(), ...values.flatMap(({ readParts = [] }) => readParts)],
  };
}

/** Returns the memory for the next scan, with the new sizes of the stores. */
export function remember(observation: Observation): Memory {
  // An inventory that is unavailable, or unavailable in part, may still name these stores.
  const parts = partsIn(observation);
  const mayExist = (name: string): boolean => !areInventoriesAvailable(observation) || isUnread(name, parts);
  const storeSizes = new Map<string, StoreSize>([...observation.before.storeSizes].filter(([name]) => mayExist(name)));
  for (const { name, path } of definedStores(observation)) {
    if (isFileStore(name)) continue;
    const previousSize = observation.before.storeSizes.get(name);
    const result = observation.stores.get(name);
    if (result?.kind !== 'available' || result.value.unreadable.length > 0) {
      if (previousSize !== undefined) storeSizes.set(name, previousSize);
    } else if (previousSize === undefined || shrinkage(observation, name) === undefined) {
      storeSizes.set(name, { path, certificates: result.value.certificates.length, shrunk: undefined });
    } else {
      const { since, passes } = previousSize.shrunk ?? { since: observation.now, passes: 0 };
      // The system clock may have been ahead; a store must not wait forever.
      const shrunk = { since: Math.min(since, observation.now), passes: passes + 1 };
      storeSizes.set(name, { path, certificates: previousSize.certificates, shrunk });
    }
  }
  return { ...observation.before, storeSizes };
}

/** Returns whether a store is available as a whole and not an unconfirmed empty one. */
function isStoreAvailable(observation: Observation, store: string): boolean {
  const result = observation.stores.get(store);
  return (
    result?.kind === 'available' && result.value.unreadable.length === 0 && !isUnconfirmedEmpty(observation, store)
  );
}

/** Returns whether a connector is probed. */
export function isProbed({ enabled, starttls, probe }: Connector): boolean {
  return enabled && starttls && probe !== undefined;
}

/**
 * Returns whether a directory was found empty for the first time, so that a second scan must follow
 * soon.
 */
export function isSecondScanDue(observation: Observation): boolean {
  return [...observation.stores].some(
    ([name, result]) => result.kind === 'available' && !result.value.isGlob && isUnconfirmedEmpty(observation, name),
  );
}

/**
 * Returns the scopes of the given stores that this process has never read as a whole, or that are
 * empty without confirmation.
 */
export function unsettledStores(observation: Observation, stores: readonly StoreDefinition[]): readonly Scope[] {
  return stores
    .filter(({ name }) => {
      const result = observation.stores.get(name);
      const snapshot = result && lastKnown(result)?.value;
      return snapshot === undefined || snapshot.unreadPaths.length > 0 || isUnconfirmedEmpty(observation, name);
    })
    .map(({ name }): Scope => `store:${name}`);
}

/**
 * Returns the scopes of the given stores that are currently unavailable, in part or as a whole, or
 * empty without confirmation.
 */
export function unavailableStores(observation: Observation, stores: readonly StoreDefinition[]): readonly Scope[] {
  return stores.filter(({ name }) => !isStoreAvailable(observation, name)).map(({ name }): Scope => `store:${name}`);
}

/** Cache, because many rules use the same coverage. */
const KNOWN: WeakMap<Observation, Coverage> = new WeakMap();

/**
 * Returns the coverage of each scope in a scan. A scope that was not scanned is unavailable. It is
 * gone only if all inventories are available and no longer name it, and it is in no unread part.
 */
export function coverageOf(observation: Observation): Coverage {
  const coverage = KNOWN.get(observation) ?? derive(observation);
  KNOWN.set(observation, coverage);
  return coverage;
}

function derive(observation: Observation): Coverage {
  const inventories = [...observation.inventories.values()];
  const areAllInventoriesAvailable = areInventoriesAvailable(observation);
  const isConfigurationAvailable = observation.inventories.get(CONFIGURATION)?.kind === 'available';
  const availableIf = (isAvailable: boolean): 'available' | 'unavailable' =>
    isAvailable ? 'available' : 'unavailable';
  const stores = new Set(definedStores(observation).map(({ name }) => name));
  const defined = inventories.flatMap((result) => lastKnown(result)?.value.connectors ?? []);
  const connectors = new Set(defined.map(({ name }) => name));
  const probed = new Set(defined.filter(isProbed).map(({ name }) => name));
  const personal = definedStores(observation).filter((store) => store.personal);
  const isEveryStoreAvailable = unavailableStores(observation, personal).length === 0;
  const parts = partsIn(observation);
  const goneOrUnavailable = (name: string): 'gone' | 'unavailable' =>
    areAllInventoriesAvailable && !isUnread(name, parts) ? 'gone' : 'unavailable';
  return (scope) => {
    const separator = scope.indexOf(':');
    const [kind, name] = [scope.slice(0, separator), scope.slice(separator + 1)];
    if (kind === 'inventory') {
      if (name === '*') return availableIf(areAllInventoriesAvailable);
      // The configuration defines which other inventories are read.
      if (!observation.inventories.has(name) && isConfigurationAvailable) return 'gone';
      return availableIf(observation.inventories.get(name)?.kind === 'available');
    }
    if (kind === 'store') {
      if (name === '*') return availableIf(isEveryStoreAvailable);
      return stores.has(name) ? availableIf(isStoreAvailable(observation, name)) : goneOrUnavailable(name);
    }
    if (kind === 'probe')
      return probed.has(name) ? availableIf(isEvidence(observation.endpoints.get(name))) : goneOrUnavailable(name);
    return connectors.has(name) ? 'unavailable' : goneOrUnavailable(name);
  };
}
