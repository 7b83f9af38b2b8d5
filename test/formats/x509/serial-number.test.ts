import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DerReader } from '../../../src/formats/der/der.ts';
import { readSerialNumber } from '../../../src/formats/x509/serial-number.ts';
import { element } from '../../fixtures/write-der.ts';

function read(hex: string): string | undefined {
  const reader = new DerReader(element(0x02, Buffer.from(hex, 'hex')));
  const text = readSerialNumber(reader);
  return reader.error === undefined ? text : reader.error.reason;
}

it.each([
  ['00', '00'],
  ['01', '01'],
  ['7f', '7F'],
  ['0080', '80'],
  ['00ff', 'FF'],
  ['0100', '0100'],
  ['ff', '-01'],
  ['80', '-80'],
  ['ff7f', '-81'],
  ['ff00', '-0100'],
  ['8000', '-8000'],
  ['a44c384783f8', '-5BB3C7B87C08'],
  [`00${'ab'.repeat(40)}`, 'AB'.repeat(40)],
])('the bytes %s are %s', (hex, text) => {
  expect(read(hex)).toBe(text);
});

it.each([[''], ['0000'], ['007f'], ['ff80'], ['ffff']])('the bytes "%s" are no number in its shortest form', (hex) => {
  expect(read(hex)).toBe('certificate_malformed');
});

it('a serial number is the number of its bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 45 }), (bytes) => {
      const text = read(Buffer.from(bytes).toString('hex')) ?? '';
      if (text === 'certificate_malformed') return;
      const value = text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
      expect(value).toBe(BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`)));
      expect(text).toMatch(/^-?(00|(?!00)([0-9A-F]{2})+)$/);
    }),
  );
});
