import type { Certificate } from '../certificate/certificate.ts';
import { matchDnsName, resemblesIpAddress } from '../certificate/dns-name.ts';

/**
 * The way a certificate matches a name. `common-name`: only its CN matches, which current clients
 * ignore.
 */
export type NameMatch = 'exact' | 'wildcard' | 'common-name';

/**
 * Returns how a served certificate matches a name, or undefined if it does not. An IP address is
 * compared with the IP addresses in the certificate.
 * @see RFC 9525 section 6.3
 */
export function matchServedName(
  { dnsNames, ipAddresses, commonNames }: Pick<Certificate, 'dnsNames' | 'ipAddresses' | 'commonNames'>,
  requiredName: string,
): NameMatch | undefined {
  if (resemblesIpAddress(requiredName)) return ipAddresses.includes(requiredName) ? 'exact' : undefined;
  const matches = new Set(dnsNames.map((name) => matchDnsName(name, requiredName)));
  if (matches.has('exact')) return 'exact';
  if (matches.has('wildcard')) return 'wildcard';
  const isInCommonName =
    dnsNames.length === 0 && commonNames.some((name) => matchDnsName(name, requiredName) !== undefined);
  return isInCommonName ? 'common-name' : undefined;
}
