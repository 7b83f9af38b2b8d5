import { canonicalCertificateName, resemblesIpAddress } from '../certificate/dns-name.ts';
import { ipAddressBytes, ipAddressText } from '../certificate/ip-address.ts';

/** The names for a new certificate, canonical and without duplicates, or the first invalid name. */
export type RequestedNames =
  | {
      readonly kind: 'names';
      /** The DNS names and IP addresses, in the requested order. */
      readonly names: readonly string[];
      readonly dnsNames: readonly string[];
      readonly ipAddresses: readonly string[];
    }
  | { readonly kind: 'invalid'; readonly name: string };

/**
 * Returns the requested names in canonical form.
 * @param domainNames A-labels, wildcards and IP addresses
 */
export function parseRequestedNames(domainNames: readonly string[]): RequestedNames {
  const dnsNames = new Set<string>();
  const ipAddresses = new Set<string>();
  const names = new Set<string>();
  for (const name of domainNames) {
    const withoutDot = name.endsWith('.') ? name.slice(0, -1) : name;
    const isAddress = resemblesIpAddress(withoutDot);
    const canonical = isAddress
      ? ipAddressText(ipAddressBytes(withoutDot) ?? [])
      : canonicalCertificateName(withoutDot);
    // A last label of digits is only valid in an IP address.
    if (canonical === undefined || (!isAddress && /(^|\.)\d+$/.test(canonical))) return { kind: 'invalid', name };
    (isAddress ? ipAddresses : dnsNames).add(canonical);
    names.add(canonical);
  }
  return { kind: 'names', names: [...names], dnsNames: [...dnsNames], ipAddresses: [...ipAddresses] };
}
