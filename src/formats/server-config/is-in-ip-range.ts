import { ipAddressBytes } from '../../domain/certificate/ip-address.ts';

/**
 * Returns true if an address is in a range.
 * @param range an address, or a network such as `192.0.2.0/24` or `2001:db8::/32`
 */
export function isInIpRange(address: string, range: string): boolean {
  const [, rangeAddress = '', prefixLength] = /^(.+?)(?:\/(\d{1,3}))?$/.exec(range) ?? [];
  const addressBytes = ipAddressBytes(address);
  const rangeBytes = ipAddressBytes(rangeAddress.replace(/^\[(.*)\]$/, '$1'));
  if (addressBytes === undefined || rangeBytes?.length !== addressBytes.length) return false;
  const prefixBits = prefixLength === undefined ? rangeBytes.length * 8 : Number(prefixLength);
  if (prefixBits > rangeBytes.length * 8) return false;
  return rangeBytes.every((byte, index) => {
    const maskBits = Math.min(8, Math.max(0, prefixBits - index * 8));
    const mask = (0xff << (8 - maskBits)) & 0xff;
    return (byte & mask) === ((addressBytes[index] ?? 0) & mask);
  });
}
