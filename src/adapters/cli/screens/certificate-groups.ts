import type { StoredRequest } from '../../../domain/certificate/certificate-request.ts';
import type { ListedCertificate } from '../../../domain/status/status.ts';
import type { ListedItem } from '../../../formats/document/certificate-fields.ts';

/** One certificate in every location; the location with the most information is first. */
export type CertificateGroup = readonly [ListedCertificate, ...ListedCertificate[]];

/** Yields each certificate once, and the CSRs. Copies of one certificate must be adjacent. */
export function* groupByCertificate(listed: Iterable<ListedItem>): Generator<CertificateGroup | StoredRequest> {
  let group: [ListedCertificate, ...ListedCertificate[]] | undefined;
  for (const item of listed) {
    // A CSR has a `request`, and is never in a group.
    if (!('request' in item) && group !== undefined && isSameCertificate(group[0], item)) {
      group.push(item);
      continue;
    }
    if (group !== undefined) yield group.sort(compareLocations);
    group = 'request' in item ? undefined : [item];
    if ('request' in item) yield item;
  }
  if (group !== undefined) yield group.sort(compareLocations);
}

/** Orders locations of a certificate: with its key first, then with more enabled services. */
export function compareLocations(a: ListedCertificate, b: ListedCertificate): number {
  const rank = ({ stored }: ListedCertificate): number => (stored.key.kind === 'matches' ? 0 : 1);
  return rank(a) - rank(b) || b.stored.services.length - a.stored.services.length;
}

function isSameCertificate({ stored: a }: ListedCertificate, { stored: b }: ListedCertificate): boolean {
  // A thumbprint is computed on each access, so it is compared only if the expiry is equal.
  return a.certificate.notAfter === b.certificate.notAfter && a.certificate.thumbprint === b.certificate.thumbprint;
}
