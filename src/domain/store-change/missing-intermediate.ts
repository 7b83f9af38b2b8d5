import type { StoredCertificate } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import type { InstallChange } from './store-change.ts';

/**
 * Returns the subject of an intermediate certificate that a server must send and that an
 * installation lacks, or undefined if none is known to be missing. A missing root does not count,
 * because clients have the roots.
 * @param certificates the certificates in all stores
 * @param verdict the chain verdict with the intermediate certificates; undefined: unknown
 * @see https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
 */
export function missingIntermediate(
  { certificate, issuers }: Pick<InstallChange, 'certificate' | 'issuers'>,
  certificates: readonly StoredCertificate[],
  verdict: ChainVerdict | undefined,
): string | undefined {
  const lastSent = issuers.at(-1) ?? certificate;
  if (lastSent.isSelfIssued) return undefined;
  const storedIssuers = certificates.filter(
    (stored) => stored.certificate.isCa && stored.certificate.subject === lastSent.issuer,
  );
  if (storedIssuers.length > 0) {
    const hasRoot = storedIssuers.some((stored) => stored.certificate.isSelfIssued);
    return hasRoot ? undefined : lastSent.issuer;
  }
  // An unknown issuer of an intermediate certificate is most likely a root.
  const isUnknown = verdict?.status === 'untrusted' && verdict.missingIssuer === lastSent.issuer;
  return isUnknown && issuers.length === 0 ? lastSent.issuer : undefined;
}
