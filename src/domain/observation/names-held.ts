import { wildcardFor } from '../certificate/dns-name.ts';
import { type CertificateIndex, KEYED } from '../certificate-index/certificate-index.ts';
import type { Scope } from '../scope.ts';
import type { RequiredName } from '../selection/select-certificate.ts';
import { isUnconfirmedEmpty } from './coverage.ts';
import { type FileHistory, locationKey, type Memory, NAMES_REMEMBERED, type StoreSize } from './memory.ts';
import type { Observation } from './observation.ts';

const STORE = 'store:';

/**
 * Returns the store sizes with `areNamesKnown`: whether `occupants` has all certificates that could
 * be selected from a store. It has not if there are too many, if one is remembered for another
 * store, or if a key cannot be checked.
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
      const result = observation.stores.get(store);
      const isShown = result?.kind === 'available' && result.value.certificates.length > 0;
      const isWhole = result?.kind === 'available' && result.value.unreadable.length === 0;
      const areKnown = isShown ? keyed.length < KEYED && !unkept.has(store) && (isWhole || before) : before;
      return [store, { path, certificates, shrunk, ...(areKnown ? { areNamesKnown: true } : {}) }];
    }),
  );
}

/**
 * Returns whether an unavailable store may have contained a certificate for a name. A store that is
 * empty without confirmation did not, if all its names are remembered and none matches.
 */
export function mayHaveHeld(observation: Observation, scope: Scope, name: RequiredName): boolean {
  const store = scope.startsWith(STORE) ? scope.slice(STORE.length) : undefined;
  // Certificates for a TlsCertificateName are not among the remembered ones.
  if (store === undefined || name.tlsCertificateName !== undefined || !isUnconfirmedEmpty(observation, store))
    return true;
  const { storeSizes, occupants } = observation.before;
  if (storeSizes.get(store)?.areNamesKnown !== true) return true;
  return [...occupants.values()].some((occupant) => occupant.store === store && mayCarry(occupant, name.value));
}

function mayCarry({ names, awaitsKey, emptySince }: FileHistory, name: string): boolean {
  // The certificate was removed before the store became empty.
  if (emptySince !== undefined) return false;
  const wildcard = wildcardFor(name);
  const isCarried = names.includes(name) || (wildcard !== undefined && names.includes(wildcard));
  // Further names may exist that are not remembered, also those of a certificate without its key.
  return isCarried || names.length >= NAMES_REMEMBERED || awaitsKey === true;
}
