import { wildcardFor } from '../certificate/dns-name.ts';
import { type CertificateIndex, KEYED } from '../certificate-index/certificate-index.ts';
import type { Scope } from '../scope.ts';
import type { RequiredName } from '../selection/select-certificate.ts';
import { isUnconfirmedEmpty } from './coverage.ts';
import { type FileHistory, locationKey, type Memory, NAMES_REMEMBERED, type StoreSize } from './memory.ts';
import type { Observation } from './observation.ts';

const STORE = 'store:';

/**
 * The sizes, each saying whether the occupants that are remembered of its store are all that could be chosen in it: not where
 * there are more than are remembered, where one is remembered as another store's, nor where a key could not be judged.
 */
export function notingNames(
  sizes: Memory['storeSizes'],
  occupants: Memory['occupants'],
  observation: Observation,
  { keyed, unjudgedKeys }: Pick<CertificateIndex, 'keyed' | 'unjudgedKeys'>,
): Memory['storeSizes'] {
  const unkept = new Set(unjudgedKeys.keys());
  for (const stored of keyed) if (occupants.get(locationKey(stored))?.store !== stored.store) unkept.add(stored.store);
  return new Map(
    [...sizes].map(([store, { path, certificates, shrunk }]): [string, StoreSize] => {
      const before = observation.before.storeSizes.get(store)?.areNamesKnown === true;
      const look = observation.stores.get(store);
      const isShown = look?.kind === 'seen' && look.value.certificates.length > 0;
      const isWhole = look?.kind === 'seen' && look.value.unseen.length === 0;
      const areKnown = isShown ? keyed.length < KEYED && !unkept.has(store) && (isWhole || before) : before;
      return [store, { path, certificates, shrunk, ...(areKnown ? { areNamesKnown: true } : {}) }];
    }),
  );
}

/**
 * Whether a store that can be claimed nothing of may have held a certificate for a name. One that was read, and is doubted
 * for being empty, may not where it is remembered who stood in it, and that nobody carried the name.
 */
export function mayHaveHeld(observation: Observation, scope: Scope, name: RequiredName): boolean {
  const store = scope.startsWith(STORE) ? scope.slice(STORE.length) : undefined;
  // What a tlsCertificateName looks for is not among what is remembered.
  if (store === undefined || name.tlsCertificateName !== undefined || !isUnconfirmedEmpty(observation, store))
    return true;
  const { storeSizes, occupants } = observation.before;
  if (storeSizes.get(store)?.areNamesKnown !== true) return true;
  return [...occupants.values()].some((occupant) => occupant.store === store && mayCarry(occupant, name.value));
}

function mayCarry({ names, awaitsKey }: FileHistory, name: string): boolean {
  const wildcard = wildcardFor(name);
  const isCarried = names.includes(name) || (wildcard !== undefined && names.includes(wildcard));
  // Behind the last name that is remembered there may be others; what stood there last had not got its key yet.
  return isCarried || names.length >= NAMES_REMEMBERED || awaitsKey === true;
}
