import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipAddressBytes, ipAddressText } from '../../../src/domain/certificate/ip-address.ts';

const text = (hex: string): string | undefined => {
  return ipAddressText(Buffer.from(hex, 'hex'));
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

it.each([[''], ['c00002'], ['c000020100'], ['c0000201ffffff00']])('"%s" is not an address', (hex) => {
  expect(text(hex)).toBeUndefined();
});

it('an IP address is the one that Node reads', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(15), (bytes, zeros) => {
      bytes.fill(0, zeros, zeros + 5);
      const address = text(Buffer.from(bytes).toString('hex')) ?? '';
      expect(isIP(address)).toBe(6);
      const same = new BlockList();
      const groups = Buffer.from(bytes).toString('hex').match(/..../g) ?? [];
      same.addAddress(groups.join(':'), 'ipv6');
      expect(same.check(address, 'ipv6')).toBe(true);
    }),
  );
});

describe('the bytes of an IP address', () => {
  it.each([
    ['192.0.2.1', 'c0000201'],
    ['0.0.0.0', '00000000'],
    ['255.255.255.255', 'ffffffff'],
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['1::', `0001${'0'.repeat(28)}`],
    ['2001:db8::1', '20010db8000000000000000000000001'],
    ['2001:DB8:0:0:0:0:0:1', '20010db8000000000000000000000001'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['1:2:3:4:5:6:192.0.2.1', '000100020003000400050006c0000201'],
  ])('%s', (text, hex) => {
    expect(Buffer.from(ipAddressBytes(text) ?? []).toString('hex')).toBe(hex);
  });

  it.each([
    ...['', '1', '1.2.3', '1.2.3.4.5', '256.0.0.1', '01.2.3.4', '1.2.3.-4', '1.2.3.4 ', '0x7f.0.0.1'],
    ...[':', ':::', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1::2::3', '12345::', 'g::', '1:2:3:4:5:6:7::8', ':1::'],
    ...['::1%eth0', '1.2.3.4::', '192.0.2.1:25', '::1.2.3', '[::1]', 'mail.contoso.com'],
  ])('do not exist for %j', (text) => {
    expect(ipAddressBytes(text)).toBeUndefined();
  });

  it('are those that its text is read from', () => {
    const bytes = fc.constantFrom(4, 16).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
    fc.assert(
      fc.property(bytes, (some) => {
        expect(ipAddressBytes(ipAddressText(some) ?? '')).toEqual([...some]);
      }),
    );
  });
});
