import { ipAddressBytes } from '../../domain/certificate/ip-address.ts';

/**
 * Returns true if an address equals an address, or is in a network: `192.0.2.0/24`,
 * `2001:db8::/32`.
 */
export function isInIpRange(address: string, range: string): boolean {
  const [, base = '', prefixLength] = /^(.+?)(?:\/(\d{1,3}))?$/.exec(range) ?? [];
  const [inner, outer] = [ipAddressBytes(address), ipAddressBytes(base.replace(/^\[(.*)\]$/, '$1'))];
  if (inner === undefined || outer === undefined || inner.length !== outer.length) return false;
  const bits = prefixLength === undefined ? outer.length * 8 : Number(prefixLength);
  if (bits > outer.length * 8) return false;
  return outer.every((byte, at) => {
    const maskBits = Math.min(8, Math.max(0, bits - at * 8));
    const mask = (0xff << (8 - maskBits)) & 0xff;
    return (byte & mask) === ((inner[at] ?? 0) & mask);
  });
}
