import type { Certificate } from './certificate.ts';

/**
 * Returns a copy of a certificate with some fields replaced. Copies field by field, because the
 * fields of certificates in large stores are getters, which `...` does not copy.
 */
export function copyCertificate(certificate: Certificate, changes: Partial<Certificate>): Certificate {
  return {
    thumbprint: certificate.thumbprint,
    sha256Fingerprint: certificate.sha256Fingerprint,
    version: certificate.version,
    serialNumber: certificate.serialNumber,
    subject: certificate.subject,
    issuer: certificate.issuer,
    commonNames: certificate.commonNames,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    dnsNames: certificate.dnsNames,
    ipAddresses: certificate.ipAddresses,
    publicKeyAlgorithm: certificate.publicKeyAlgorithm,
    publicKeySize: certificate.publicKeySize,
    signatureAlgorithm: certificate.signatureAlgorithm,
    publicKeySha256: certificate.publicKeySha256,
    isSelfIssued: certificate.isSelfIssued,
    isCa: certificate.isCa,
    pathLength: certificate.pathLength,
    keyUsage: certificate.keyUsage,
    extendedKeyUsage: certificate.extendedKeyUsage,
    subjectKeyIdentifier: certificate.subjectKeyIdentifier,
    authorityKeyIdentifier: certificate.authorityKeyIdentifier,
    ...changes,
  };
}
