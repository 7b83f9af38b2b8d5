import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ipAddressText } from '../../../src/formats/x509/ip-address.ts';

const text = (hex: string): string | undefined => {
  const bytes = Buffer.from(`ff${hex}ff`, 'hex');
  return ipAddressText(bytes, 1, bytes.length - 1);
};

it.each([
  ['c0000201', '192.0.2.1'],
  ['00000000', '0.0.0.0'],
  ['20010db8000000000000000000000001', '2001:db8::1'],
  ['00000000000000000000000000000000', '::'],
  ['00000000000000000000000000000001', '::1'],
  ['20010db8000000000000000000000000', '2001:db8::'],
  ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ['20010000000000010000000000000001', '2001:0:0:1::1'],
  ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
  ['fe80000000000000abcdef0123456789', 'fe80::abcd:ef01:2345:6789'],
])('%s is %s', (hex, address) => {
  expect(text(hex)).toBe(address);
});

it.each([[''], ['c00002'], ['c000020100'], ['c0000201ffffff00']])('"%s" is no address', (hex) => {
  expect(text(hex)).toBeUndefined();
});

it('is the address that Node takes it for', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(15), (octets, zeros) => {
      octets.fill(0, zeros, zeros + 5);
      const address = text(Buffer.from(octets).toString('hex')) ?? '';
      expect(isIP(address)).toBe(6);
      const same = new BlockList();
      const groups = Buffer.from(octets).toString('hex').match(/..../g) ?? [];
      same.addAddress(groups.join(':'), 'ipv6');
      expect(same.check(address, 'ipv6')).toBe(true);
    }),
  );
});
