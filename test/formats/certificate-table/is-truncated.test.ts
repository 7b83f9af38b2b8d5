import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTruncated } from '../../../src/formats/certificate-table/is-truncated.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';

const { certificatePem, privateKeyPem } = makeCertificate({ commonName: 'a', notBefore: 0, notAfter: 86_400_000 });
const der = Buffer.from(certificatePem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');

function isCut(bytes: Buffer, tail = 16_384): boolean {
  return isTruncated(bytes.subarray(0, 16), bytes.subarray(Math.max(0, bytes.length - tail)), bytes.length);
}

describe('a file is truncated', () => {
  const key = Buffer.from(privateKeyPem.trim());
  const both = Buffer.from(`${privateKeyPem.trim()}\n${certificatePem.trim()}`);

  it('wherever a PEM block is cut, even if only the end of the file is read', () => {
    for (let length = 0; length < key.length; length += 1)
      expect([length, isCut(key.subarray(0, length))]).toEqual([length, true]);
    expect(isCut(key.subarray(0, key.length - 40), 64)).toBe(true);
  });

  it('in any block but not between two', () => {
    fc.assert(
      fc.property(fc.nat({ max: both.length - 1 }), (length) => {
        const isBetween = length === key.length || length === key.length + 1;
        expect(isCut(both.subarray(0, length))).toBe(!isBetween);
      }),
    );
  });

  it('wherever its DER is cut, even in the length', () => {
    for (let length = 1; length < der.length; length += 1) expect(isCut(der.subarray(0, length))).toBe(true);
  });

  it.each([
    ['PEM', both],
    ['PEM with a line feed', Buffer.from(`${both}\n`)],
    ['PEM with text after it', Buffer.from(`${both}\nmore\n`)],
    ['DER', der],
    ['DER with more after it', Buffer.concat([der, der])],
    ['text', Buffer.from('no certificate\n')],
    ['any bytes', Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0])],
    ['DER of an unknown length', Buffer.from([0x30, 0x80, 2, 1, 1])],
  ])('not when it is complete: %s', (_, bytes) => {
    expect(isCut(bytes)).toBe(false);
    expect(isCut(bytes, 64)).toBe(false);
  });
});
