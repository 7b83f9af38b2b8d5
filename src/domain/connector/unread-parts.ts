import type { AvailableResult, ScanResult } from '../scan-result.ts';
import type { Connector } from './connector.ts';
import type { Inventory } from './inventory.ts';

/** The connectors and stores that an inventory had before. */
export type KnownParts = Pick<Inventory, 'connectors' | 'stores' | 'unreadParts'>;

/** The part of an inventory that contains every connector and store. */
export const ANY_PART = '';

/**
 * Returns whether a connector or store is in one of these parts. A part contains the names that are
 * equal to its name, or begin with it and a space.
 */
export function isInPart(name: string, parts: readonly string[]): boolean {
  return parts.some((part) => part === ANY_PART || name === part || name.startsWith(`${part} `));
}

function overlap(one: string, other: string): boolean {
  return isInPart(one, [other]) || isInPart(other, [one]);
}

/** Returns the property `unreadParts` of an inventory, without duplicates; empty if there are none. */
export function withUnreadParts(parts: readonly string[]): Pick<Inventory, 'unreadParts'> {
  return parts.length === 0 ? {} : { unreadParts: [...new Set(parts)] };
}

/** Returns whether the probe target of a connector was known before, and is unknown now. */
function isProbeLost(connector: Connector, before: Connector): boolean {
  return connector.probe === undefined && before.probe !== undefined;
}

/** Returns the fresh items in their order, with the known one of each kept name. */
function merge<T extends { readonly name: string }>(
  fresh: readonly T[],
  known: readonly T[],
  parts: readonly string[],
  isLost: (fresh: T, before: T) => boolean,
): readonly T[] {
  const names = new Set(fresh.map(({ name }) => name));
  const kept = new Map(known.flatMap((each) => (isInPart(each.name, parts) ? [[each.name, each]] : [])));
  const named = parts.filter((part) => part !== ANY_PART);
  const current = fresh.map((each) => {
    const before = isInPart(each.name, named) ? kept.get(each.name) : undefined;
    return before !== undefined && isLost(each, before) ? before : each;
  });
  return [...current, ...[...kept.values()].filter(({ name }) => !names.has(name))];
}

function keep(look: AvailableResult<Inventory>, parts: readonly string[], known: KnownParts): ScanResult<Inventory> {
  const { unreadParts: _, ...value } = look.value;
  // A part that was already unread before may have had more connectors than the known ones.
  const stillUnread = parts.filter((part) => known.unreadParts?.some((other) => overlap(part, other)));
  return {
    ...look,
    value: {
      ...value,
      connectors: merge(value.connectors, known.connectors, parts, isProbeLost),
      stores: merge(value.stores, known.stores, parts, () => false),
      ...withUnreadParts(stillUnread),
    },
  };
}

/**
 * Returns an inventory with the last known connectors and stores of the parts that could not be
 * read. They are gone only if their part was read and does not name them.
 * @param known the inventory of the previous scan; undefined: unknown, so the parts stay unread
 */
export function keepUnreadParts(look: ScanResult<Inventory>, known: KnownParts | undefined): ScanResult<Inventory> {
  if (look.kind === 'blind' || known === undefined) return look;
  const { unreadParts } = look.value;
  return unreadParts === undefined ? look : keep(look, unreadParts, known);
}
