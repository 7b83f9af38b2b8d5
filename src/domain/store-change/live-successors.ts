import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { Instant } from '../time.ts';
import { liveNamesOf } from './live-names.ts';

/**
 * Returns the certificates that get the stable paths of a removed certificate, by the name of the
 * path. The successor is the newest other certificate with that name in a directory that a command
 * created. An expired one is used only if there is no other. Names without a successor are not
 * included.
 */
export function liveSuccessorsOf(
  removed: StoredCertificate,
  certificates: readonly StoredCertificate[],
  store: string,
  now: Instant,
): readonly (readonly [name: string, successor: Thumbprint])[] {
  const names = new Set(liveNamesOf(removed.certificate));
  const others = certificates
    .filter(({ certificate, location, key }) => {
      const { thumbprint } = certificate;
      const isOwn = location.path === `${store}/${thumbprint}/certificate.pem` && key.kind === 'matches';
      return isOwn && thumbprint !== removed.certificate.thumbprint;
    })
    .map(({ certificate }) => certificate)
    // In ascending order, because later certificates replace earlier ones in the map.
    .sort(
      (one, other) => Number(isExpired(other, now)) - Number(isExpired(one, now)) || one.notBefore - other.notBefore,
    );
  const successors = new Map<string, Thumbprint>();
  for (const other of others) {
    for (const name of liveNamesOf(other)) if (names.has(name)) successors.set(name, other.thumbprint);
  }
  return [...successors];
}
