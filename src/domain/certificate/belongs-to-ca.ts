import type { Certificate } from './certificate.ts';
import { canonicalCertificateName } from './dns-name.ts';

/**
 * Returns whether a certificate belongs to a CA and not to a server: it may issue certificates and
 * contains no host name. Self-signed server certificates of OpenSSL may issue certificates too, but
 * they contain a host name.
 * @see https://docs.openssl.org/master/man1/openssl-req/ (`-x509`)
 */
export function belongsToCa({
  isCa,
  dnsNames,
  ipAddresses,
  commonNames,
}: Pick<Certificate, 'isCa' | 'dnsNames' | 'ipAddresses' | 'commonNames'>): boolean {
  if (!isCa || dnsNames.length > 0 || ipAddresses.length > 0) return false;
  return !commonNames.some((name) => canonicalCertificateName(name)?.includes('.'));
}
