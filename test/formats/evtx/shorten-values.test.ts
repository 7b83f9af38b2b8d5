import { expect, it } from 'vitest';
import { stringValue, uintValue } from '../../../src/formats/evtx/evtx-value.ts';
import { shortenValues, totalBytes } from '../../../src/formats/evtx/shorten-values.ts';

const texts = (values: readonly { readonly bytes: Buffer }[]): readonly string[] =>
  values.map(({ bytes }) => bytes.toString('utf16le'));

it('values that fit stay as they are', () => {
  const values = [stringValue('abc'), uintValue(32, 7)];
  expect(shortenValues(values, 10)).toBe(values);
});

it('the longest strings are shortened equally', () => {
  const values = ['short', 'x'.repeat(100), 'y'.repeat(50)].map(stringValue);
  const shortened = shortenValues(values, 70);
  expect(texts(shortened)).toEqual(['short', `${'x'.repeat(14)}…`, `${'y'.repeat(14)}…`]);
  expect(totalBytes(shortened)).toBeLessThanOrEqual(70);
});

it('a string is not cut inside a character', () => {
  expect(texts(shortenValues([stringValue('a😀😀😀')], 8))).toEqual(['a😀…']);
  expect(texts(shortenValues([stringValue('a😀😀😀')], 10))).toEqual(['a😀…']);
});

it('numbers stay whole', () => {
  const number = uintValue(32, 0xffff_ffff);
  expect(shortenValues([number, stringValue('x'.repeat(100))], 20)[0]).toBe(number);
});
