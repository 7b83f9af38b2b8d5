import type { Problem } from '../problem.ts';
import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { Connector } from './connector.ts';
import type { Inventory } from './inventory.ts';

/**
 * Returns a discovered inventory without duplicate names, and reports each of them as a problem. A
 * name in the configuration has precedence; of two discovered connectors or stores with the same
 * name, the first has.
 */
export function dropDuplicateNames(result: ScanResult<Inventory>, configured: Inventory): ScanResult<Inventory> {
  const found = lastKnown(result)?.value;
  if (found === undefined) return result;
  const { value, problems } = freeIn(found, configured);
  if (problems.length === 0) return result;
  if (result.kind === 'available') return { ...result, value, problems: [...result.problems, ...problems] };
  return { ...result, last: result.last && { ...result.last, value } };
}

type Named = Pick<Connector, 'name' | 'source'>;

function freeIn(
  found: Inventory,
  configured: Inventory,
): { readonly value: Inventory; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const free = <T extends Named>(all: readonly T[], taken: readonly Named[]): readonly T[] => {
    const names = new Set(taken.map(({ name }) => name));
    const first = new Map<string, T>();
    return all.filter((one) => {
      const { name, source } = one;
      const before = first.get(name);
      if (names.has(name)) problems.push({ reason: 'name_taken', location: name, detail: '' });
      else if (before === undefined) first.set(name, one);
      else {
        const detail = `${source.place} is left out: it gives the same name as ${before.source.place}`;
        problems.push({ reason: 'settings_malformed', location: name, detail });
      }
      return first.get(name) === one;
    });
  };
  const connectors = free(found.connectors, configured.connectors);
  const stores = free(found.stores, configured.stores);
  return { value: { ...found, connectors, stores }, problems };
}
