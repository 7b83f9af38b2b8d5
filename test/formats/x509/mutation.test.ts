import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import { recognizeDer } from '../../../src/formats/der/recognize-der.ts';
import { parseCertificate } from '../../../src/formats/x509/parse-certificate.ts';
import { type KeyKind, makeCertificate } from '../../fixtures/make-certificate.ts';
import { mutate, mutation } from '../../fixtures/mutate.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const KINDS: readonly KeyKind[] = ['rsa', 'ec', 'ed25519', 'rsa-pss'];

const REFUSALS = new Set(['der_truncated', 'der_malformed', 'der_trailing_bytes', 'certificate_malformed']);

describe('a mutated certificate', () => {
  let originals: readonly { readonly der: Buffer; readonly pem: Buffer }[] = [];

  beforeAll(() => {
    originals = KINDS.map((key) => {
      const dnsNames = ['mail.contoso.com', '*.contoso.com'];
      const made = makeCertificate({ commonName: 'mail', dnsNames, key, notBefore: NOON, notAfter: NOON + 1000 });
      return { der: made.der, pem: Buffer.from(made.certificatePem + made.privateKeyPem + made.certificatePem) };
    });
  });

  const changed = fc.array(mutation, { minLength: 1, maxLength: 4 });
  const kind = fc.nat(KINDS.length - 1);

  it('is read or refused with a reason, never anything else', () => {
    fc.assert(
      fc.property(kind, changed, (index, mutations) => {
        const der = mutate(originals[index]?.der ?? Buffer.alloc(0), mutations);
        const parsed = parseCertificate(der, 'mail.der#0');
        if (parsed.kind === 'problem') {
          expect(REFUSALS).toContain(parsed.problem.reason);
          expect(failureText(parsed.problem.failure, 'en')).toMatch(/^[\x20-\x7e]+$/);
        } else {
          const { notBefore, notAfter, thumbprint, serialNumber, version } = parsed.value;
          expect(Number.isSafeInteger(notBefore) && Number.isSafeInteger(notAfter) && version >= 1).toBe(true);
          expect(thumbprint).toMatch(/^[0-9A-F]{40}$/);
          expect(serialNumber).toMatch(/^-?([0-9A-F]{2})+$/);
        }
        recognizeDer(der);
      }),
      { numRuns: 5000 },
    );
  });

  it('has no result that depends on memory around it', () => {
    fc.assert(
      fc.property(kind, changed, fc.integer({ min: 0, max: 255 }), (index, mutations, filler) => {
        const der = mutate(originals[index]?.der ?? Buffer.alloc(0), mutations);
        const around = Buffer.alloc(der.length + 64, filler);
        der.copy(around, 32);
        const separate = parseCertificate(der, 'a');
        expect(parseCertificate(around.subarray(32, 32 + der.length), 'a')).toEqual(separate);
      }),
      { numRuns: 1000 },
    );
  });

  it('in PEM is a block or none, and every block is within the file', () => {
    fc.assert(
      fc.property(kind, changed, (index, mutations) => {
        const bytes = mutate(originals[index]?.pem ?? Buffer.alloc(0), mutations);
        let before = -1;
        for (const block of parseStoreFile(bytes, 'mail.pem').blocks) {
          if (block.kind === 'keystore') continue;
          expect(block.offset).toBeGreaterThan(before);
          expect(block.offset).toBeLessThan(bytes.length);
          before = block.offset;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

it('random bytes are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(parseCertificate(Buffer.from(bytes), 'a').kind).toBe('problem');
      parseStoreFile(Buffer.from(bytes), 'a');
      parseStoreFile(Buffer.concat([Buffer.from([0x30]), bytes]), 'a');
    }),
    { numRuns: 2000 },
  );
});
