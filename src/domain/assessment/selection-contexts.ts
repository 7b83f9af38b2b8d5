import { verdictsAt } from '../certificate/chain-verdict.ts';
import type { NameIndex } from '../certificate-index/name-index.ts';
import { ROOT, type StoreDefinition } from '../connector/connector.ts';
import { storesWithUnknownCertificates, unavailableStores } from '../observation/coverage.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { mayHaveContained } from '../observation/known-names.ts';
import type { Observation } from '../observation/observation.ts';
import type { Scope } from '../scope.ts';
import type { RequiredName, SelectionContext } from '../selection/selection.ts';
import { storesToSearch } from '../selection/stores-to-search.ts';

/**
 * The context in which certificates are selected for the connectors of an inventory. An inventory
 * is a source of connectors and stores: the configuration, or the settings of one mail server. Most
 * inventories share the common stores. The connectors of a few search only stores of their own.
 */
export interface InventoryContext extends SelectionContext {
  /**
   * The name of an inventory with stores of its own; undefined in the context that all other
   * inventories share.
   */
  readonly inventory: string | undefined;
  /** The stores that are searched. */
  readonly stores: readonly StoreDefinition[];
}

/** Returns the context for the connectors of an inventory, by its name. */
export type ContextOfInventory = (inventory: string | undefined) => InventoryContext;

function storeNamePredicate(stores: readonly StoreDefinition[]): (store: string) => boolean {
  const names = new Set(stores.map(({ name }) => name));
  return (store) => names.has(store);
}

/**
 * Returns a predicate for names of stores: true for a common store in which connectors search their
 * certificate. Stores that only one inventory searches are not common.
 */
export function searchedStorePredicate(observation: Observation): (store: string) => boolean {
  return storeNamePredicate(storesToSearch(definedStores(observation)));
}

/**
 * Returns the context for an inventory with stores of its own. Without `inventory`, returns the
 * context that all other inventories share.
 */
function createContext(observation: Observation, byName: NameIndex, inventory?: string): InventoryContext {
  const stores = storesToSearch(definedStores(observation), inventory);
  return {
    now: observation.now,
    byName,
    chains: verdictsAt(observation.chains, observation.now),
    isSearched: storeNamePredicate(stores),
    unavailable: unavailableStores(observation, stores),
    withUnknownCertificates: storesWithUnknownCertificates(observation, stores),
    // The default. Most servers load their key as root, before they drop their privileges.
    keyLoadedBy: ROOT,
    lastSeen: (store) => {
      const result = observation.stores.get(store);
      return result?.kind === 'unavailable' ? result.last?.at : undefined;
    },
    stores,
    inventory,
  };
}

/** Creates the contexts of an observation. Inventories without stores of their own share one. */
export function createContexts(observation: Observation, byName: NameIndex): ContextOfInventory {
  const sharedContext = createContext(observation, byName);
  const inventoriesWithStores = new Set(definedStores(observation).flatMap(({ onlyFor }) => onlyFor ?? []));
  const contexts = new Map<string | undefined, InventoryContext>(
    [...inventoriesWithStores].map((inventory) => [inventory, createContext(observation, byName, inventory)]),
  );
  return (inventory) => contexts.get(inventory) ?? sharedContext;
}

/**
 * Returns the context for the name that a connector requires in its certificate. A store that was
 * found empty, which later scans have not confirmed yet, is no longer listed as unavailable if it
 * contained no certificate for this name before. Then it does not make the selection uncertain.
 */
export function narrowContext(
  context: SelectionContext,
  name: RequiredName,
  observation: Observation,
): SelectionContext {
  if (context.unavailable.length === 0 && context.withUnknownCertificates.length === 0) return context;
  const mayHideCertificate = (scope: Scope): boolean => mayHaveContained(observation, scope, name);
  return {
    ...context,
    unavailable: context.unavailable.filter(mayHideCertificate),
    withUnknownCertificates: context.withUnknownCertificates.filter(mayHideCertificate),
  };
}
