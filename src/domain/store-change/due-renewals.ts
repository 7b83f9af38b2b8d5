import { searchedStorePredicate } from '../assessment/selection-contexts.ts';
import { Successors } from '../assessment/successors.ts';
import { belongsToCa } from '../certificate/belongs-to-ca.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import type { CertificateIndex } from '../certificate-index/certificate-index.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import { exclusiveDirectoryOf } from '../connector/exclusive-directory.ts';
import { coverageOf } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';

/**
 * Returns the self-signed certificates of the personal store (the only store that mailcertd writes
 * to) that are due for automatic renewal, in the order of their expiry. Empty while part of the
 * store is unavailable. A certificate is due if:
 * - it has its private key and its own directory
 * - it expires within `renewBeforeMs`, or has expired
 * - no usable certificate with the same names and at least the same services expires later
 * - no certificate in the store was created as its renewal
 * @param renewBeforeMs remaining lifetime at which a certificate is renewed
 */
export function dueRenewals(
  observation: Observation,
  index: CertificateIndex,
  personal: StoreDefinition,
  renewBeforeMs: number,
): readonly StoredCertificate[] {
  const { now } = observation;
  const result = observation.stores.get(personal.name);
  if (result?.kind !== 'available' || coverageOf(observation)(`store:${personal.name}`) !== 'available') return [];
  const successors = new Successors({ index, now, isSearched: searchedStorePredicate(observation) });
  const expiring = index.byNotAfter
    .between(Number.NEGATIVE_INFINITY, now + renewBeforeMs)
    .filter(
      (stored) => stored.store === personal.name && isRenewable(stored) && !successors.hasLongerValidSuccessor(stored),
    );
  if (expiring.length === 0) return [];
  const renewedThumbprints = new Set(result.value.certificates.flatMap(({ note }) => note?.renews ?? []));
  return expiring
    .filter((stored) => !renewedThumbprints.has(stored.certificate.thumbprint))
    .filter((stored) => exclusiveDirectoryOf(stored, personal, result.value) !== undefined)
    .toSorted((left, right) => left.certificate.notAfter - right.certificate.notAfter);
}

function isRenewable({ certificate, key }: StoredCertificate): boolean {
  return certificate.isSelfIssued && key.kind === 'matches' && !belongsToCa(certificate);
}
