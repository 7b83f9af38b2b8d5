import type { Look } from '../observation/look.ts';
import type { Problem } from '../problem.ts';
import type { Inventory } from './inventory.ts';

/**
 * What was found, without what is called as something in the configuration is: that counts, and it is said so. Of two that
 * were found with one name the first counts.
 */
export function withoutTaken(look: Look<Inventory>, configured: Inventory): Look<Inventory> {
  if (look.kind === 'blind') return look;
  const problems: Problem[] = [];
  const free = <T extends { readonly name: string }>(
    found: readonly T[],
    taken: readonly { readonly name: string }[],
  ) => {
    const names = new Set(taken.map(({ name }) => name));
    return found.filter(({ name }) => {
      if (names.has(name)) problems.push({ reason: 'name_taken', location: name, detail: '' });
      const isFree = !names.has(name);
      names.add(name);
      return isFree;
    });
  };
  const { value } = look;
  const connectors = free(value.connectors, configured.connectors);
  const stores = free(value.stores, configured.stores);
  if (problems.length === 0) return look;
  return { ...look, value: { ...value, connectors, stores }, problems: [...look.problems, ...problems] };
}
