import type { Certificate } from '../certificate/certificate.ts';
import { matchDnsName, resemblesIpAddress } from '../certificate/dns-name.ts';

/**
 * The way a certificate matches a name. `common-name`: only its CN matches, which current clients
 * ignore.
 */
export type NameServed = 'exact' | 'wildcard' | 'common-name';

/**
 * Returns how a served certificate matches a name, or undefined if it does not. An IP address is
 * compared with the IP addresses in the certificate.
 * @see RFC 9525 section 6.3
 */
export function nameServed(
  { dnsNames, ipAddresses, commonNames }: Pick<Certificate, 'dnsNames' | 'ipAddresses' | 'commonNames'>,
  asked: string,
): NameServed | undefined {
  if (resemblesIpAddress(asked)) return ipAddresses.includes(asked) ? 'exact' : undefined;
  const matches = new Set(dnsNames.map((name) => matchDnsName(name, asked)));
  if (matches.has('exact')) return 'exact';
  if (matches.has('wildcard')) return 'wildcard';
  const isInCommonName = dnsNames.length === 0 && commonNames.some((name) => matchDnsName(name, asked) !== undefined);
  return isInCommonName ? 'common-name' : undefined;
}

/** Returns whether a protocol, as OpenSSL writes it, is obsolete. @see RFC 8996 */
export function isOldProtocol(protocol: string): boolean {
  return /^(?:SSLv\d|TLSv1(?:\.1)?)$/.test(protocol);
}
