import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());
const openssl = (...parameters: readonly string[]): string =>
  execFileSync('openssl', [...parameters], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Creates a certificate and its key with openssl, and returns their paths. */
function made(name: string): { readonly certificate: string; readonly key: string } {
  const [certificate, key] = [directory.at(`${name}.pem`), directory.at(`${name}.key`)];
  const files = ['-keyout', key, '-out', certificate];
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...ec, '-subj', `/O=Contoso: mail/CN=${name}.contoso.com`, '-days', '90', ...files);
  return { certificate, key };
}

const mail = made('mail');
const imap = made('imap');
const text = (path: string): string => readFileSync(path, 'utf8');
const MAIL = text(mail.certificate);
const IMAP = text(imap.certificate);
const der = (path: string): Buffer => execFileSync('openssl', ['x509', '-in', path, '-outform', 'DER']);
const oneLine = (path: string): string =>
  `-----BEGIN CERTIFICATE-----\n${der(path).toString('base64')}\n-----END CERTIFICATE-----\n`;

/** Returns the output of `openssl pkcs12`, which has text before and after each block. */
function pkcs12Text(): string {
  const store = directory.at('mail.p12');
  openssl(
    'pkcs12',
    '-export',
    '-in',
    mail.certificate,
    '-inkey',
    mail.key,
    '-name',
    'mail: -----',
    '-passout',
    'pass:',
    '-out',
    store,
  );
  return openssl('pkcs12', '-in', store, '-passin', 'pass:', '-nodes');
}

function pkcs7(...more: readonly string[]): string {
  const bundle = directory.at('bundle.p7b');
  openssl('crl2pkcs7', '-nocrl', '-certfile', mail.certificate, '-certfile', imap.certificate, '-out', bundle);
  return openssl('pkcs7', '-in', bundle, ...more);
}

const fingerprint = (path: string): string =>
  openssl('x509', '-in', path, '-noout', '-fingerprint', '-sha1').split('=')[1]?.trim().replaceAll(':', '') ?? '';
const [M, I] = [fingerprint(mail.certificate), fingerprint(imap.certificate)];

/** Returns the thumbprints of certificates, `key` for each key, and the reasons of problems. */
const shape = (contents: string): readonly string[] =>
  parseStoreFile(Buffer.from(contents), 'mail.pem').blocks.map((block) => {
    if (block.kind === 'certificate') return block.certificate.thumbprint;
    if (block.kind === 'private-key') return block.protection === 'none' ? 'key' : `key ${block.protection}`;
    return block.kind === 'problem' ? block.problem.reason : block.kind;
  });

describe('the output of openssl is parsed', () => {
  const encrypted = openssl('ec', '-aes256', '-in', mail.key, '-passout', 'pass:secret');
  it.each<[string, string, readonly string[]]>([
    ['as it is', MAIL, [M]],
    ['with a byte order mark, as Notepad saves it', `\ufeff${MAIL}`, [M]],
    ['with CRLF', (MAIL + IMAP).replaceAll('\n', '\r\n'), [M, I]],
    ['with a byte order mark and CRLF', `\ufeff${(MAIL + IMAP).replaceAll('\n', '\r\n')}`, [M, I]],
    ['without a line end at its end', MAIL.trimEnd(), [M]],
    ['with its text before it (x509 -text)', openssl('x509', '-in', mail.certificate, '-text'), [M]],
    ['with a text after it', `${MAIL}issued for mail\n-- \nContoso\n`, [M]],
    ['with bag attributes and the key (pkcs12 -nodes)', pkcs12Text(), [M, 'key']],
    ['with subject and issuer (pkcs7 -print_certs)', pkcs7('-print_certs'), [M, I]],
    ['as PKCS7', pkcs7(), [M, I]],
    [
      'as TRUSTED CERTIFICATE',
      openssl('x509', '-in', mail.certificate, '-trustout', '-addtrust', 'serverAuth', '-setalias', 'mail'),
      [M],
    ],
    ['as X509 CERTIFICATE', MAIL.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'), [M]],
    ['all on one long line', oneLine(mail.certificate) + oneLine(imap.certificate), [M, I]],
    ['with headers', MAIL.replace('-----\n', '-----\nX-Origin: Contoso\nX-Note: a\n longer one\n\n'), [M]],
    ['with its key before it, and another after it', text(mail.key) + MAIL + text(imap.key), ['key', M, 'key']],
    [
      'with the parameters of the curve (ecparam)',
      openssl('ecparam', '-name', 'prime256v1', '-genkey') + MAIL,
      ['key', M],
    ],
    ['with an encrypted key and its headers', encrypted + MAIL, ['key encrypted', M]],
    ['with an encrypted key in CRLF', (encrypted + MAIL).replaceAll('\n', '\r\n'), ['key encrypted', M]],
    ['with a revocation list next to it', `-----BEGIN X509 CRL-----\nMA==\n-----END X509 CRL-----\n${MAIL}`, [M]],
    ['a hundred times in one file', MAIL.repeat(100), Array.from({ length: 100 }, () => M)],
  ])('%s', (_, contents, expected) => {
    const found = shape(contents);
    // Some versions of pkcs12 write certificates first, and others write keys first.
    expect(expected.includes('key') ? [...found].sort() : found).toEqual(
      expected.includes('key') ? [...expected].sort() : expected,
    );
  });

  it('and a damaged block does not affect the others', () => {
    expect(shape(MAIL.replace(/\n[^-\n]{10}/, '\n!') + IMAP)).toEqual(['pem_bad_base64', I]);
    expect(shape(MAIL.slice(0, MAIL.indexOf('\n', 200) + 1) + IMAP)).toEqual(['pem_unterminated', I]);
  });
});
