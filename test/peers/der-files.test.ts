import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseStoreFile } from '../../src/formats/store-file.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { needs } from './needs.ts';

const VALID = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2027, 0, 1) };
const [mail, imap] = ['mail', 'imap'].map((name) => {
  const { der, certificatePem } = makeCertificate({ commonName: `${name}.contoso.com`, key: 'ec', ...VALID });
  return { der, pem: certificatePem };
});
if (mail === undefined || imap === undefined) throw new Error('two are made');

/** The number of certificates that OpenSSL's loader finds in a file. */
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
  ['truncated DER', mail.der.subarray(0, 100), 0],
  ['UTF-16', Buffer.from(`\ufeff${mail.pem}`, 'utf16le'), 0],
  ['indented PEM', Buffer.from(mail.pem.replace(/^/gm, '  ')), 0],
  ['only base64', Buffer.from(mail.pem.replace(/^-.*\n/gm, '')), 0],
])('%s contains as many certificates as OpenSSL finds', (_, bytes, count) => {
  using folder = temporaryFolder();
  const { blocks } = parseStoreFile(bytes, 'file');
  expect(blocks.filter(({ kind }) => kind === 'certificate')).toHaveLength(count);
  expect(openssl(folder.write('file', bytes))).toBe(count);
});
