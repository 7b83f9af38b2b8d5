import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { CertificateRequest } from '../../../src/domain/certificate/certificate-request.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import type { KeystoreBlock, StoreFileBlock } from '../../../src/formats/certificate-table/store-file.ts';
import { recognizeDer } from '../../../src/formats/der/recognize-der.ts';
import { parseCertificateRequest } from '../../../src/formats/pkcs10/parse-request.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());
const openssl = (...parameters: readonly string[]): Buffer =>
  execFileSync('openssl', [...parameters], { stdio: ['ignore', 'pipe', 'ignore'] });

/** Returns a request that `openssl req` made for a new key, in DER. */
function requested(key: readonly string[], ...more: readonly string[]): Buffer {
  const path = directory.at('key.pem');
  openssl('genpkey', ...key, '-out', path);
  return openssl(
    'req',
    '-new',
    '-key',
    path,
    '-subj',
    '/C=US/O=Contoso/CN=mail.contoso.com',
    '-outform',
    'DER',
    ...more,
  );
}

const RSA = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];
const EC = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const NAMES = [
  '-addext',
  'subjectAltName=DNS:mail.contoso.com,DNS:*.contoso.com,IP:192.0.2.1',
  '-addext',
  'keyUsage=digitalSignature',
];

function parsed(der: Buffer): CertificateRequest {
  const answer = parseCertificateRequest(der, 'mail.csr');
  if (answer.kind === 'problem')
    throw new Error(`${answer.problem.reason} ${failureText(answer.problem.failure, 'en')}`);
  return answer.value;
}

function spkiSha256(der: Buffer): string {
  const path = directory.write('request.der', der);
  const pem = openssl('req', '-in', path, '-inform', 'DER', '-noout', '-pubkey');
  const spki = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex').toUpperCase();
}

describe('a certificate signing request', () => {
  it.each([
    ['RSA', RSA, 2048, 'sha256WithRSAEncryption'],
    ['EC', EC, 256, 'ecdsa-with-SHA256'],
    ['Ed25519', ['-algorithm', 'ED25519'], 256, 'Ed25519'],
  ] as const)('of %s has the requested content', (algorithm, key, size, signature) => {
    const der = requested(key, ...NAMES);
    expect(parsed(der)).toEqual({
      sha256Fingerprint: createHash('sha256').update(der).digest('hex').toUpperCase(),
      subject: 'CN=mail.contoso.com,O=Contoso,C=US',
      commonNames: ['mail.contoso.com'],
      dnsNames: ['mail.contoso.com', '*.contoso.com'],
      ipAddresses: ['192.0.2.1'],
      publicKeyAlgorithm: algorithm,
      publicKeySize: size,
      signatureAlgorithm: signature,
      publicKeySha256: spkiSha256(der),
    });
    expect(recognizeDer(der)).toBe('request');
  });

  it('can request only the names of its subject', () => {
    const request = parsed(requested(EC));
    expect([request.dnsNames, request.ipAddresses]).toEqual([[], []]);
  });

  it('can have other attributes', () => {
    const config = directory.write(
      'openssl.cnf',
      [
        '[req]',
        'distinguished_name = name',
        'attributes = others',
        'req_extensions = wanted',
        'prompt = no',
        '[name]',
        'CN = mail.contoso.com',
        '[others]',
        'challengePassword = secret',
        'unstructuredName = mail',
        '[wanted]',
        'subjectAltName = DNS:imap.contoso.com',
        '',
      ].join('\n'),
    );
    openssl('genpkey', ...EC, '-out', directory.at('key.pem'));
    const der = openssl('req', '-new', '-key', directory.at('key.pem'), '-config', config, '-outform', 'DER');
    expect(parsed(der).dnsNames).toEqual(['imap.contoso.com']);
  });

  it('with trailing data, or truncated, is refused', () => {
    const der = requested(EC, ...NAMES);
    const reasonOf = (bytes: Buffer): string => {
      const answer = parseCertificateRequest(bytes, 'mail.csr');
      return answer.kind === 'problem' ? `${answer.problem.location} ${answer.problem.reason}` : 'parsed';
    };
    expect(reasonOf(Buffer.concat([der, Buffer.from([0])]))).toBe('mail.csr der_trailing_bytes');
    expect(reasonOf(der.subarray(0, -1))).toBe('mail.csr der_truncated');
    expect(reasonOf(Buffer.alloc(0))).toBe('mail.csr der_truncated');
  });

  it('with any damage is read or refused, and never throws', () => {
    const der = requested(EC, ...NAMES);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const spoilt = Buffer.from(der);
          for (const [at, byte] of changes) spoilt[at] = byte;
          parseCertificateRequest(spoilt, 'mail.csr');
          parseStoreFile(spoilt, 'mail.csr');
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a request in a file of a store', () => {
  const der = requested(EC, ...NAMES);
  const base64 = der.toString('base64').replace(/.{64}/g, '$&\n');
  const pem = (label: string, body = base64): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
  const shape = (contents: string | Buffer): readonly string[] =>
    parseStoreFile(Buffer.from(contents), 'mail.csr').blocks.map((block: StoreFileBlock | KeystoreBlock) =>
      block.kind === 'request' ? `request ${block.block} at ${block.offset}` : block.kind,
    );

  it.each(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'])('can be a PEM block of the label %s', (label) => {
    expect(shape(pem(label))).toEqual(['request 0 at 0']);
  });

  it('can be DER', () => {
    expect(shape(der)).toEqual(['request 0 at 0']);
  });

  it('can be one of several blocks, and is counted separately', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n';
    const text = `${key}text\n${pem('CERTIFICATE REQUEST')}${pem('NEW CERTIFICATE REQUEST')}`;
    expect(shape(text)).toEqual([
      'private-key',
      `request 0 at ${key.length + 5}`,
      expect.stringMatching(/^request 1 /),
    ]);
  });

  it('that cannot be read is skipped: it is no unreadable certificate', () => {
    expect(shape(pem('CERTIFICATE REQUEST', 'MIIB'))).toEqual([]);
    expect(shape(pem('CERTIFICATE REQUEST', '!!!'))).toEqual([]);
    expect(shape(der.subarray(0, -1))).toEqual([]);
  });
});
