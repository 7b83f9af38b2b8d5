import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { Instant } from '../time.ts';
import { stablePathNames } from './stable-path-names.ts';

/** Returns whether a certificate is in a directory that mailcertd created, with its private key. */
function isInCreatedDirectory({ certificate, location, key }: StoredCertificate, store: string): boolean {
  return location.path === `${store}/${certificate.thumbprint}/certificate.pem` && key.kind === 'matches';
}

/**
 * Returns which certificate gets each stable path (a link with a fixed name to the directory of a
 * certificate) of a removed certificate, as pairs of the name of the path and the certificate. It
 * is the newest other certificate with that name in a directory that mailcertd created, and an
 * expired certificate only if there is no valid one. Leaves out names without such a certificate.
 * @param store the path of the personal store
 */
export function stablePathSuccessors(
  removed: StoredCertificate,
  certificates: readonly StoredCertificate[],
  store: string,
  now: Instant,
): readonly (readonly [name: string, successor: Thumbprint])[] {
  const removedNames = new Set(stablePathNames(removed.certificate));
  const candidates = certificates
    .filter((stored) => isInCreatedDirectory(stored, store))
    .map(({ certificate }) => certificate)
    .filter(({ thumbprint }) => thumbprint !== removed.certificate.thumbprint)
    // The best certificate is last, because later ones replace earlier ones in the map.
    .sort((a, b) => Number(isExpired(b, now)) - Number(isExpired(a, now)) || a.notBefore - b.notBefore);
  const successors = new Map<string, Thumbprint>();
  for (const candidate of candidates) {
    for (const name of stablePathNames(candidate)) {
      if (removedNames.has(name)) successors.set(name, candidate.thumbprint);
    }
  }
  return [...successors];
}
