import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueRequest } from '../../../src/adapters/issue/issue-request.ts';
import type { CsrParameters } from '../../../src/domain/certificate/certificate-parameters.ts';
import type { KeySpec } from '../../../src/domain/certificate/key-spec.ts';
import { parseCertificate } from '../../../src/formats/x509/parse-certificate.ts';
import { IssueError } from '../../../src/work/errors.ts';
import { outputOf } from '../../fixtures/output-of.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const ORDER: CsrParameters = {
  subject: 'CN=mail.contoso.com,O=Contoso\\, Ltd.,C=US',
  dnsNames: ['mail.contoso.com', '*.contoso.com', 'MAIL01'],
  ipAddresses: ['192.0.2.1', '2001:db8::25'],
  key: 'ec-p256',
};

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());
const openssl = (...args: readonly string[]): string => outputOf('openssl', args, directory.path);

/** Creates a temporary CA, as an administrator would. */
beforeAll(() => {
  const wish = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '30',
    '-subj',
    '/CN=Contoso CA',
  ];
  openssl('req', '-x509', '-keyout', 'ca.key', '-out', 'ca.pem', ...wish);
  directory.write('index.txt', '');
  directory.write('index.txt.attr', 'unique_subject = no\n');
  directory.write(
    'ca.cnf',
    [
      '[ca]',
      'default_ca = throw_away',
      '[throw_away]',
      'database = index.txt',
      'new_certs_dir = .',
      'default_md = sha256',
      'default_days = 30',
      'rand_serial = yes',
      'policy = anything',
      'copy_extensions = copyall',
      '[anything]',
      'commonName = optional',
      'organizationName = optional',
      'countryName = optional',
      '',
    ].join('\n'),
  );
});

const BY_REQ = ['x509', '-req', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', '30', '-copy_extensions', 'copyall'];
const BY_CA = ['ca', '-batch', '-notext', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key'];

describe('a request', () => {
  it.each<[KeySpec, string, number, string]>([
    ['rsa-2048', 'RSA', 2048, 'sha256WithRSAEncryption'],
    ['rsa-4096', 'RSA', 4096, 'sha256WithRSAEncryption'],
    ['ec-p256', 'EC', 256, 'ecdsa-with-SHA256'],
    ['ec-p384', 'EC', 384, 'ecdsa-with-SHA384'],
    ['ec-p521', 'EC', 521, 'ecdsa-with-SHA512'],
    ['ed25519', 'Ed25519', 256, 'Ed25519'],
  ])('of %s has the requested content, and is signed with its key', async (key, algorithm, size, signature) => {
    const { request, requestPem, privateKeyPem } = await issueRequest.request({ ...ORDER, key });
    expect(request).toMatchObject({
      subject: ORDER.subject,
      commonNames: ['mail.contoso.com'],
      dnsNames: ORDER.dnsNames,
      ipAddresses: ORDER.ipAddresses,
      publicKeyAlgorithm: algorithm,
      publicKeySize: size,
      signatureAlgorithm: signature,
    });
    const path = directory.write('request.pem', requestPem);
    expect(openssl('req', '-in', path, '-verify', '-noout')).toBe('Certificate request self-signature verify OK\n');
    expect(requestPem).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n/);
    expect(createPrivateKey(privateKeyPem).type).toBe('private');
  });

  it('requests the extensions of a TLS server, and no others', async () => {
    const { requestPem } = await issueRequest.request({ ...ORDER, key: 'rsa-2048' });
    const text = openssl('req', '-in', directory.write('request.pem', requestPem), '-noout', '-text');
    const asked = text.slice(text.indexOf('Requested Extensions:'), text.indexOf('Signature Algorithm'));
    expect(asked.split('\n').map((line) => line.trim())).toEqual([
      'Requested Extensions:',
      'X509v3 Key Usage: critical',
      'Digital Signature, Key Encipherment',
      'X509v3 Extended Key Usage:',
      'TLS Web Server Authentication, TLS Web Client Authentication',
      'X509v3 Subject Alternative Name:',
      'DNS:mail.contoso.com, DNS:*.contoso.com, DNS:MAIL01, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:25',
      '',
    ]);
  });

  it.each([
    ['openssl x509 -req', BY_REQ],
    ['openssl ca', BY_CA],
  ])('is signed by %s, and the certificate has all its names and its key', async (_, command) => {
    const { request, requestPem, privateKeyPem } = await issueRequest.request(ORDER);
    openssl(...command, '-in', directory.write('request.pem', requestPem), '-out', 'answer.pem');
    const answer = new X509Certificate(readFileSync(directory.at('answer.pem')));
    const parsed = parseCertificate(answer.raw, 'answer.pem');
    expect(parsed).toMatchObject({
      kind: 'parsed',
      value: {
        dnsNames: ORDER.dnsNames,
        ipAddresses: ORDER.ipAddresses,
        issuer: 'CN=Contoso CA',
        publicKeySha256: request.publicKeySha256,
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: ['serverAuth', 'clientAuth'],
      },
    });
    expect(answer.checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
    expect(openssl('verify', '-CAfile', 'ca.pem', '-purpose', 'sslserver', 'answer.pem')).toBe('answer.pem: OK\n');
  });

  it('can have no subject: then only its names count, and it says so', async () => {
    const { request, requestPem } = await issueRequest.request({ ...ORDER, subject: '' });
    expect(request).toMatchObject({ subject: '', commonNames: [], dnsNames: ORDER.dnsNames });
    const text = openssl('req', '-in', directory.write('request.pem', requestPem), '-noout', '-text', '-verify');
    expect(text).toContain('X509v3 Subject Alternative Name: critical');
  });

  it('can have no names except its subject', async () => {
    const { request, requestPem } = await issueRequest.request({ ...ORDER, dnsNames: [], ipAddresses: [] });
    expect([request.dnsNames, request.ipAddresses]).toEqual([[], []]);
    expect(openssl('req', '-in', directory.write('request.pem', requestPem), '-noout', '-text')).not.toContain(
      'Alternative',
    );
  });

  it('that cannot be created is refused in one line', async () => {
    const refusal = issueRequest.request({ ...ORDER, subject: 'CN=mail,C=USA' });
    await expect(refusal).rejects.toThrow(IssueError);
    await expect(refusal).rejects.toThrow(
      /^cannot create a CSR for CN=mail,C=USA: the subject cannot be used: C must be the two letters of a country, for example US$/,
    );
  });
});

it('a key is generated without blocking the event loop', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await issueRequest.request({ ...ORDER, key: 'rsa-4096' });
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});
