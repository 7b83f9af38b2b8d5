import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeSinglePem } from '../../../src/formats/pem/decode-single-pem.ts';
import { parsePem } from '../../../src/formats/pem/parse-pem.ts';
import { writePem } from '../../../src/formats/pem/write-pem.ts';
import { mutate, mutation } from '../../fixtures/mutate.ts';

const PEM = writePem('CERTIFICATE', Buffer.alloc(300, 'certificate'));

const INTO = Buffer.alloc(400);

const decoded = (text: string): string | undefined => decodeSinglePem(Buffer.from(text), INTO)?.toString();

it('a file that is one certificate is decoded', () => {
  expect(decoded(PEM)).toBe('certificate'.repeat(28).slice(0, 300));
});

it.each([
  ['is empty', ''],
  ['is no more than the two lines', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
  ['contains two', PEM + PEM],
  ['has text before', `mail\n${PEM}`],
  ['has text after', `${PEM}\n`],
  ['does not end with a line end', PEM.slice(0, -1)],
  ['has lines that end in CRLF', PEM.replaceAll('\n', '\r\n')],
  ['contains something else', PEM.replaceAll('CERTIFICATE', 'PKCS7')],
  ['is longer than the buffer', writePem('CERTIFICATE', Buffer.alloc(401))],
  ['ends as something else', PEM.replace('END CERTIFICATE', 'END PKCS7')],
])('a file that %s is left to the parser', (_what, text) => {
  expect(decoded(text)).toBeUndefined();
});

it('a decoded certificate is the one that the parser finds in the file, after any change', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      const bytes = mutate(Buffer.from(PEM), mutations);
      const der = decodeSinglePem(bytes, INTO);
      if (der === undefined) return;
      const blocks = [...parsePem(bytes)];
      expect(blocks.map(({ label, offset, contents }) => ({ label, offset, contents }))).toEqual([
        { label: 'CERTIFICATE', offset: 0, contents: { kind: 'decoded', der } },
      ]);
    }),
    { numRuns: 3000 },
  );
});
