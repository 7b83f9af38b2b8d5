import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { isSignedWith } from './signed.ts';

/** Facts about a certificate that may have issued another. */
export type IssuerFacts = Pick<Certificate, 'keyUsage' | 'subjectKeyIdentifier'>;

/** A certificate with the right name that did not turn out to be the issuer. */
export interface RefusedIssuer {
  readonly facts: IssuerFacts;
  readonly read: () => Promise<X509Certificate | undefined>;
}

/**
 * Returns why OpenSSL does not accept that a certificate was issued by one that did sign it, with OpenSSL's words for it;
 * undefined where none of them signed it. node:crypto says only that it does not.
 */
export async function refusedIssuance(
  { certificate, judge }: { readonly certificate: Certificate; readonly judge: X509Certificate },
  issuers: readonly RefusedIssuer[],
): Promise<string | undefined> {
  for (const { facts, read } of issuers) {
    const signer = await read();
    // No signature is verified twice: where OpenSSL accepts the issuer, it was found wrong already.
    if (signer === undefined || judge.checkIssued(signer) || !isSignedWith(judge, signer)) continue;
    return refusal(certificate, { facts, isCa: signer.ca });
  }
  return undefined;
}

function refusal(
  { subject, issuer, authorityKeyIdentifier }: Certificate,
  { facts: { keyUsage, subjectKeyIdentifier }, isCa }: { readonly facts: IssuerFacts; readonly isCa: boolean },
): string {
  if (keyUsage?.includes('keyCertSign') === false && keyUsage.length > 0) {
    return `${issuer}: key usage does not include certificate signing`;
  }
  const areKnown = authorityKeyIdentifier !== undefined && subjectKeyIdentifier !== undefined;
  if (areKnown && authorityKeyIdentifier !== subjectKeyIdentifier) {
    return `${subject}: authority and subject key identifier mismatch`;
  }
  // OpenSSL calls no certificate a CA whose extensions it cannot read.
  return `${isCa ? subject : issuer}: invalid certificate, an extension of it cannot be read`;
}
