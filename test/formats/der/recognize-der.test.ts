import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recognizeDer } from '../../../src/formats/der/recognize-der.ts';
import { makeCertificate, makeKeyPair } from '../../fixtures/make-certificate.ts';
import { element, integer, objectIdentifier, sequence } from '../../fixtures/write-der.ts';
import { handMade, utcTime } from '../x509/hand-made.ts';

const { privateKey: rsa, publicKey } = makeKeyPair('rsa');
const { privateKey: ec } = makeKeyPair('ec');
const made = makeCertificate({ commonName: 'mail', notBefore: 0, notAfter: 1000 });
const ENCRYPTED = { cipher: 'aes-256-cbc', passphrase: 'secret' };

const directory = mkdtempSync(join(tmpdir(), 'mailcertd-test-'));
afterAll(() => rmSync(directory, { recursive: true }));
const certificateFile = join(directory, 'cert.pem');
const keyFile = join(directory, 'key.pem');
writeFileSync(certificateFile, made.certificatePem);
writeFileSync(keyFile, made.privateKeyPem);
const openssl = (...args: readonly string[]): Buffer => execFileSync('openssl', args, { stdio: 'pipe' });
const pkcs12 = openssl('pkcs12', '-export', '-nokeys', '-in', certificateFile, '-passout', 'pass:');
const pkcs7 = openssl('crl2pkcs7', '-nocrl', '-certfile', certificateFile, '-outform', 'DER');
const request = openssl('req', '-new', '-key', keyFile, '-subj', '/CN=a', '-outform', 'DER');
const revocationList = sequence(
  sequence(integer(Buffer.from([1])), sequence(objectIdentifier('1.2.3')), sequence(), utcTime('260101000000Z')),
);

describe('the content of a file', () => {
  it.each<[string, Buffer, string]>([
    ['a certificate', made.der, 'certificate'],
    ['a broken certificate', made.der.subarray(0, 40), 'certificate'],
    ['PKCS#8', rsa.export({ type: 'pkcs8', format: 'der' }), 'private-key'],
    [
      'PKCS#8 of Ed25519',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }),
      'private-key',
    ],
    ['encrypted PKCS#8', rsa.export({ type: 'pkcs8', format: 'der', ...ENCRYPTED }), 'encrypted-key'],
    ['PKCS#1', rsa.export({ type: 'pkcs1', format: 'der' }), 'private-key'],
    ['SEC 1', ec.export({ type: 'sec1', format: 'der' }), 'private-key'],
    ['PKCS#12', pkcs12, 'pkcs12'],
    ['PKCS#12 with lengths without end', Buffer.from('30800201033080060900', 'hex'), 'pkcs12'],
    ['PKCS#7', pkcs7, 'pkcs7'],
    ['PKCS#7 with lengths without end', Buffer.from('308006092a864886f70d010702a080', 'hex'), 'pkcs7'],
    ['a certificate of version 1', handMade({ version: Buffer.alloc(0) }), 'certificate'],
    ['a broken certificate of version 1', handMade({ version: Buffer.alloc(0) }).subarray(0, 60), 'certificate'],
    ['a certificate revocation list', revocationList, 'other'],
    ['a request', request, 'request'],
    ['a public key', publicKey.export({ type: 'spki', format: 'der' }), 'other'],
    ['a public key of PKCS#1', publicKey.export({ type: 'pkcs1', format: 'der' }), 'other'],
    [
      'a digest',
      sequence(sequence(objectIdentifier('2.16.840.1.101.3.4.2.1')), element(0x04, Buffer.alloc(32))),
      'other',
    ],
    ['a number', integer(Buffer.from([1])), 'other'],
    ['an empty sequence', sequence(), 'other'],
    ['text', Buffer.from('0123456789'), 'other'],
    ['nothing', Buffer.alloc(0), 'other'],
  ])('identifies %s', (_, bytes, contents) => {
    expect(recognizeDer(bytes)).toBe(contents);
  });
});
