import type { Assessment } from '../observation/assess.ts';
import { definedStores } from '../observation/coverage.ts';

/** For each store in which connectors look and that was seen: the key files that mailcertd cannot judge, each once. */
export function unjudgedKeys({ observation }: Assessment): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, personal } of definedStores(observation)) {
    const look = observation.stores.get(name);
    if (!personal || look?.kind !== 'seen') continue;
    const paths = new Set<string>();
    for (const { key } of look.value.certificates) {
      if (key.kind === 'unreadable' && key.path !== undefined) paths.add(key.path);
    }
    if (paths.size > 0) found.set(name, [...paths]);
  }
  return found;
}
