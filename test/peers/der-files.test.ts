import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseStoreFile } from '../../src/formats/certificate-table/parse-store-file.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from './needs.ts';

const VALID = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2027, 0, 1) };
const [mail, imap] = ['mail', 'imap'].map((name) => {
  const { der, certificatePem, thumbprint } = makeCertificate({
    commonName: `${name}.contoso.com`,
    key: 'ec',
    ...VALID,
  });
  return { der, pem: certificatePem, thumbprint };
});
if (mail === undefined || imap === undefined) throw new Error('two are made');

/** The certificate with an indefinite length of its outermost SEQUENCE. */
const indefinite = Buffer.concat([Buffer.from('3080', 'hex'), mail.der.subarray(4), Buffer.alloc(2)]);
const longer = Buffer.concat([Buffer.from('308300', 'hex'), mail.der.subarray(2)]);

/** Returns the number of certificates that OpenSSL finds in a file. */
function openssl(path: string): number {
  const { stdout } = spawnSync('openssl', ['storeutl', '-noout', '-certs', path], { encoding: 'utf8' });
  return Number(/Total found: (\d+)/.exec(stdout)?.[1] ?? 0);
}

test.runIf(needs('openssl')).each([
  ['DER', mail.der, 1],
  ['DER and a line end', Buffer.concat([mail.der, Buffer.from('\n')]), 1],
  ['DER and text', Buffer.concat([mail.der, Buffer.from('text')]), 1],
  ['DER and DER', Buffer.concat([mail.der, imap.der]), 2],
  ['DER, a line end and DER', Buffer.concat([mail.der, Buffer.from('\n'), imap.der]), 1],
  ['DER, DER and an empty SEQUENCE', Buffer.concat([mail.der, imap.der, Buffer.from([0x30, 0])]), 2],
  ['a line end and DER', Buffer.concat([Buffer.from('\n'), mail.der]), 0],
  ['BER with an indefinite length', indefinite, 1],
  ['BER with an indefinite length, and DER', Buffer.concat([indefinite, imap.der]), 2],
  ['BER with an indefinite length that does not end', indefinite.subarray(0, -2), 0],
  ['BER with a longer length', longer, 1],
  ['truncated DER', mail.der.subarray(0, 100), 0],
  ['UTF-16', Buffer.from(`\ufeff${mail.pem}`, 'utf16le'), 0],
  ['indented PEM', Buffer.from(mail.pem.replace(/^/gm, '  ')), 0],
  ['only base64', Buffer.from(mail.pem.replace(/^-.*\n/gm, '')), 0],
])('%s contains as many certificates as OpenSSL finds', (_, bytes, count) => {
  using directory = temporaryDirectory();
  const { blocks } = parseStoreFile(bytes, 'file');
  expect(blocks.filter(({ kind }) => kind === 'certificate')).toHaveLength(count);
  expect(openssl(directory.write('file', bytes))).toBe(count);
});

test.runIf(needs('openssl')).each([
  ['an indefinite length', indefinite],
  ['a longer length', longer],
])('A certificate with %s has the fingerprint that OpenSSL shows', (_, bytes) => {
  using directory = temporaryDirectory();
  const path = directory.write('file', bytes);
  const { stdout } = spawnSync('openssl', ['x509', '-in', path, '-noout', '-fingerprint', '-sha1'], {
    encoding: 'utf8',
  });
  expect(stdout.trim().split('=')[1]?.replaceAll(':', '')).toBe(mail.thumbprint);
  expect(parseStoreFile(bytes, path).blocks).toMatchObject([{ certificate: { thumbprint: mail.thumbprint } }]);
});
