import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8ToUtf16 } from '../../../src/formats/pkcs12/utf8-to-utf16.ts';

/** Returns the result of Node, which uses a string in between. */
const byString = (utf8: Buffer): Buffer => Buffer.from(utf8.toString('utf8'), 'utf16le').swap16();

describe('the UTF-16 of a password', () => {
  it('is that of the text, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8ToUtf16(Buffer.from(text)).toString('hex')).toBe(byString(Buffer.from(text)).toString('hex'));
      }),
    );
  });

  it("is Node's if the bytes are not valid UTF-8", () => {
    const byte = fc.oneof(
      fc.constantFrom(0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef),
      fc.constantFrom(0xf0, 0xf3, 0xf4, 0xf5, 0xff),
      fc.nat(255),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 12 }), (bytes) => {
        const utf8 = Buffer.from(bytes);
        expect(utf8ToUtf16(utf8).toString('hex')).toBe(byString(utf8).toString('hex'));
      }),
      { numRuns: 5000 },
    );
  });
});
