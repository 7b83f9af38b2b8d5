import type { Certificate } from '../certificate/certificate.ts';
import { matchDnsName, resemblesIpAddress } from '../certificate/dns-name.ts';

/** How a certificate carries a name. `common-name`: in its CN alone, which clients of today do not look at. */
export type NameServed = 'exact' | 'wildcard' | 'common-name';

/**
 * How a certificate that is served carries the name that was asked for; undefined: not at all. An IP address counts where it
 * stands among the IP addresses.
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

/** Whether a protocol, as OpenSSL writes it, is one that nobody should speak any more. @see RFC 8996 */
export function isOldProtocol(protocol: string): boolean {
  return /^(?:SSLv\d|TLSv1(?:\.1)?)$/.test(protocol);
}
