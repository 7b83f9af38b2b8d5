import { isConnectorFile } from '../connector/certificate-file.ts';
import { isUnread } from '../connector/unread-parts.ts';
import { DAY, type Instant } from '../time.ts';
import { definedStores } from './defined-stores.ts';
import { areInventoriesAvailable, inventoryParts } from './inventory-parts.ts';
import type { Memory, StoreSize } from './memory.ts';
import type { Observation } from './observation.ts';

/** Time after which the new size of a shrunk store is accepted as normal. */
const ACCEPTED_AFTER_MS: number = DAY;

function definedPathOf(observation: Observation, store: string): string | undefined {
  return definedStores(observation).find(({ name }) => name === store)?.path;
}

/**
 * Returns the normal and the current number of certificates if a store has lost more than half of
 * its certificates. Returns undefined otherwise, if not all of the store could be read, or if the
 * smaller number has been accepted as normal. A file that a connector names never shrinks, because
 * its server uses the file whatever it contains.
 */
export function shrinkageOf(
  observation: Observation,
  store: string,
): { readonly previousCount: number; readonly currentCount: number } | undefined {
  const result = observation.stores.get(store);
  if (isConnectorFile(store)) return undefined;
  const size = observation.memory.storeSizes.get(store);
  if (result?.kind !== 'available' || result.value.unreadablePaths.length > 0 || size === undefined) return undefined;
  if (size.path !== definedPathOf(observation, store)) return undefined;
  if (size.shrunk !== undefined && observation.now - size.shrunk.since >= ACCEPTED_AFTER_MS) return undefined;
  const currentCount = result.value.certificates.length;
  return currentCount < size.certificates / 2 ? { previousCount: size.certificates, currentCount } : undefined;
}

/**
 * Returns whether a store that had certificates was found empty and this is not confirmed yet: it
 * may be empty only for a moment. A second scan confirms an empty directory. A glob without matches
 * is confirmed only after a day.
 */
export function isUnconfirmedEmpty(observation: Observation, store: string): boolean {
  const shrinkage = shrinkageOf(observation, store);
  if (shrinkage === undefined || shrinkage.currentCount > 0) return false;
  const result = observation.stores.get(store);
  const isGlob = result?.kind === 'available' && result.value.isGlob;
  return isGlob || (observation.memory.storeSizes.get(store)?.shrunk?.scans ?? 0) === 0;
}

/**
 * Returns since when a store is empty without confirmation; undefined if it is confirmed or not
 * empty.
 */
export function unconfirmedEmptySince(observation: Observation, store: string): Instant | undefined {
  if (!isUnconfirmedEmpty(observation, store)) return undefined;
  return observation.memory.storeSizes.get(store)?.shrunk?.since ?? observation.now;
}

/**
 * Returns whether a directory was found empty for the first time, so that a second scan must follow
 * soon.
 */
export function isSecondScanDue(observation: Observation): boolean {
  return [...observation.stores].some(
    ([name, result]) => result.kind === 'available' && !result.value.isGlob && isUnconfirmedEmpty(observation, name),
  );
}

/**
 * Returns the size of a store for the memory. If not all of the store could be read, the remembered
 * size; undefined if none is remembered.
 */
function nextSize(observation: Observation, store: string, path: string): StoreSize | undefined {
  const previousSize = observation.memory.storeSizes.get(store);
  const result = observation.stores.get(store);
  if (result?.kind !== 'available' || result.value.unreadablePaths.length > 0) return previousSize;
  if (previousSize === undefined || shrinkageOf(observation, store) === undefined)
    return { path, certificates: result.value.certificates.length, shrunk: undefined };
  const { since, scans } = previousSize.shrunk ?? { since: observation.now, scans: 0 };
  // If the system clock was ahead, `since` is in the future; the store must not stay shrunk
  // forever.
  const shrunk = { since: Math.min(since, observation.now), scans: scans + 1 };
  return { path, certificates: previousSize.certificates, shrunk };
}

/** Returns the memory for the next scan, with the new sizes of the stores. */
export function rememberStoreSizes(observation: Observation): Memory {
  // Keeps the sizes of stores that an unavailable or partly read inventory may still name.
  const parts = inventoryParts(observation);
  const mayExist = (name: string): boolean => !areInventoriesAvailable(observation) || isUnread(name, parts);
  const storeSizes = new Map<string, StoreSize>([...observation.memory.storeSizes].filter(([name]) => mayExist(name)));
  for (const { name, path } of definedStores(observation)) {
    const size = isConnectorFile(name) ? undefined : nextSize(observation, name, path);
    if (size !== undefined) storeSizes.set(name, size);
  }
  return { ...observation.memory, storeSizes };
}
