import { canonicalPresentedName, resemblesIpAddress } from '../certificate/dns-name.ts';
import { ipAddressBytes, ipAddressText } from '../certificate/ip-address.ts';

/** What a certificate is to be called, each once, in order; or the first name that is none. */
export type OrderNames =
  | {
      readonly kind: 'names';
      /** All of them. */
      readonly names: readonly string[];
      readonly dnsNames: readonly string[];
      readonly ipAddresses: readonly string[];
    }
  | { readonly kind: 'invalid'; readonly name: string };

/** The names of an order in the form in which they are compared. @param written names as A-labels, wildcards, addresses */
export function orderNames(written: readonly string[]): OrderNames {
  const dnsNames = new Set<string>();
  const ipAddresses = new Set<string>();
  const names = new Set<string>();
  for (const name of written) {
    const bare = name.endsWith('.') ? name.slice(0, -1) : name;
    const isAddress = resemblesIpAddress(bare);
    const canonical = isAddress ? ipAddressText(ipAddressBytes(bare) ?? []) : canonicalPresentedName(bare);
    // A last label of digits only makes an address, or a piece of one.
    if (canonical === undefined || (!isAddress && /(^|\.)\d+$/.test(canonical))) return { kind: 'invalid', name };
    (isAddress ? ipAddresses : dnsNames).add(canonical);
    names.add(canonical);
  }
  return { kind: 'names', names: [...names], dnsNames: [...dnsNames], ipAddresses: [...ipAddresses] };
}
