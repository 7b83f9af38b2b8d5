import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { CHAIN_SENTENCES } from '../../domain/certificate/chain-sentences.ts';
import { fill } from '../../domain/sentence.ts';
import { isSignedWith } from './is-issued-by.ts';

/** Facts about a certificate that may have issued another one. */
export type IssuerFacts = Pick<Certificate, 'keyUsage' | 'subjectKeyIdentifier'>;

/** A certificate with the right name that is not the issuer. */
export interface RejectedIssuer {
  readonly facts: IssuerFacts;
  readonly load: () => Promise<X509Certificate | undefined>;
}

/**
 * Returns why OpenSSL rejects the issuer that did sign a certificate, in OpenSSL's words; undefined
 * if none of the candidates signed it. node:crypto only reports the rejection.
 */
export async function rejectionReason(
  { certificate, loaded }: { readonly certificate: Certificate; readonly loaded: X509Certificate },
  issuers: readonly RejectedIssuer[],
): Promise<string | undefined> {
  for (const { facts, load } of issuers) {
    const signer = await load();
    // No signature is verified twice: if OpenSSL accepts the issuer, its signature has already
    // failed.
    if (signer === undefined || loaded.checkIssued(signer) || !isSignedWith(loaded, signer)) continue;
    return opensslReason(certificate, { facts, isCa: signer.ca });
  }
  return undefined;
}

function opensslReason(
  { subject, issuer, authorityKeyIdentifier }: Certificate,
  { facts: { keyUsage, subjectKeyIdentifier }, isCa }: { readonly facts: IssuerFacts; readonly isCa: boolean },
): string {
  if (keyUsage?.includes('keyCertSign') === false && keyUsage.length > 0) {
    return fill(CHAIN_SENTENCES.mayNotSign.en, { issuer });
  }
  const haveKeyIdentifiers = authorityKeyIdentifier !== undefined && subjectKeyIdentifier !== undefined;
  if (haveKeyIdentifiers && authorityKeyIdentifier !== subjectKeyIdentifier) {
    return fill(CHAIN_SENTENCES.keyIdentifierMismatch.en, { subject });
  }
  // OpenSSL does not accept a CA certificate whose extensions it cannot parse.
  return fill(CHAIN_SENTENCES.extensionUnreadable.en, { subject: isCa ? subject : issuer });
}
