import { ipAddressBytes } from '../../domain/certificate/ip-address.ts';

/**
 * Returns true if an address equals an address, or is in a network: `192.0.2.0/24`,
 * `2001:db8::/32`.
 */
export function isWithin(address: string, network: string): boolean {
  const [, base = '', written] = /^(.+?)(?:\/(\d{1,3}))?$/.exec(network) ?? [];
  const [inner, outer] = [ipAddressBytes(address), ipAddressBytes(base.replace(/^\[(.*)\]$/, '$1'))];
  if (inner === undefined || outer === undefined || inner.length !== outer.length) return false;
  const bits = written === undefined ? outer.length * 8 : Number(written);
  if (bits > outer.length * 8) return false;
  return outer.every((byte, at) => {
    const counted = Math.min(8, Math.max(0, bits - at * 8));
    const mask = (0xff << (8 - counted)) & 0xff;
    return (byte & mask) === ((inner[at] ?? 0) & mask);
  });
}
