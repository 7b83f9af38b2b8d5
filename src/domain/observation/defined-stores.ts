import { storesOf } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import type { Observation } from './observation.ts';

/** Cached, because many rules use the same stores. */
const DEFINED_STORES: WeakMap<Observation, readonly StoreDefinition[]> = new WeakMap();

/**
 * Returns the stores that the inventories (the configuration, and the settings of mail servers)
 * define, and one store for each file that their connectors name. For an unavailable inventory, the
 * last known stores.
 */
export function definedStores(observation: Observation): readonly StoreDefinition[] {
  const stores = DEFINED_STORES.get(observation) ?? defineStores(observation);
  DEFINED_STORES.set(observation, stores);
  return stores;
}

function defineStores({ inventories }: Observation): readonly StoreDefinition[] {
  return [...inventories.values()].flatMap((result) => {
    const lastResult = currentOrLastKnown(result);
    return lastResult === undefined ? [] : storesOf(lastResult.value);
  });
}
