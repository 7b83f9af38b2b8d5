import { wildcardFor } from '../certificate/dns-name.ts';
import { type CertificateIndex, MAX_CERTIFICATES_WITH_KEY } from '../certificate-index/certificate-index.ts';
import type { Scope } from '../scope.ts';
import type { RequiredName } from '../selection/selection.ts';
import { type FileHistory, locationKey, MAX_REMEMBERED_NAMES, type Memory, type StoreSize } from './memory.ts';
import type { Observation } from './observation.ts';
import { isUnconfirmedEmpty } from './store-sizes.ts';

const STORE_PREFIX = 'store:';

/**
 * Returns the store sizes with `areNamesKnown`, which is set if `fileHistories` has every
 * certificate that could be selected from the store. It is not set if:
 * - there are too many certificates
 * - a certificate is remembered for another store
 * - a key cannot be checked
 */
export function markKnownNames(
  sizes: Memory['storeSizes'],
  fileHistories: Memory['fileHistories'],
  observation: Observation,
  { withKey, uncheckedKeyPaths }: Pick<CertificateIndex, 'withKey' | 'uncheckedKeyPaths'>,
): Memory['storeSizes'] {
  const incompleteStores = new Set(uncheckedKeyPaths.keys());
  for (const stored of withKey) {
    if (fileHistories.get(locationKey(stored))?.store !== stored.store) incompleteStores.add(stored.store);
  }
  return new Map(
    [...sizes].map(([store, { path, certificates, shrunk }]): [string, StoreSize] => {
      const wereKnown = observation.memory.storeSizes.get(store)?.areNamesKnown === true;
      const result = observation.stores.get(store);
      const hasCertificates = result?.kind === 'available' && result.value.certificates.length > 0;
      const isReadCompletely = result?.kind === 'available' && result.value.unreadable.length === 0;
      const areRemembered = withKey.length < MAX_CERTIFICATES_WITH_KEY && !incompleteStores.has(store);
      const areKnown = hasCertificates ? areRemembered && (isReadCompletely || wereKnown) : wereKnown;
      return [store, { path, certificates, shrunk, ...(areKnown ? { areNamesKnown: true } : {}) }];
    }),
  );
}

/**
 * Returns whether an unavailable store may have contained a certificate for a name. Returns false
 * for an unconfirmed empty store if all its names are remembered and none matches.
 */
export function mayHaveContained(observation: Observation, scope: Scope, name: RequiredName): boolean {
  const store = scope.startsWith(STORE_PREFIX) ? scope.slice(STORE_PREFIX.length) : undefined;
  // Certificates for a TlsCertificateName are not among the remembered ones.
  if (store === undefined || name.tlsCertificateName !== undefined || !isUnconfirmedEmpty(observation, store))
    return true;
  const { storeSizes, fileHistories } = observation.memory;
  if (storeSizes.get(store)?.areNamesKnown !== true) return true;
  return [...fileHistories.values()].some((history) => history.store === store && mayHaveMatched(history, name.value));
}

function mayHaveMatched({ names, awaitsKey, emptySince }: FileHistory, name: string): boolean {
  // The certificate was removed before the store became empty.
  if (emptySince !== undefined) return false;
  const wildcard = wildcardFor(name);
  const isRemembered = names.includes(name) || (wildcard !== undefined && names.includes(wildcard));
  // Further names may exist that are not remembered, also those of a certificate without its key.
  return isRemembered || names.length >= MAX_REMEMBERED_NAMES || awaitsKey === true;
}
