import { describe, expect, it } from 'vitest';
import { examinePem } from '../../../src/formats/server-config/pem-contents.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';

const ends = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2027, 0, 1) };
const rsa = makeCertificate({ commonName: 'rsa.contoso.com', key: 'rsa', ...ends });
const ec = makeCertificate({ commonName: 'ec.contoso.com', ...ends });

describe('the content of a PEM file', () => {
  it.each([
    ['a certificate', rsa.certificatePem, 'certificate', true, false, ['rsa']],
    ['a key', ec.privateKeyPem, 'key', false, true, []],
    ['a key and its certificate', ec.privateKeyPem + ec.certificatePem, 'key', true, true, ['ec']],
    [
      'two pairs',
      ec.privateKeyPem + ec.certificatePem + rsa.certificatePem + rsa.privateKeyPem + rsa.certificatePem,
      'key',
      true,
      true,
      ['ec', 'rsa'],
    ],
    [
      'a chain: of its second the kind does not count',
      rsa.certificatePem + ec.certificatePem,
      'certificate',
      true,
      false,
      ['rsa'],
    ],
    [
      'parameters before a key',
      `-----BEGIN EC PARAMETERS-----\nBg==\n-----END EC PARAMETERS-----\n${ec.privateKeyPem}`,
      'key',
      false,
      true,
      [],
    ],
    ['text before a certificate', `subject=CN = rsa\n${rsa.certificatePem}`, 'certificate', true, false, ['rsa']],
    [
      'an unreadable certificate',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      'certificate',
      true,
      false,
      [],
    ],
    ['nothing', '', undefined, false, false, []],
    [
      'a request',
      '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n',
      undefined,
      false,
      false,
      [],
    ],
  ] as const)('is %s', (_what, text, first, hasCertificate, hasKey, types) => {
    const bytes = Buffer.from(text);
    const { leafKeyTypes, ...kinds } = examinePem(bytes);
    expect(kinds).toEqual({ first, hasCertificate, hasKey });
    expect(leafKeyTypes).toEqual(types);
  });
});
