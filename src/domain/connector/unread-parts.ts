import type { AvailableResult, ScanResult } from '../scan-result.ts';
import type { Connector } from './connector.ts';
import type { Inventory } from './inventory.ts';
import { maySocketsBeSame } from './socket-name.ts';

/** The connectors and stores that an inventory had before. */
export type KnownParts = Pick<Inventory, 'connectors' | 'stores' | 'unreadParts' | 'readParts'>;

type Parts = Pick<Inventory, 'unreadParts' | 'readParts'>;

/** The part of an inventory that contains every connector and store that no read part contains. */
export const ANY_PART = '';

/**
 * Returns whether a part contains a name: the names that are equal to its own, or begin with it and
 * a space. A socket with an unknown address or port contains all sockets that it can be.
 */
function contains(part: string, name: string): boolean {
  return part === ANY_PART || name === part || name.startsWith(`${part} `) || maySocketsBeSame(part, name);
}

/** Returns the length of the smallest part that contains a name, or -1 if none does. */
function smallestPartLength(name: string, parts: readonly string[]): number {
  return Math.max(-1, ...parts.filter((part) => contains(part, name)).map(({ length }) => length));
}

/**
 * Returns whether a connector or store is in a part that could not be read. The smallest part that
 * contains it decides.
 */
export function isUnread(name: string, { unreadParts = [], readParts = [] }: Parts): boolean {
  const unread = smallestPartLength(name, unreadParts);
  return unread >= 0 && unread >= smallestPartLength(name, readParts);
}

/**
 * Returns the property `unreadParts` of an inventory, without duplicates; empty if there are none.
 */
export function withUnreadParts(parts: readonly string[]): Pick<Inventory, 'unreadParts'> {
  return parts.length === 0 ? {} : { unreadParts: [...new Set(parts)] };
}

/** Returns whether the probe target of a connector was known before, and is unknown now. */
function isProbeTargetLost(connector: Connector, previous: Connector): boolean {
  return connector.probe === undefined && previous.probe !== undefined;
}

/**
 * Returns the fresh items in their order, followed by the previous items of unread parts.
 * @param isLost returns whether a fresh item has lost what the previous item knows
 */
function keepUnreadItems<T extends { readonly name: string }>(
  fresh: readonly T[],
  previous: readonly T[],
  parts: Parts,
  isLost: (fresh: T, previousItem: T) => boolean,
): readonly T[] {
  const names = new Set(fresh.map(({ name }) => name));
  const previousUnread = new Map(previous.flatMap((item) => (isUnread(item.name, parts) ? [[item.name, item]] : [])));
  const current = fresh.map((item) => {
    const previousItem = previousUnread.get(item.name);
    return previousItem !== undefined && isLost(item, previousItem) ? previousItem : item;
  });
  return [...current, ...[...previousUnread.values()].filter(({ name }) => !names.has(name))];
}

/** Returns whether a part, or an unread part inside of it, was already unread before. */
function wasUnread(part: string, parts: Parts, previous: KnownParts): boolean {
  const previousParts = previous.unreadParts ?? [];
  return isUnread(part, previous) || previousParts.some((other) => contains(part, other) && isUnread(other, parts));
}

function keepParts(
  result: AvailableResult<Inventory>,
  parts: readonly string[],
  previous: KnownParts,
): ScanResult<Inventory> {
  const { unreadParts: _, ...value } = result.value;
  // A part that was already unread before may have had more connectors than the known ones.
  const stillUnread = parts.filter((part) => wasUnread(part, result.value, previous));
  return {
    ...result,
    value: {
      ...value,
      connectors: keepUnreadItems(value.connectors, previous.connectors, result.value, isProbeTargetLost),
      stores: keepUnreadItems(value.stores, previous.stores, result.value, () => false),
      ...withUnreadParts(stillUnread),
    },
  };
}

/**
 * Returns an inventory whose list of further instances was read, or is a problem. A list that the
 * account may not read is a problem only if further instances were known: most hosts have none.
 */
function resolveInstanceList(
  result: AvailableResult<Inventory>,
  previous: KnownParts | undefined,
): AvailableResult<Inventory> {
  const { instanceListProblem, ...value } = result.value;
  if (instanceListProblem === undefined) return result;
  const unreadParts = [ANY_PART, ...(value.unreadParts ?? [])];
  const { readParts = [] } = value;
  const previousItems = [...(previous?.connectors ?? []), ...(previous?.stores ?? [])];
  const isOfUnlistedInstance = ({ name }: { readonly name: string }): boolean =>
    smallestPartLength(name, readParts) < 0;
  if (!previousItems.some(isOfUnlistedInstance)) return { ...result, value };
  return { ...result, value: { ...value, unreadParts }, problems: [instanceListProblem, ...result.problems] };
}

/**
 * Returns whether the result depends on the previous inventory: a part or the list of instances
 * could not be read.
 */
export function needsKnownParts({ unreadParts, instanceListProblem }: Inventory): boolean {
  return unreadParts !== undefined || instanceListProblem !== undefined;
}

/**
 * Returns an inventory with the last known connectors and stores of the parts that could not be
 * read. They are gone only if their part was read and does not name them.
 * @param previous the inventory of the previous scan; undefined: unknown, so the parts stay unread
 */
export function keepUnreadParts(
  result: ScanResult<Inventory>,
  previous: KnownParts | undefined,
): ScanResult<Inventory> {
  if (result.kind === 'unavailable') return result;
  const settled = resolveInstanceList(result, previous);
  const { unreadParts } = settled.value;
  return unreadParts === undefined || previous === undefined ? settled : keepParts(settled, unreadParts, previous);
}
