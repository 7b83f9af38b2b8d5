import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { CHAIN_SENTENCES } from '../../domain/certificate/chain-sentences.ts';
import { fill } from '../../domain/sentence.ts';
import { isSignedWith } from './is-issued-by.ts';

/** The facts about a possible issuer from which the reason of a rejection is determined. */
export type IssuerFacts = Pick<Certificate, 'keyUsage' | 'subjectKeyIdentifier'>;

/** A CA certificate with the name of the issuer that was not accepted as the issuer. */
export interface RejectedIssuer {
  readonly facts: IssuerFacts;
  readonly load: () => Promise<X509Certificate | undefined>;
}

/**
 * Searches the CA that signed a certificate among rejected candidates, and returns why OpenSSL does
 * not accept it as the issuer; undefined if none of them signed the certificate. The reason is
 * determined here, because node:crypto reports only that OpenSSL rejects the issuer.
 */
export async function rejectionReason(
  { certificate, loaded }: { readonly certificate: Certificate; readonly loaded: X509Certificate },
  issuers: readonly RejectedIssuer[],
): Promise<string | undefined> {
  for (const { facts, load } of issuers) {
    const signer = await load();
    // If OpenSSL accepts the candidate by its names, it was rejected because its signature failed.
    if (signer === undefined || loaded.checkIssued(signer) || !isSignedWith(loaded, signer)) continue;
    return opensslReason(certificate, { facts, isCa: signer.ca });
  }
  return undefined;
}

function opensslReason(
  { subject, issuer, authorityKeyIdentifier }: Certificate,
  { facts: { keyUsage, subjectKeyIdentifier }, isCa }: { readonly facts: IssuerFacts; readonly isCa: boolean },
): string {
  const restrictsKeyUsage = keyUsage !== undefined && keyUsage.length > 0;
  if (restrictsKeyUsage && !keyUsage.includes('keyCertSign')) {
    return fill(CHAIN_SENTENCES.mayNotSign.en, { issuer });
  }
  const haveKeyIdentifiers = authorityKeyIdentifier !== undefined && subjectKeyIdentifier !== undefined;
  if (haveKeyIdentifiers && authorityKeyIdentifier !== subjectKeyIdentifier) {
    return fill(CHAIN_SENTENCES.keyIdentifierMismatch.en, { subject });
  }
  // OpenSSL cannot parse an extension of the issuer or of the issued certificate. An issuer with
  // such an extension is no CA for OpenSSL.
  return fill(CHAIN_SENTENCES.extensionUnreadable.en, { subject: isCa ? subject : issuer });
}
