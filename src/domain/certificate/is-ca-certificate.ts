import type { Certificate } from './certificate.ts';
import { canonicalPresentedName } from './dns-name.ts';

/**
 * Whether a certificate is an authority's and no server's: one that may issue, and says no host's name. One that OpenSSL
 * made by itself may issue too, and is a server's all the same.
 * @see https://docs.openssl.org/master/man1/openssl-req/ (`-x509`)
 */
export function isCaCertificate({
  isCa,
  dnsNames,
  ipAddresses,
  commonNames,
}: Pick<Certificate, 'isCa' | 'dnsNames' | 'ipAddresses' | 'commonNames'>): boolean {
  if (!isCa || dnsNames.length > 0 || ipAddresses.length > 0) return false;
  return !commonNames.some((name) => canonicalPresentedName(name)?.includes('.'));
}
