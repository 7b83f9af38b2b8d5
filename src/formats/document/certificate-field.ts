/**
 * The fields of certificates and CSRs that `--fields` accepts. Scripts use these names, so they
 * never change.
 */
export type CertificateField =
  | 'thumbprint'
  | 'sha256Fingerprint'
  | 'services'
  /** For example `IP.WS`. */
  | 'servicesLetters'
  | 'subject'
  | 'issuer'
  | 'serialNumber'
  | 'notBefore'
  | 'notAfter'
  | 'dnsNames'
  | 'ipAddresses'
  | 'commonName'
  | 'publicKeyAlgorithm'
  | 'publicKeySize'
  | 'publicKeySha256'
  | 'signatureAlgorithm'
  | 'hasPrivateKey'
  | 'isSelfSigned'
  | 'isCa'
  | 'pathLength'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'subjectKeyIdentifier'
  | 'authorityKeyIdentifier'
  | 'origin'
  | 'status'
  /** The state by date: `ok`, `expiring`, `expired`, `not-yet-valid` or `superseded`. */
  | 'lifetimeState'
  | 'store'
  | 'selectedBy'
  | 'location'
  | 'friendlyName'
  | 'isExportable'
  | 'requestedBy';
