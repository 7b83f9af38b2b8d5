import type { Assessment } from '../assessment/assess.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import { definedStores } from '../observation/defined-stores.ts';

/**
 * Returns the key files that cannot be checked, by store, each once. Considers only stores that
 * connectors search and files that connectors name, if they are available.
 */
export function uncheckedKeys({ observation, index }: Assessment): ReadonlyMap<string, readonly string[]> {
  const byStore = new Map<string, readonly string[]>();
  for (const { name, personal } of definedStores(observation)) {
    const result = observation.stores.get(name);
    if (!(personal || isConnectorFile(name)) || result?.kind !== 'available') continue;
    const paths = index.uncheckedKeyPaths.get(name);
    if (paths !== undefined) byStore.set(name, [...paths]);
  }
  return byStore;
}
