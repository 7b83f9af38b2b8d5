import type { StoreDefinition } from '../connector/connector.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import { isProbed } from '../connector/is-probed.ts';
import { isUnread } from '../connector/unread-parts.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import type { Coverage, Scope } from '../scope.ts';
import { isEvidence } from '../served/outdated-result.ts';
import { definedStores } from './defined-stores.ts';
import { areInventoriesAvailable, inventoryParts } from './inventory-parts.ts';
import { lastKnownConnectors } from './last-known-objects.ts';
import type { Observation } from './observation.ts';
import { isUnconfirmedEmpty } from './store-sizes.ts';

// A scope is a source that a scan reads: an inventory (a list of connectors and stores), a store, the
// definition of a connector, or the probe of a connector. Its text is, for example, `store:My`.

/**
 * Returns whether all of a store was read. A store that was found empty, which later scans have not
 * confirmed yet, counts as unread, because it may be empty only for a moment.
 */
function isStoreAvailable(observation: Observation, store: string): boolean {
  const result = observation.stores.get(store);
  return (
    result?.kind === 'available' && result.value.unreadablePaths.length === 0 && !isUnconfirmedEmpty(observation, store)
  );
}

/**
 * Returns the scopes of the given stores that may contain certificates that this process has never
 * read: parts of the store were never readable, or the store is empty without confirmation.
 */
export function storesWithUnknownCertificates(
  observation: Observation,
  stores: readonly StoreDefinition[],
): readonly Scope[] {
  return stores
    .filter(({ name }) => {
      const result = observation.stores.get(name);
      const snapshot = result && currentOrLastKnown(result)?.value;
      return (
        snapshot === undefined || snapshot.unreadableSinceStart.length > 0 || isUnconfirmedEmpty(observation, name)
      );
    })
    .map(({ name }): Scope => `store:${name}`);
}

/**
 * Returns the scopes of the given stores that this scan could not read, or only in part, and of
 * stores that are empty without confirmation.
 */
export function unavailableStores(observation: Observation, stores: readonly StoreDefinition[]): readonly Scope[] {
  return stores.filter(({ name }) => !isStoreAvailable(observation, name)).map(({ name }): Scope => `store:${name}`);
}

/** Cached, because many rules use the same coverage. */
const COVERAGES: WeakMap<Observation, Coverage> = new WeakMap();

/**
 * Returns the function that gives the coverage of each scope in a scan. A scope that was not
 * scanned is unavailable. A scope is gone only if all inventories are available and none names it,
 * and if it is in no unread part of an inventory.
 */
export function coverageOf(observation: Observation): Coverage {
  const coverage = COVERAGES.get(observation) ?? deriveCoverage(observation);
  COVERAGES.set(observation, coverage);
  return coverage;
}

function availableIf(isAvailable: boolean): 'available' | 'unavailable' {
  return isAvailable ? 'available' : 'unavailable';
}

function inventoryCoverage(name: string, observation: Observation): ReturnType<Coverage> {
  // EVERY_INVENTORY
  if (name === '*') return availableIf(areInventoriesAvailable(observation));
  const { inventories } = observation;
  // The configuration defines which other inventories are read.
  if (!inventories.has(name) && inventories.get(CONFIGURATION)?.kind === 'available') return 'gone';
  return availableIf(inventories.get(name)?.kind === 'available');
}

function deriveCoverage(observation: Observation): Coverage {
  const areAllInventoriesAvailable = areInventoriesAvailable(observation);
  const parts = inventoryParts(observation);
  const goneOrUnavailable = (name: string): 'gone' | 'unavailable' =>
    areAllInventoriesAvailable && !isUnread(name, parts) ? 'gone' : 'unavailable';

  const stores = new Set(definedStores(observation).map(({ name }) => name));
  const personalStores = definedStores(observation).filter(({ personal }) => personal);
  const isEveryStoreAvailable = unavailableStores(observation, personalStores).length === 0;
  const storeCoverage = (name: string): ReturnType<Coverage> => {
    // EVERY_STORE
    if (name === '*') return availableIf(isEveryStoreAvailable);
    return stores.has(name) ? availableIf(isStoreAvailable(observation, name)) : goneOrUnavailable(name);
  };

  const connectors = lastKnownConnectors(observation);
  const connectorNames = new Set(connectors.map(({ name }) => name));
  const probedNames = new Set(connectors.filter(isProbed).map(({ name }) => name));
  const probeCoverage = (name: string): ReturnType<Coverage> =>
    probedNames.has(name) ? availableIf(isEvidence(observation.endpoints.get(name))) : goneOrUnavailable(name);

  return (scope) => {
    const separator = scope.indexOf(':');
    const [kind, name] = [scope.slice(0, separator), scope.slice(separator + 1)];
    if (kind === 'inventory') return inventoryCoverage(name, observation);
    if (kind === 'store') return storeCoverage(name);
    if (kind === 'probe') return probeCoverage(name);
    // The definition of a connector is only used to detect that the connector is gone.
    return connectorNames.has(name) ? 'unavailable' : goneOrUnavailable(name);
  };
}
