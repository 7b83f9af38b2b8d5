import { definedStores } from '../observation/defined-stores.ts';
import type { Observation } from '../observation/observation.ts';
import { unconfirmedEmptySince } from '../observation/store-sizes.ts';
import { repeatedCertificates } from './repeated-certificates.ts';
import type { StoreState } from './status.ts';

/** Returns the states of the scanned stores, in the order of the inventories. */
export function storeStates(observation: Observation): readonly StoreState[] {
  const stores = definedStores(observation);
  const repeatedIn = repeatedCertificates(observation, stores);
  return stores.flatMap((store): readonly StoreState[] => {
    const result = observation.stores.get(store.name);
    if (result === undefined) return [];
    if (result.kind === 'unavailable') return [{ kind: 'unreadable', store, problem: result.problem }];
    const { certificates, isUnmade } = result.value;
    const repeated = repeatedIn.get(store) ?? 0;
    const since = unconfirmedEmptySince(observation, store.name);
    const state: StoreState = {
      kind: 'read',
      store,
      certificates: certificates.length,
      ...(repeated === 0 ? {} : { repeated }),
      problems: result.problems,
      ...(isUnmade ? { isUnmade } : {}),
      ...(since === undefined ? {} : { unconfirmedSince: since }),
    };
    return [state];
  });
}
