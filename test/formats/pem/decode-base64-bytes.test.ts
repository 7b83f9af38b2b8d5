import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../src/formats/pem/decode-base64.ts';
import { decodeBase64Bytes } from '../../../src/formats/pem/decode-base64-bytes.ts';

describe('base64 that is secret', () => {
  it('comes to what other base64 comes to, or to nothing, whatever it is', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 9 }).map((octets) => Buffer.from(octets).toString('base64')),
      fc.constantFrom('\n', '\r\n', ' ', '\t', '=', '-', '_', 'A', '+', '/', '*', '\u00e9'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        expect(decodeBase64Bytes(Buffer.from(text, 'latin1'))?.toString('hex')).toBe(
          decodeBase64(text)?.toString('hex'),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
