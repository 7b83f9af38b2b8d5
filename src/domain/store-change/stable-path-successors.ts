import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { Instant } from '../time.ts';
import { stablePathNames } from './stable-path-names.ts';

/** Returns whether a certificate is in a directory that mailcertd created, with its private key. */
function isInCreatedDirectory({ certificate, location, key }: StoredCertificate, store: string): boolean {
  return location.path === `${store}/${certificate.thumbprint}/certificate.pem` && key.kind === 'matches';
}

/**
 * Returns the certificates that get the stable paths of a removed certificate, by the name of the
 * path. The successor is the newest other certificate with that name in a directory that mailcertd
 * created. An expired one is used only if there is no other. Names without a successor are not
 * included.
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
    // In ascending order, because later certificates replace earlier ones in the map.
    .sort(
      (one, other) => Number(isExpired(other, now)) - Number(isExpired(one, now)) || one.notBefore - other.notBefore,
    );
  const successors = new Map<string, Thumbprint>();
  for (const candidate of candidates) {
    for (const name of stablePathNames(candidate)) {
      if (removedNames.has(name)) successors.set(name, candidate.thumbprint);
    }
  }
  return [...successors];
}
