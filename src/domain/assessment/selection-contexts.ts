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

/** The context in which certificates are selected for the connectors of an inventory. */
export interface InventoryContext extends SelectionContext {
  /** The inventory; undefined for all inventories without stores of their own. */
  readonly inventory: string | undefined;
  /** The stores that are searched. */
  readonly stores: readonly StoreDefinition[];
}

/** Returns the context for the connectors of an inventory. */
export type ContextOfInventory = (inventory: string | undefined) => InventoryContext;

function storeNamePredicate(stores: readonly StoreDefinition[]): (store: string) => boolean {
  const names = new Set(stores.map(({ name }) => name));
  return (store) => names.has(store);
}

/**
 * Returns a function that checks, by the name of a store, whether connectors search it for their
 * certificate. Leaves out connectors of inventories with stores of their own.
 */
export function searchedStorePredicate(observation: Observation): (store: string) => boolean {
  return storeNamePredicate(storesToSearch(definedStores(observation)));
}

/**
 * Returns the context for the connectors of an inventory with stores of its own; without `inventory`,
 * that for the connectors of all other inventories.
 */
function createContext(observation: Observation, byName: NameIndex, inventory?: string): InventoryContext {
  const stores = storesToSearch(definedStores(observation), inventory);
  return {
    now: observation.now,
    byName,
    chains: verdictsAt(observation.chains, observation.now),
    isSearched: storeNamePredicate(stores),
    unavailable: unavailableStores(observation, stores),
    unsettled: storesWithUnknownCertificates(observation, stores),
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
 * Returns the context for one required name. Leaves out stores that are empty without confirmation
 * and contained no certificate for the name before: they do not make the selection uncertain.
 */
export function narrowContext(
  context: SelectionContext,
  name: RequiredName,
  observation: Observation,
): SelectionContext {
  if (context.unavailable.length === 0 && context.unsettled.length === 0) return context;
  const mayHideCertificate = (scope: Scope): boolean => mayHaveContained(observation, scope, name);
  return {
    ...context,
    unavailable: context.unavailable.filter(mayHideCertificate),
    unsettled: context.unsettled.filter(mayHideCertificate),
  };
}
