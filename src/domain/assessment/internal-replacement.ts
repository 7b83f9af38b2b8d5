import { mayHaveKey, type StoredCertificate } from '../certificate/certificate.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import type { CertificateIndex } from '../certificate-index/certificate-index.ts';
import { coverageOf } from '../observation/coverage.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Observation } from '../observation/observation.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import { certificateAtLocation } from './file-histories.ts';
import { missingNames } from './renewal-changes.ts';

/**
 * A command records which certificate is the internal transport certificate (for mail between
 * Exchange servers). Returns the certificate that replaced the recorded one at its location (a block
 * of a file). The replacement must be valid, have its key and match all names of the recorded
 * certificate. Returns undefined if there is no such replacement, if the recorded certificate still
 * exists, or if it may exist, because a store or an inventory (a list of stores) is unavailable.
 */
export function internalReplacementOf(
  observation: Observation,
  index: CertificateIndex,
): StoredCertificate | undefined {
  const { internalTransport, memory, now } = observation;
  if (internalTransport.source !== 'recorded') return undefined;
  const coverage = coverageOf(observation);
  if (coverage(EVERY_STORE) !== 'available' || coverage(EVERY_INVENTORY) !== 'available') return undefined;
  const personalStores = new Set(definedStores(observation).flatMap(({ name, personal }) => (personal ? [name] : [])));
  const { thumbprint } = internalTransport;
  if (index.withThumbprint(thumbprint).some(({ store }) => personalStores.has(store))) return undefined;
  for (const history of memory.fileHistories.values()) {
    if (history.thumbprint !== thumbprint) continue;
    const stored = certificateAtLocation(history.location, index);
    if (stored === undefined || !personalStores.has(stored.store) || !mayHaveKey(stored.key)) continue;
    const { certificate } = stored;
    if (isExpired(certificate, now) || isNotYetValid(certificate, now)) continue;
    if (missingNames(history.names, stored).length === 0) return stored;
  }
  return undefined;
}
