import { DISCOVERY_FAILURES } from '../failure/discovery-failures.ts';
import type { Problem } from '../failure/problem.ts';
import { problemOfFailure, problemOfReason } from '../failure/problem-of-failure.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import type { Connector } from './connector.ts';
import type { Inventory } from './inventory.ts';

/**
 * Returns a discovered inventory (the connectors and stores of one server) without those whose name
 * is already used: by the configuration, or by an earlier connector or store of this inventory.
 * Each of them is a problem of the result.
 */
export function dropDuplicateNames(result: ScanResult<Inventory>, configured: Inventory): ScanResult<Inventory> {
  const inventory = currentOrLastKnown(result)?.value;
  if (inventory === undefined) return result;
  const { value, problems } = withoutDuplicates(inventory, configured);
  if (problems.length === 0) return result;
  if (result.kind === 'available') return { ...result, value, problems: [...result.problems, ...problems] };
  return { ...result, last: result.last && { ...result.last, value } };
}

type Named = Pick<Connector, 'name' | 'source'>;

function withoutDuplicates(
  inventory: Inventory,
  configured: Inventory,
): { readonly value: Inventory; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const dropTakenNames = <T extends Named>(items: readonly T[], withPrecedence: readonly Named[]): readonly T[] => {
    const namesWithPrecedence = new Set(withPrecedence.map(({ name }) => name));
    const firstByName = new Map<string, T>();
    return items.filter((item) => {
      const { name, source } = item;
      const existing = firstByName.get(name);
      if (namesWithPrecedence.has(name)) problems.push(problemOfReason('name_taken', name));
      else if (existing === undefined) firstByName.set(name, item);
      else {
        const places = { place: source.place, keptPlace: existing.source.place };
        problems.push(problemOfFailure('settings_malformed', name, DISCOVERY_FAILURES.discovered_name_twice(places)));
      }
      return firstByName.get(name) === item;
    });
  };
  const connectors = dropTakenNames(inventory.connectors, configured.connectors);
  const stores = dropTakenNames(inventory.stores, configured.stores);
  return { value: { ...inventory, connectors, stores }, problems };
}
