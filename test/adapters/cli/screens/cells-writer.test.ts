import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cell } from '../../../../src/adapters/cli/screens/cell.ts';
import { cellsWriter } from '../../../../src/adapters/cli/screens/cells-writer.ts';
import type { Certificate } from '../../../../src/domain/certificate/certificate.ts';
import { copyStoredCertificate } from '../../../../src/domain/certificate/copy-stored-certificate.ts';
import { CertificateRow } from '../../../../src/formats/certificate-table/certificate-row.ts';
import { RowSlab } from '../../../../src/formats/certificate-table/row-slab.ts';
import { RowWriter } from '../../../../src/formats/certificate-table/row-writer.ts';
import type { CertificateField } from '../../../../src/formats/document/certificate-field.ts';
import {
  CERTIFICATE_FIELDS,
  fieldValue,
  type ListedItem,
} from '../../../../src/formats/document/certificate-fields.ts';
import { parseFields } from '../../../../src/formats/filter/certificate-filter.ts';
import { VisibleWriter } from '../../../../src/formats/terminal/visible-writer.ts';
import { stored } from '../../../domain/world.ts';

const FIELDS = parseFields(Object.keys(CERTIFICATE_FIELDS).join(','));

const hex = (byteCount: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: byteCount, maxLength: byteCount })
    .map((bytes) => (bytes.every((byte) => byte === 0) ? '' : Buffer.from(bytes).toString('hex').toUpperCase()));
/**
 * Unusual names: control characters, ANSI sequences, NUL, characters that reverse the direction,
 * and wide characters.
 */
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom('', 'mail.contoso.com', '\x1b[31mred', 'a\tb\nc', 'nul\0', 'txt.\u202eexe', '証明書', 'Größe', ' '),
  fc.string({ minLength: 120, maxLength: 20_000 }),
);
const names = fc.array(name, { maxLength: 4 });
/** Whole seconds from the year 0 to the year 9999. */
const time = fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }).map((seconds) => seconds * 1000);

const certificate: fc.Arbitrary<Certificate> = fc.record({
  thumbprint: hex(20),
  sha256Fingerprint: hex(32),
  publicKeySha256: fc.oneof(hex(32), fc.constant('')),
  version: fc.constant(3),
  serialNumber: name,
  subject: name,
  issuer: name,
  commonNames: names,
  notBefore: time,
  notAfter: time,
  dnsNames: names,
  ipAddresses: names,
  publicKeyAlgorithm: name,
  publicKeySize: fc.option(fc.nat(16_384), { nil: undefined }),
  signatureAlgorithm: name,
  isSelfIssued: fc.boolean(),
  isCa: fc.boolean(),
  pathLength: fc.option(fc.nat(10), { nil: undefined }),
  keyUsage: fc.constantFrom(undefined, [], ['digitalSignature', 'keyEncipherment'] as const),
  extendedKeyUsage: fc.option(names, { nil: undefined }),
  subjectKeyIdentifier: fc.option(name, { nil: undefined }),
  authorityKeyIdentifier: fc.option(name, { nil: undefined }),
});

function listed(certificate: Certificate): ListedItem {
  return {
    stored: copyStoredCertificate(stored('mail'), { certificate }),
    lifetimeState: 'ok',
    origin: 'third-party',
    status: 'Valid',
    selectedBy: undefined,
  };
}

const shown = (one: ListedItem, fields: readonly CertificateField[]): string =>
  fields.map((field) => cell(fieldValue(one, field, 'exchange-2019'))).join('|');

function written(one: ListedItem, fields: readonly CertificateField[]): string {
  const out = new VisibleWriter(64);
  cellsWriter(fields, 'exchange-2019', '|'.charCodeAt(0))(one, out);
  return Buffer.from(out.written).toString();
}

it('fields of a row are written as the certificate has them, whatever its names are, and in any order', () => {
  const certificates = fc.array(certificate, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(certificates, fc.shuffledSubarray([...FIELDS], { minLength: 1 }), (plains, fields) => {
      const writer = new RowWriter();
      const starts = plains.map((each) => writer.add(each));
      const slab = new RowSlab(writer.copyRows());
      for (const [at, plain] of plains.entries()) {
        const row = listed(new CertificateRow(slab, starts[at] ?? 0, plain));
        const expected = shown(listed(plain), fields);
        expect(shown(row, fields)).toBe(expected);
        expect(written(row, fields)).toBe(expected);
        expect(written(listed(plain), fields)).toBe(expected);
      }
    }),
    { numRuns: 500 },
  );
});

it('a request is written as it is shown', () => {
  const request: ListedItem = {
    request: {
      sha256Fingerprint: 'AB'.repeat(32),
      subject: 'CN=mail\n',
      commonNames: ['mail'],
      dnsNames: ['mail.contoso.com'],
      ipAddresses: [],
      publicKeyAlgorithm: 'EC',
      publicKeySize: 256,
      publicKeySha256: 'CD'.repeat(32),
      signatureAlgorithm: 'ecdsa-with-SHA256',
    },
    store: 'mail',
    location: { path: '/store/mail.csr', block: 0 },
    hasPrivateKey: true,
  };
  expect(written(request, FIELDS)).toBe(shown(request, FIELDS));
});
