import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../src/formats/pem/decode-base64.ts';

describe('base64', () => {
  it.each([
    ['', ''],
    ['YQ==', 'a'],
    ['YWI=', 'ab'],
    ['YWJj', 'abc'],
    ['YW\nJj\n', 'abc'],
    ['YW\r\nJj\r\n', 'abc'],
    [' Y W\tJ j ', 'abc'],
    ['YWI\n=', 'ab'],
  ])('%j is %j', (text, decoded) => {
    expect(decodeBase64(text)?.toString('latin1')).toBe(decoded);
  });

  it.each([
    ['YQ'],
    ['YQ='],
    ['YQ==='],
    ['YWI'],
    ['Y'],
    ['===='],
    ['YQ==YQ=='],
    ['YW=j'],
    ['YW*j'],
    ['YWJ*YWJj'],
    ['YWJj\0'],
    ['YWJjYWJj*'],
    ['YW-j'],
    ['YW_j'],
    ['YWJj\u00a0'],
  ])('%j is refused', (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });

  it('is decoded to its original, with white space anywhere', () => {
    const gaps = fc.array(fc.tuple(fc.nat(300), fc.constantFrom('\n', '\r\n', ' ', '\t')), { maxLength: 8 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), gaps, (bytes, spaces) => {
        let text = Buffer.from(bytes).toString('base64');
        for (const [at, space] of spaces) text = `${text.slice(0, at)}${space}${text.slice(at)}`;
        expect(decodeBase64(text)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('with one invalid character anywhere is refused', () => {
    const foreign = fc.constantFrom('*', '-', '_', '\0', '\u00ff', '.', ':');
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(100), foreign, (bytes, at, character) => {
        const text = Buffer.from(bytes).toString('base64');
        const place = at % text.length;
        expect(decodeBase64(`${text.slice(0, place)}${character}${text.slice(place + 1)}`)).toBeUndefined();
      }),
    );
  });
});
