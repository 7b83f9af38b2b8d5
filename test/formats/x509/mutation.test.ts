import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseStoreFile } from '../../../src/formats/store-file.ts';
import { parseCertificate } from '../../../src/formats/x509/parse-certificate.ts';
import { recogniseDer } from '../../../src/formats/x509/recognise-der.ts';
import { type KeyKind, makeCertificate } from '../../fixtures/make-certificate.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const KINDS: readonly KeyKind[] = ['rsa', 'ec', 'ed25519', 'rsa-pss'];

/** One change to some octets. Offsets wrap around. */
type Mutation =
  | { readonly kind: 'set'; readonly at: number; readonly octets: Uint8Array }
  | { readonly kind: 'insert'; readonly at: number; readonly octets: Uint8Array }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number };

const at = fc.nat(4096);
const length = fc.integer({ min: 1, max: 300 });
const octets = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 6 }),
  // Lengths that hurt: without end, 2^31, 2^32 - 1, beyond 2^53.
  fc
    .constantFrom('80', '8480000000', '84ffffffff', '88ffffffffffffffff', 'ff', '847fffffff', '00')
    .map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at, octets }),
  fc.record({ kind: fc.constant('insert' as const), at, octets }),
  fc.record({ kind: fc.constant('remove' as const), at, length }),
  fc.record({ kind: fc.constant('cut' as const), at }),
  fc.record({ kind: fc.constant('repeat' as const), at, length }),
);

function mutate(original: Buffer, mutations: readonly Mutation[]): Buffer {
  let bytes = Buffer.from(original);
  for (const change of mutations) {
    const place = bytes.length === 0 ? 0 : change.at % bytes.length;
    const before = bytes.subarray(0, place);
    const behind = bytes.subarray(place);
    if (change.kind === 'cut') bytes = Buffer.from(before);
    else if (change.kind === 'insert') bytes = Buffer.concat([before, change.octets, behind]);
    else if (change.kind === 'set')
      bytes = Buffer.concat([before, change.octets, behind.subarray(change.octets.length)]);
    else if (change.kind === 'remove') bytes = Buffer.concat([before, behind.subarray(change.length)]);
    else bytes = Buffer.concat([before, behind.subarray(0, change.length), behind]);
  }
  return bytes;
}

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
          expect(parsed.problem.detail).toMatch(/^[\x20-\x7e]+$/);
        } else {
          const { notBefore, notAfter, thumbprint, serialNumber, version } = parsed.value;
          expect(Number.isSafeInteger(notBefore) && Number.isSafeInteger(notAfter) && version >= 1).toBe(true);
          expect(thumbprint).toMatch(/^[0-9A-F]{40}$/);
          expect(serialNumber).toMatch(/^-?([0-9A-F]{2})+$/);
        }
        recogniseDer(der);
      }),
      { numRuns: 5000 },
    );
  });

  it('says nothing that depends on what lies around it in memory', () => {
    fc.assert(
      fc.property(kind, changed, fc.integer({ min: 0, max: 255 }), (index, mutations, filler) => {
        const der = mutate(originals[index]?.der ?? Buffer.alloc(0), mutations);
        const around = Buffer.alloc(der.length + 64, filler);
        der.copy(around, 32);
        const alone = parseCertificate(der, 'a');
        expect(parseCertificate(around.subarray(32, 32 + der.length), 'a')).toEqual(alone);
      }),
      { numRuns: 1000 },
    );
  });

  it('in PEM is a block or none, and every block lies in the file', () => {
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

it('octets of no meaning are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(parseCertificate(Buffer.from(bytes), 'a').kind).toBe('problem');
      parseStoreFile(Buffer.from(bytes), 'a');
      parseStoreFile(Buffer.concat([Buffer.from([0x30]), bytes]), 'a');
    }),
    { numRuns: 2000 },
  );
});
