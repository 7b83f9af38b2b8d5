import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { CHAIN_FAILURES } from '../../domain/failure/chain-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { isSignedWith } from './is-issued-by.ts';

/** The facts about a possible issuer from which the reason of a rejection is determined. */
export type IssuerFacts = Pick<Certificate, 'keyUsage' | 'subjectKeyIdentifier'>;

/** A CA certificate whose subject is the issuer's name, but which was not accepted as the issuer. */
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
  { certificate, loaded: issued }: { readonly certificate: Certificate; readonly loaded: X509Certificate },
  issuers: readonly RejectedIssuer[],
): Promise<Failure | undefined> {
  for (const { facts, load } of issuers) {
    const candidate = await load();
    if (candidate === undefined) continue;
    // `checkIssued` does not verify the signature. If it accepts the candidate, the candidate was
    // rejected because its key did not sign the certificate.
    if (issued.checkIssued(candidate) || !isSignedWith(issued, candidate)) continue;
    return whyOpensslRejects(certificate, { facts, isCa: candidate.ca });
  }
  return undefined;
}

function whyOpensslRejects(
  { subject, issuer, authorityKeyIdentifier }: Certificate,
  { facts: { keyUsage, subjectKeyIdentifier }, isCa }: { readonly facts: IssuerFacts; readonly isCa: boolean },
): Failure {
  const restrictsKeyUsage = keyUsage !== undefined && keyUsage.length > 0;
  if (restrictsKeyUsage && !keyUsage.includes('keyCertSign')) {
    return CHAIN_FAILURES.chain_issuer_may_not_sign({ issuer });
  }
  const haveKeyIdentifiers = authorityKeyIdentifier !== undefined && subjectKeyIdentifier !== undefined;
  if (haveKeyIdentifiers && authorityKeyIdentifier !== subjectKeyIdentifier) {
    return CHAIN_FAILURES.chain_key_identifier_mismatch({ subject });
  }
  // The remaining cause is an extension that OpenSSL cannot parse. OpenSSL does not treat an issuer
  // with such an extension as a CA. If the issuer is a CA, the issued certificate has the extension.
  return CHAIN_FAILURES.chain_extension_unreadable({ subject: isCa ? subject : issuer });
}
