import { isFileStore, storesOf } from '../connector/certificate-file.ts';
import type { Connector, StoreDefinition } from '../connector/connector.ts';
import { CONFIGURATION } from '../connector/inventory.ts';
import { lastKnown } from '../scan-result.ts';
import type { Coverage, Scope } from '../scope.ts';
import { isEvidence } from '../served/outdated.ts';
import { DAY, type Instant } from '../time.ts';
import type { Memory, StoreSize } from './memory.ts';
import type { Observation } from './observation.ts';

/** How long a shrunk store must stay so before its new size is taken as normal. */
const ACCEPTED_AFTER: number = DAY;

/** The stores that any inventory names, and the files that its connectors name, as last seen. */
export function definedStores(observation: Observation): readonly StoreDefinition[] {
  return [...observation.inventories.values()].flatMap((look) => {
    const known = lastKnown(look);
    return known === undefined ? [] : storesOf(known.value);
  });
}

function pathOf(observation: Observation, store: string): string | undefined {
  return definedStores(observation).find(({ name }) => name === store)?.path;
}

/**
 * More than half gone, or all of it, against the size last accepted; undefined when it did not shrink or was not seen. A
 * named file does not shrink: what it holds is what its server has.
 */
export function shrinkage(
  observation: Observation,
  store: string,
): { readonly before: number; readonly now: number } | undefined {
  const look = observation.stores.get(store);
  if (isFileStore(store)) return undefined;
  const size = observation.before.storeSizes.get(store);
  if (look?.kind !== 'seen' || look.value.unseen.length > 0 || size === undefined) return undefined;
  if (size.path !== pathOf(observation, store)) return undefined;
  if (size.shrunk !== undefined && observation.now - size.shrunk.since >= ACCEPTED_AFTER) return undefined;
  const now = look.value.certificates.length;
  return now < size.certificates / 2 ? { before: size.certificates, now } : undefined;
}

/**
 * Whether a store that was read and is empty is to be believed. A folder is, when a second pass finds it so; a glob that
 * matches nothing proves nothing until a day has gone by.
 */
export function isUnconfirmedEmpty(observation: Observation, store: string): boolean {
  const shrunk = shrinkage(observation, store);
  if (shrunk === undefined || shrunk.now > 0) return false;
  const look = observation.stores.get(store);
  const isGlob = look?.kind === 'seen' && look.value.isGlob;
  return isGlob || (observation.before.storeSizes.get(store)?.shrunk?.passes ?? 0) === 0;
}

/** Since when a store is empty and not believed to be; undefined: it is believed, or not empty. */
export function unconfirmedSince(observation: Observation, store: string): Instant | undefined {
  if (!isUnconfirmedEmpty(observation, store)) return undefined;
  return observation.before.storeSizes.get(store)?.shrunk?.since ?? observation.now;
}

/** Whether all that names stores and connectors was read. */
function areInventoriesSeen({ inventories }: Observation): boolean {
  return inventories.size > 0 && [...inventories.values()].every(({ kind }) => kind === 'seen');
}

/** What this pass leaves for the next to know of the stores; the rest is for others to say. */
export function remember(observation: Observation): Memory {
  // What a blind inventory may still name is not forgotten.
  const storeSizes = new Map<string, StoreSize>(areInventoriesSeen(observation) ? [] : observation.before.storeSizes);
  for (const { name, path } of definedStores(observation)) {
    if (isFileStore(name)) continue;
    const known = observation.before.storeSizes.get(name);
    const look = observation.stores.get(name);
    if (look?.kind !== 'seen' || look.value.unseen.length > 0) {
      if (known !== undefined) storeSizes.set(name, known);
    } else if (known === undefined || shrinkage(observation, name) === undefined) {
      storeSizes.set(name, { path, certificates: look.value.certificates.length, shrunk: undefined });
    } else {
      const { since, passes } = known.shrunk ?? { since: observation.now, passes: 0 };
      // A clock that was ahead must not make a store wait for ever.
      const shrunk = { since: Math.min(since, observation.now), passes: passes + 1 };
      storeSizes.set(name, { path, certificates: known.certificates, shrunk });
    }
  }
  return { ...observation.before, storeSizes };
}

/** Whether a store can be claimed about in this pass: read, all of it, and not doubtful. */
function isStoreSeen(observation: Observation, store: string): boolean {
  const look = observation.stores.get(store);
  return look?.kind === 'seen' && look.value.unseen.length === 0 && !isUnconfirmedEmpty(observation, store);
}

/** Whether what a connector presents is looked at. */
export function isProbed({ enabled, starttls, probe }: Connector): boolean {
  return enabled && starttls && probe !== undefined;
}

/** Whether a folder was found empty for the first time: a second look, soon, will tell whether that is to be believed. */
export function isSecondScanDue(observation: Observation): boolean {
  return [...observation.stores].some(
    ([name, look]) => look.kind === 'seen' && !look.value.isGlob && isUnconfirmedEmpty(observation, name),
  );
}

/** Of these stores those that may hold what no look of this process has shown: never seen, in part or at all, or empty and doubted. */
export function unsettledStores(observation: Observation, stores: readonly StoreDefinition[]): readonly Scope[] {
  return stores
    .filter(({ name }) => {
      const look = observation.stores.get(name);
      const shown = look && lastKnown(look)?.value;
      return shown === undefined || shown.neverSeen.length > 0 || isUnconfirmedEmpty(observation, name);
    })
    .map(({ name }): Scope => `store:${name}`);
}

/** Of these stores those of which nothing can be claimed now. */
export function unavailableStores(observation: Observation, stores: readonly StoreDefinition[]): readonly Scope[] {
  return stores.filter(({ name }) => !isStoreSeen(observation, name)).map(({ name }): Scope => `store:${name}`);
}

/** Many rules ask about the same thousands. */
const KNOWN: WeakMap<Observation, Coverage> = new WeakMap();

/** What a pass can say about each scope. What was not looked at is blind; gone only what a seen inventory no longer names. */
export function coverageOf(observation: Observation): Coverage {
  const known = KNOWN.get(observation) ?? derive(observation);
  KNOWN.set(observation, known);
  return known;
}

function derive(observation: Observation): Coverage {
  const inventories = [...observation.inventories.values()];
  const allInventoriesSeen = areInventoriesSeen(observation);
  const isConfigurationSeen = observation.inventories.get(CONFIGURATION)?.kind === 'seen';
  const seenIf = (seen: boolean): 'seen' | 'blind' => (seen ? 'seen' : 'blind');
  const stores = new Set(definedStores(observation).map(({ name }) => name));
  const defined = inventories.flatMap((look) => lastKnown(look)?.value.connectors ?? []);
  const connectors = new Set(defined.map(({ name }) => name));
  const probed = new Set(defined.filter(isProbed).map(({ name }) => name));
  const personal = definedStores(observation).filter((store) => store.personal);
  const everyStoreSeen = unavailableStores(observation, personal).length === 0;
  const missing = allInventoriesSeen ? 'gone' : 'blind';
  return (scope) => {
    const separator = scope.indexOf(':');
    const [kind, name] = [scope.slice(0, separator), scope.slice(separator + 1)];
    if (kind === 'inventory') {
      if (name === '*') return seenIf(allInventoriesSeen);
      // The configuration says which others are read.
      if (!observation.inventories.has(name) && isConfigurationSeen) return 'gone';
      return seenIf(observation.inventories.get(name)?.kind === 'seen');
    }
    if (kind === 'store') {
      if (name === '*') return seenIf(everyStoreSeen);
      return stores.has(name) ? seenIf(isStoreSeen(observation, name)) : missing;
    }
    if (kind === 'probe') return probed.has(name) ? seenIf(isEvidence(observation.endpoints.get(name))) : missing;
    return connectors.has(name) ? 'blind' : missing;
  };
}
