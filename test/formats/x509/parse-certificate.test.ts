import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Certificate } from '../../../src/domain/certificate/certificate.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import { parseCertificate } from '../../../src/formats/x509/parse-certificate.ts';
import { type KeyKind, makeCertificate } from '../../fixtures/make-certificate.ts';
import { element, integer, objectIdentifier, sequence } from '../../fixtures/write-der.ts';
import { algorithm, bitString, commonName, generalizedTime, handMade, name, type Parts, utcTime } from './hand-made.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const DAY = 86_400_000;

function read(der: Buffer): Certificate {
  const parsed = parseCertificate(der, 'mail.pem#0');
  if (parsed.kind === 'problem')
    throw new Error(`${parsed.problem.reason}: ${failureText(parsed.problem.failure, 'en')}`);
  return parsed.value;
}

function refused(der: Buffer): Problem | undefined {
  const parsed = parseCertificate(der, 'mail.pem#0');
  return parsed.kind === 'problem' ? parsed.problem : undefined;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').toUpperCase();

/** Returns a self-signed certificate that openssl made. */
function byOpenssl(key: readonly string[], ...args: readonly string[]): Buffer {
  const newKey = ['-newkey', ...key, '-nodes', '-keyout', '/dev/null'];
  return execFileSync('openssl', ['req', '-x509', ...newKey, '-outform', 'DER', ...args], { stdio: 'pipe' });
}

const EC = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** The names of purposes that node:crypto returns as numbers. */
const PURPOSES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
};

/** Parses a certificate, and compares its fields with those of node:crypto. */
function judge(der: Buffer): Certificate {
  const certificate = read(der);
  const judged = new X509Certificate(der);
  expect(certificate.thumbprint).toBe(judged.fingerprint.replaceAll(':', ''));
  expect(certificate.sha256Fingerprint).toBe(judged.fingerprint256.replaceAll(':', ''));
  expect(certificate.serialNumber).toBe(judged.serialNumber);
  expect(certificate.notBefore).toBe(Date.parse(judged.validFrom));
  expect(certificate.notAfter).toBe(Date.parse(judged.validTo));
  expect(certificate.isCa).toBe(judged.ca);
  expect(certificate.extendedKeyUsage).toEqual(judged.keyUsage?.map((purpose) => PURPOSES[purpose] ?? purpose));
  expect(certificate.publicKeySha256).toBe(sha256(judged.publicKey.export({ type: 'spki', format: 'der' })));
  return certificate;
}

describe('a certificate that openssl made', () => {
  it.each([
    ['RSA', 'RSA', 2048, 'sha256WithRSAEncryption', ['rsa:2048'], []],
    ['RSA with SHA-512', 'RSA', 2048, 'sha512WithRSAEncryption', ['rsa:2048'], ['-sha512']],
    ['EC P-256', 'EC', 256, 'ecdsa-with-SHA256', EC, []],
    ['EC P-384', 'EC', 384, 'ecdsa-with-SHA384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], ['-sha384']],
    ['Ed25519', 'Ed25519', 256, 'Ed25519', ['ed25519'], []],
    ['Ed448', 'Ed448', 456, 'Ed448', ['ed448'], []],
    ['RSA-PSS', 'RSA-PSS', 2048, 'RSASSA-PSS', ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'], []],
    ['RSA signed with PSS', 'RSA', 2048, 'RSASSA-PSS', ['rsa:2048'], ['-sigopt', 'rsa_padding_mode:pss']],
  ])('(%s) has the fields of node:crypto', (_, keyAlgorithm, size, signatureAlgorithm, key, args) => {
    const names =
      'subjectAltName=DNS:mail.contoso.com,IP:192.0.2.1,DNS:*.contoso.com,IP:2001:db8::1,email:a@contoso.com';
    const subject = '/C=JP/O=Contoso, Ltd./CN=mail.contoso.com';
    const certificate = judge(byOpenssl(key, '-subj', subject, '-addext', names, '-days', '3', ...args));
    expect(certificate).toMatchObject({
      version: 3,
      subject: 'CN=mail.contoso.com,O=Contoso\\, Ltd.,C=JP',
      issuer: 'CN=mail.contoso.com,O=Contoso\\, Ltd.,C=JP',
      commonNames: ['mail.contoso.com'],
      dnsNames: ['mail.contoso.com', '*.contoso.com'],
      ipAddresses: ['192.0.2.1', '2001:db8::1'],
      publicKeyAlgorithm: keyAlgorithm,
      publicKeySize: size,
      signatureAlgorithm,
      isSelfIssued: true,
      isCa: true,
    });
  });

  it.each([
    ['only a CN', '/CN=mail.contoso.com', { commonNames: ['mail.contoso.com'], dnsNames: [], ipAddresses: [] }],
    ['an empty subject', '/', { subject: '', issuer: '', commonNames: [] }],
    ['UTF-8 in its name', '/CN=münchen.example', { commonNames: ['münchen.example'], subject: 'CN=münchen.example' }],
    ['two CNs', '/CN=a/CN=b', { commonNames: ['a', 'b'], subject: 'CN=b,CN=a' }],
    [
      'several values in one',
      '/O=Contoso/CN=a+OU=b',
      { subject: expect.stringMatching(/^(CN=a\+OU=b|OU=b\+CN=a),O=/) },
    ],
  ])('with %s is read', (_, subject, expected) => {
    expect(judge(byOpenssl(EC, '-utf8', '-subj', subject, '-multivalue-rdn'))).toMatchObject(expected);
  });

  it.each([
    ['a mask of BMPString', 'MASK:0x800', 'münchen 東京', 'münchen 東京'],
    ['a mask of T61String', 'MASK:0x4', 'münchen', 'münchen'],
    ['a mask of UniversalString', 'MASK:0x100', '東京 🦊', '東京 🦊'],
  ])('with %s in its name is read', (_, mask, value, text) => {
    const config = [`string_mask=${mask}`, 'utf8=yes', 'prompt=no', 'distinguished_name=dn', '[dn]', `CN=${value}`];
    const directory = mkdtempSync(join(tmpdir(), 'mailcertd-test-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, 'openssl.cnf');
    writeFileSync(file, `[req]\n${config.join('\n')}\n`);
    const der = byOpenssl(EC, '-config', file);
    expect(judge(der)).toMatchObject({ subject: `CN=${text}`, commonNames: [text] });
  });

  it.each([
    ['0x00', '00'],
    ['0x7f', '7F'],
    ['0x80', '80'],
    [`0x${'ab'.repeat(20)}`, 'AB'.repeat(20)],
    [`0x${'cd'.repeat(40)}`, 'CD'.repeat(40)],
    ['-1', '-01'],
    ['-256', '-0100'],
  ])('with the serial number %s is read', (serial, text) => {
    expect(read(byOpenssl(EC, '-subj', '/CN=a', '-set_serial', serial)).serialNumber).toBe(text);
  });
});

describe('a certificate that the tests made', () => {
  const wish = { commonName: 'mail.contoso.com', notBefore: NOON, notAfter: NOON + DAY };

  it.each<KeyKind>(['rsa', 'ec', 'ed25519', 'rsa-pss'])('(%s) has the fields of node:crypto', (key) => {
    expect(judge(makeCertificate({ ...wish, key }).der)).toMatchObject({ isSelfIssued: true, isCa: false, version: 3 });
  });

  it.each([
    ['0049-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
    ['1949-12-31T23:59:59Z', '1950-01-01T00:00:00Z'],
    ['1969-12-31T23:59:59Z', '1970-01-01T00:00:00Z'],
    ['2049-12-31T23:59:59Z', '2050-01-01T00:00:00Z'],
  ])('is valid from %s to %s', (notBefore, notAfter) => {
    const dates = { notBefore: Date.parse(notBefore), notAfter: Date.parse(notAfter) };
    const certificate = read(makeCertificate({ ...wish, ...dates }).der);
    expect(certificate).toMatchObject(dates);
  });

  it('of version 1 has no extensions', () => {
    expect(judge(makeCertificate({ ...wish, version: 1 }).der)).toMatchObject({
      version: 1,
      dnsNames: [],
      isCa: false,
    });
  });

  it('has a name with a raw NUL or line end', () => {
    const names = ['mail.contoso.com\0.evil.example', 'mail\n.contoso.com', 'm\u00fcnchen.example', ''];
    const { der } = makeCertificate({ ...wish, commonName: 'a\0b', dnsNames: names });
    expect(read(der)).toMatchObject({ dnsNames: names, commonNames: ['a\0b'], subject: 'CN=a\\00b' });
  });

  it('is self-issued by its own name and key only', () => {
    const ca = makeCertificate({ ...wish, commonName: 'Contoso CA', isCa: true });
    const leaf = makeCertificate({ ...wish, issuer: ca });
    const namesake = makeCertificate({ ...wish, commonName: 'Contoso CA', issuer: ca });
    const namesakeWithoutIdentifiers = makeCertificate({
      ...wish,
      commonName: 'Contoso CA',
      issuer: ca,
      noKeyIdentifiers: true,
    });
    expect([ca, leaf, namesake, namesakeWithoutIdentifiers].map(({ der }) => read(der).isSelfIssued)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('a hand-made certificate', () => {
  const KEY = sequence(algorithm('1.3.101.112'), bitString(Buffer.alloc(32)));
  const validity = (notBefore: Buffer, notAfter: Buffer): Parts => ({ validity: sequence(notBefore, notAfter) });

  it.each<[string, Parts, Partial<Certificate>]>([
    ['nothing odd', {}, { issuer: 'CN=Contoso CA', serialNumber: '01', notBefore: Date.UTC(2026, 0, 1) }],
    ['a version beyond 3', { version: element(0xa0, integer(Buffer.from([7]))) }, { version: 8 }],
    ['version 1 written out', { version: element(0xa0, integer(Buffer.from([0]))) }, { version: 1 }],
    ['no version', { version: Buffer.alloc(0) }, { version: 1 }],
    ['unique identifiers', { rest: [element(0x81, Buffer.alloc(3)), element(0x82, Buffer.alloc(3))] }, { version: 3 }],
    ['a negative serial number', { serialNumber: element(0x02, Buffer.from([0x80])) }, { serialNumber: '-80' }],
    [
      'GeneralizedTime before 2050',
      validity(utcTime('491231235959Z'), generalizedTime('20490101000000.5Z')),
      { notBefore: Date.UTC(2049, 11, 31, 23, 59, 59), notAfter: Date.UTC(2049, 0, 1) },
    ],
    [
      'the year 0',
      validity(generalizedTime('00000101000000Z'), utcTime('500101000000Z')),
      { notBefore: -62_167_219_200_000 },
    ],
    [
      'an unknown key',
      { publicKey: sequence(algorithm('1.2.3'), bitString()) },
      { publicKeyAlgorithm: '1.2.3', publicKeySize: undefined },
    ],
    ['an unknown signature', { signatureAlgorithm: algorithm('1.2.3') }, { signatureAlgorithm: '1.2.3' }],
    ['empty names', { subject: name(), issuer: name() }, { subject: '', issuer: '', isSelfIssued: true }],
  ])('with %s is read', (_, parts, expected) => {
    expect(read(handMade(parts))).toMatchObject(expected);
  });

  it.each<[string, Parts, string]>([
    ['a version of two bytes', { version: element(0xa0, integer(Buffer.from([1, 0]))) }, 'version'],
    ['a version below 1', { version: element(0xa0, element(0x02, Buffer.from([0xff]))) }, 'version'],
    ['no number in the version', { version: element(0xa0) }, ''],
    ['an empty serial number', { serialNumber: element(0x02) }, 'serialNumber'],
    ['a padded serial number', { serialNumber: element(0x02, Buffer.from([0, 1])) }, 'serialNumber'],
    ['no serial number', { serialNumber: Buffer.alloc(0) }, 'serialNumber'],
    ['a notBefore that is no time', validity(utcTime('260230000000Z'), utcTime('260101000000Z')), 'notBefore'],
    ['a notAfter that is no time', validity(utcTime('260101000000Z'), utcTime('2601010000Zx')), 'notAfter'],
    ['a notAfter of another type', validity(utcTime('260101000000Z'), integer(Buffer.from([1]))), 'notAfter'],
    ['no notAfter', { validity: sequence(utcTime('260101000000Z')) }, ''],
    [
      'three times',
      { validity: sequence(utcTime('260101000000Z'), utcTime('260101000000Z'), element(0x05)) },
      'validity',
    ],
    ['no issuer', { issuer: Buffer.alloc(0) }, 'issuer'],
    ['a key that is none', { publicKey: integer(Buffer.from([1])) }, 'subjectPublicKeyInfo'],
    ['a key without a bit string', { publicKey: sequence(algorithm('1.2.3')) }, ''],
    ['an unknown field after the key', { rest: [element(0xa4)] }, 'tbsCertificate'],
    ['extensions that are none', { rest: [element(0xa3, integer(Buffer.from([1])))] }, 'extensions'],
    ['extensions with trailing data', { rest: [element(0xa3, sequence(), sequence())] }, 'extensions'],
    ['an extension without a value', { rest: [element(0xa3, sequence(sequence(objectIdentifier('2.5.29.17'))))] }, ''],
    ['trailing data after the signature', { afterSignature: [element(0x05)] }, 'certificate'],
    ['a signature algorithm without an OID', { signatureAlgorithm: sequence() }, ''],
  ])('with %s is refused', (_, parts, detail) => {
    const problem = refused(handMade(parts));
    expect(problem?.reason).toMatch(/^(certificate_malformed|der_malformed)$/);
    expect(problem?.location).toBe('mail.pem#0');
    expect(failureText(problem?.failure ?? '', 'en').startsWith(detail)).toBe(true);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'der_truncated'],
    ['text', Buffer.from('not a certificate'), 'der_truncated'],
    ['a number', integer(Buffer.from([1])), 'certificate_malformed'],
    ['an empty sequence', sequence(), 'der_malformed'],
    ['a key', KEY, 'certificate_malformed'],
    ['half a certificate', handMade().subarray(0, 100), 'der_truncated'],
    ['a certificate and a line end', Buffer.concat([handMade(), Buffer.from('\n')]), 'der_trailing_bytes'],
    ['two certificates', Buffer.concat([handMade(), handMade()]), 'der_trailing_bytes'],
    ['a length without end', Buffer.concat([Buffer.from([0x30, 0x80]), handMade(), Buffer.alloc(2)]), 'der_malformed'],
    ['17 MiB', handMade({ subject: commonName('a'.repeat(17 * 1024 * 1024)) }), 'too_large'],
  ])('%s is no certificate', (_, der, reason) => {
    expect(refused(der)?.reason).toBe(reason);
  });

  it('with 10,000 names is read completely', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `host${index}.contoso.com`);
    const { der } = makeCertificate({ commonName: 'a', dnsNames: names, notBefore: NOON, notAfter: NOON + DAY });
    expect(read(der).dnsNames).toEqual(names);
  });
});
