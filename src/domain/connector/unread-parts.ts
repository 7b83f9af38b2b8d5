import type { AvailableResult, ScanResult } from '../scan-result.ts';
import type { Connector } from './connector.ts';
import type { Inventory } from './inventory.ts';
import { type InventoryPart, partName } from './inventory-part.ts';
import { canBeNameOf, canBeSameSocket } from './socket-name.ts';

/**
 * The inventory (connectors and stores of one server) of the previous scan, from which the parts
 * that could not be read now are filled in.
 */
export type PreviousInventory = Pick<Inventory, 'connectors' | 'stores' | 'unreadParts' | 'readParts'>;

/** The unread and read parts of an inventory. */
type InventoryParts = Pick<Inventory, 'unreadParts' | 'readParts'>;

/** An unread part that contains every connector and store that no read part contains. */
export const REST_OF_INVENTORY = '';

/**
 * Returns whether a part contains another part, or the connector or store with a name: the name is
 * equal to the part, or begins with the part and a space. A socket with an unknown address or port
 * contains every socket that it can be.
 */
function contains(part: InventoryPart, other: InventoryPart): boolean {
  if (typeof part !== 'string')
    return typeof other === 'string' ? canBeNameOf(other, part) : canBeSameSocket(part, other);
  const name = partName(other);
  return part === REST_OF_INVENTORY || name === part || name.startsWith(`${part} `);
}

/** Returns the length of the longest part that contains another part or a name, or -1 for none. */
function longestPartLength(other: InventoryPart, parts: readonly InventoryPart[]): number {
  return Math.max(-1, ...parts.filter((part) => contains(part, other)).map((part) => partName(part).length));
}

/**
 * Returns whether a connector or store is in a part that could not be read. If parts contain each
 * other, the longest one that contains the name decides, because it is the most specific.
 */
export function isUnread(name: InventoryPart, { unreadParts = [], readParts = [] }: InventoryParts): boolean {
  const unreadLength = longestPartLength(name, unreadParts);
  return unreadLength >= 0 && unreadLength >= longestPartLength(name, readParts);
}

/**
 * Returns the property `unreadParts` of an inventory, without duplicates; empty if there are none.
 */
export function withUnreadParts(parts: readonly InventoryPart[]): Pick<Inventory, 'unreadParts'> {
  return parts.length === 0 ? {} : { unreadParts: [...new Map(parts.map((part) => [partName(part), part])).values()] };
}

/** Returns whether the probe target of a connector was known before, and is unknown now. */
function isProbeTargetLost(connector: Connector, previous: Connector): boolean {
  return connector.probe === undefined && previous.probe !== undefined;
}

/**
 * Returns the current connectors or stores in their order, followed by the previous ones in unread
 * parts.
 * @param isLost returns whether an item lacks what the previous item of the same name contained;
 * the previous item then replaces it
 */
function keepUnreadItems<T extends { readonly name: string }>(
  current: readonly T[],
  previous: readonly T[],
  parts: InventoryParts,
  isLost: (item: T, previousItem: T) => boolean,
): readonly T[] {
  const currentNames = new Set(current.map(({ name }) => name));
  const previousUnread = new Map(previous.flatMap((item) => (isUnread(item.name, parts) ? [[item.name, item]] : [])));
  const kept = current.map((item) => {
    const previousItem = previousUnread.get(item.name);
    return previousItem !== undefined && isLost(item, previousItem) ? previousItem : item;
  });
  return [...kept, ...[...previousUnread.values()].filter(({ name }) => !currentNames.has(name))];
}

/** Returns whether a part, or an unread part inside of it, was already unread before. */
function wasUnread(part: InventoryPart, parts: InventoryParts, previous: PreviousInventory): boolean {
  const previousParts = previous.unreadParts ?? [];
  return isUnread(part, previous) || previousParts.some((other) => contains(part, other) && isUnread(other, parts));
}

/** Returns an inventory with the previous connectors and stores of its unread parts. */
function keepParts(
  result: AvailableResult<Inventory>,
  parts: readonly InventoryPart[],
  previous: PreviousInventory,
): ScanResult<Inventory> {
  const { unreadParts: _, ...value } = result.value;
  // A part that was already unread before stays unread, because the previous inventory may lack
  // some of its connectors.
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
 * Decides whether an unreadable list of further server instances is a problem, and returns the
 * inventory without `instanceListProblem`. The list is a problem only if the previous inventory has
 * further instances, because most hosts have none. The rest of the inventory is then unread.
 */
function resolveInstanceList(
  result: AvailableResult<Inventory>,
  previous: PreviousInventory | undefined,
): AvailableResult<Inventory> {
  const { instanceListProblem, ...value } = result.value;
  if (instanceListProblem === undefined) return result;
  const unreadParts = [REST_OF_INVENTORY, ...(value.unreadParts ?? [])];
  const { readParts = [] } = value;
  const previousItems = [...(previous?.connectors ?? []), ...(previous?.stores ?? [])];
  const isOfUnlistedInstance = ({ name }: { readonly name: string }): boolean => longestPartLength(name, readParts) < 0;
  if (!previousItems.some(isOfUnlistedInstance)) return { ...result, value };
  return { ...result, value: { ...value, unreadParts }, problems: [instanceListProblem, ...result.problems] };
}

/**
 * Returns whether `keepUnreadParts` needs the previous inventory: a part or the list of instances
 * could not be read.
 */
export function needsPreviousInventory({ unreadParts, instanceListProblem }: Inventory): boolean {
  return unreadParts !== undefined || instanceListProblem !== undefined;
}

/**
 * Returns an inventory with the last known connectors and stores of the parts that could not be
 * read. They are gone only if their part was read and does not name them.
 * @param previous the inventory of the previous scan; undefined: unknown, so the parts stay unread
 */
export function keepUnreadParts(
  result: ScanResult<Inventory>,
  previous: PreviousInventory | undefined,
): ScanResult<Inventory> {
  if (result.kind === 'unavailable') return result;
  const withInstances = resolveInstanceList(result, previous);
  const { unreadParts } = withInstances.value;
  if (unreadParts === undefined || previous === undefined) return withInstances;
  return keepParts(withInstances, unreadParts, previous);
}
