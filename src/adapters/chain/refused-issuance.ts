import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { CHAIN_SENTENCES } from '../../domain/certificate/chain-sentences.ts';
import { fill } from '../../domain/sentence.ts';
import { isSignedWith } from './signed.ts';

/** Facts about a certificate that may have issued another one. */
export type IssuerFacts = Pick<Certificate, 'keyUsage' | 'subjectKeyIdentifier'>;

/** A certificate with the right name that is not the issuer. */
export interface RefusedIssuer {
  readonly facts: IssuerFacts;
  readonly read: () => Promise<X509Certificate | undefined>;
}

/**
 * Returns why OpenSSL rejects the issuer that did sign a certificate, in OpenSSL's words; undefined
 * if none of the candidates signed it. node:crypto only reports the rejection.
 */
export async function refusedIssuance(
  { certificate, judge }: { readonly certificate: Certificate; readonly judge: X509Certificate },
  issuers: readonly RefusedIssuer[],
): Promise<string | undefined> {
  for (const { facts, read } of issuers) {
    const signer = await read();
    // No signature is verified twice: if OpenSSL accepts the issuer, its signature has already
    // failed.
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
    return fill(CHAIN_SENTENCES.mayNotSign.en, { issuer });
  }
  const areKnown = authorityKeyIdentifier !== undefined && subjectKeyIdentifier !== undefined;
  if (areKnown && authorityKeyIdentifier !== subjectKeyIdentifier) {
    return fill(CHAIN_SENTENCES.keyIdentifierMismatch.en, { subject });
  }
  // OpenSSL does not accept a CA certificate whose extensions it cannot parse.
  return fill(CHAIN_SENTENCES.extensionUnreadable.en, { subject: isCa ? subject : issuer });
}
