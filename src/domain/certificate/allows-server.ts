import type { Certificate, KeyUsage } from './certificate.ts';

/**
 * Extended key usages that allow a TLS server, in the form of `Certificate.extendedKeyUsage`: a name,
 * or an OID without a name. OpenSSL also accepts server-gated cryptography (SGC).
 * @see RFC 5280 section 4.2.1.12
 */
const SERVER_EXTENDED_KEY_USAGES: ReadonlySet<string> = new Set([
  'serverAuth',
  'anyExtendedKeyUsage',
  '1.3.6.1.4.1.311.10.3.3', // SGC of Microsoft
  '2.16.840.1.113730.4.1', // SGC of Netscape
]);

/**
 * Key usages of which a TLS server needs at least one.
 * @see RFC 5246 section 7.4.2
 * @see RFC 8446 section 4.4.2.2
 */
const SERVER_KEY_USAGES: ReadonlySet<KeyUsage> = new Set<KeyUsage>([
  'digitalSignature',
  'keyEncipherment',
  'keyAgreement',
]);

/** The extensions that limit the purposes of a certificate; undefined: all purposes are allowed. */
export type Purposes = Pick<Certificate, 'keyUsage' | 'extendedKeyUsage'>;

/** Returns whether the key usage and the extended key usage of a certificate allow a TLS server. */
export function allowsServer({ keyUsage, extendedKeyUsage }: Purposes): boolean {
  const isPurposeAllowed =
    extendedKeyUsage === undefined || extendedKeyUsage.some((purpose) => SERVER_EXTENDED_KEY_USAGES.has(purpose));
  return isPurposeAllowed && (keyUsage === undefined || keyUsage.some((usage) => SERVER_KEY_USAGES.has(usage)));
}
