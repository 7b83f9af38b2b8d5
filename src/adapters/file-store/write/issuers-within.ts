import { X509Certificate } from 'node:crypto';

/** More stand above no certificate. */
const MAX_ISSUERS = 16;

/**
 * Those of some certificates, in DER, that stand above one: who issued it, who issued that, up to one that nobody among
 * them has issued. A name alone proves nothing, so each signature is verified.
 */
export function issuersWithin(certificate: Buffer, others: readonly Buffer[]): readonly Buffer[] {
  const candidates = others.flatMap(judgeOf);
  const chain: X509Certificate[] = [];
  let [below] = judgeOf(certificate);
  while (below !== undefined && chain.length < MAX_ISSUERS) {
    const subject = below;
    if (isIssuedBy(subject, subject)) break;
    const issuer = candidates.find((candidate) => !chain.includes(candidate) && isIssuedBy(subject, candidate));
    if (issuer !== undefined) chain.push(issuer);
    below = issuer;
  }
  return chain.map(({ raw }) => raw);
}

function judgeOf(der: Buffer): readonly X509Certificate[] {
  try {
    return [new X509Certificate(der)];
  } catch {
    // OpenSSL reads less than the reader does.
    return [];
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that OpenSSL does not know.
    return false;
  }
}
