import { expect, it } from 'vitest';
import {
  ATTRIBUTE_TYPES,
  CURVE_BITS,
  findObjectIdentifier,
  objectIdentifierText,
  SIGNATURE_ALGORITHMS,
} from '../../../src/formats/der/object-identifiers.ts';

const text = (hex: string): string => objectIdentifierText(Buffer.from(hex, 'hex'), 0, hex.length / 2);

it.each([
  ['550403', '2.5.4.3'],
  ['2a864886f70d01010b', '1.2.840.113549.1.1.11'],
  ['2b6570', '1.3.101.112'],
  ['883703', '2.999.3'],
  ['27', '0.39'],
  ['7f', '2.47'],
  // A UUID as an arc, which exceeds a number.
  [`6983${'ff'.repeat(17)}7f`, `2.25.${(3n << 126n) | ((1n << 126n) - 1n)}`],
  // The last arc is incomplete.
  ['5504ff', '2.5.4'],
  ['', ''],
])('the bytes %s are the OID %s', (hex, dotted) => {
  expect(text(hex)).toBe(dotted);
});

it('an overlong OID is printed as hex, without delay', () => {
  expect(text('ff'.repeat(100_000))).toBe(`#${'FF'.repeat(100_000)}`);
});

it.each([
  [ATTRIBUTE_TYPES, '550403', 'CN'],
  [ATTRIBUTE_TYPES, '0992268993f22c640119', 'DC'],
  [SIGNATURE_ALGORITHMS, '2a864886f70d01010b', 'sha256WithRSAEncryption'],
  [CURVE_BITS, '2b81040022', 384],
  [ATTRIBUTE_TYPES, '550499', undefined],
  [ATTRIBUTE_TYPES, '', undefined],
])('a table finds by contents', (table, hex, value) => {
  const bytes = Buffer.from(`06${hex}06`, 'hex');
  expect(findObjectIdentifier<string | number>(table, bytes, 1, bytes.length - 1)).toBe(value);
});
