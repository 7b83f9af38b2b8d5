import { wildcardFor } from '../certificate/dns-name.ts';
import { locationKey } from '../certificate/location-key.ts';
import { type CertificateIndex, MAX_CERTIFICATES_WITH_KEY } from '../certificate-index/certificate-index.ts';
import type { Scope } from '../scope.ts';
import type { RequiredName } from '../selection/selection.ts';
import { type FileHistory, MAX_REMEMBERED_NAMES, type Memory, type StoreSize } from './memory.ts';
import type { Observation } from './observation.ts';
import { isUnconfirmedEmpty } from './store-sizes.ts';

const STORE_PREFIX = 'store:';

/**
 * Returns the remembered sizes of the stores, and sets `areNamesKnown` for each store of which
 * `fileHistories` contains every certificate with a key. If such a store is found empty later, the
 * names that it contained are known. It is not set if:
 * - there are more certificates with a key than are remembered
 * - the history of a location belongs to another store
 * - a key cannot be checked
 *
 * For a store that is empty, unavailable or read only in part, the value of the previous scan is
 * kept.
 */
export function markKnownNames(
  sizes: Memory['storeSizes'],
  fileHistories: Memory['fileHistories'],
  observation: Observation,
  { withKey, uncheckedKeyPaths }: Pick<CertificateIndex, 'withKey' | 'uncheckedKeyPaths'>,
): Memory['storeSizes'] {
  const incompleteStores = new Set(uncheckedKeyPaths.keys());
  for (const stored of withKey) {
    if (fileHistories.get(locationKey(stored.location))?.store !== stored.store) incompleteStores.add(stored.store);
  }
  return new Map(
    [...sizes].map(([store, { path, certificates, shrunk }]): [string, StoreSize] => {
      const wereKnown = observation.memory.storeSizes.get(store)?.areNamesKnown === true;
      const result = observation.stores.get(store);
      const hasCertificates = result?.kind === 'available' && result.value.certificates.length > 0;
      const isReadCompletely = result?.kind === 'available' && result.value.unreadablePaths.length === 0;
      const areRemembered = withKey.length < MAX_CERTIFICATES_WITH_KEY && !incompleteStores.has(store);
      const areKnown = hasCertificates ? areRemembered && (isReadCompletely || wereKnown) : wereKnown;
      return [store, { path, certificates, shrunk, ...(areKnown ? { areNamesKnown: true } : {}) }];
    }),
  );
}

/**
 * Returns whether an unavailable store or inventory may contain a certificate for a name. Returns
 * false only for a store that was found empty, which later scans have not confirmed yet, if all
 * names of its earlier certificates are remembered and none matches.
 */
export function mayHaveContained(observation: Observation, scope: Scope, name: RequiredName): boolean {
  const store = scope.startsWith(STORE_PREFIX) ? scope.slice(STORE_PREFIX.length) : undefined;
  // A TlsCertificateName selects by subject and issuer, and only names are remembered.
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
  // A certificate may have more names than are remembered. While a location waits for the key of a
  // renewed certificate, the names of the new certificate are not remembered yet.
  return isRemembered || names.length >= MAX_REMEMBERED_NAMES || awaitsKey === true;
}
