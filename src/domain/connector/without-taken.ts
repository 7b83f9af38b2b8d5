import { type Look, latest } from '../observation/look.ts';
import type { Problem } from '../problem.ts';
import type { Inventory } from './inventory.ts';

/**
 * What was found, without what is called as something in the configuration is: that counts, and it is said so. Of two that
 * were found with one name the first counts.
 */
export function withoutTaken(look: Look<Inventory>, configured: Inventory): Look<Inventory> {
  const found = latest(look)?.value;
  if (found === undefined) return look;
  const { value, problems } = freeIn(found, configured);
  if (problems.length === 0) return look;
  if (look.kind === 'seen') return { ...look, value, problems: [...look.problems, ...problems] };
  return { ...look, last: look.last && { ...look.last, value } };
}

function freeIn(
  found: Inventory,
  configured: Inventory,
): { readonly value: Inventory; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const free = <T extends { readonly name: string }>(
    all: readonly T[],
    taken: readonly { readonly name: string }[],
  ) => {
    const names = new Set(taken.map(({ name }) => name));
    return all.filter(({ name }) => {
      if (names.has(name)) problems.push({ reason: 'name_taken', location: name, detail: '' });
      const isFree = !names.has(name);
      names.add(name);
      return isFree;
    });
  };
  const connectors = free(found.connectors, configured.connectors);
  const stores = free(found.stores, configured.stores);
  return { value: { ...found, connectors, stores }, problems };
}
