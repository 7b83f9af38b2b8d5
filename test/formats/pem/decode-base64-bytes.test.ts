import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../src/formats/pem/decode-base64.ts';
import { decodeBase64Bytes } from '../../../src/formats/pem/decode-base64-bytes.ts';

describe('the decoder for secret base64', () => {
  it('has the result of the other decoder, or none, for any input', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64')),
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
