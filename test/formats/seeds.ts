import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pkcs7Of } from '../fixtures/keystores.ts';
import { type KeyKind, makeCertificate, pem } from '../fixtures/make-certificate.ts';
import { PASSWORD, writeJks } from './jks/write-jks.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const KINDS: readonly KeyKind[] = ['rsa', 'ec', 'ed25519', 'rsa-pss'];
const CORPORA = new URL('../../../shared/corpora/', import.meta.url);

/** A file of a kind that stores contain. */
export interface SeedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The password of the keystores in the files. */
export { PASSWORD };

/** Returns generated files: certificates in DER and PEM, bundles, keys, requests and keystores. */
export function madeSeeds(): readonly SeedFile[] {
  const made = KINDS.map((key) => ({
    key,
    ...makeCertificate({
      commonName: 'mail',
      dnsNames: ['mail.contoso.com', '*.contoso.com'],
      key,
      notBefore: NOON,
      notAfter: NOON + 1000,
    }),
  }));
  const [first, second] = made;
  if (first === undefined || second === undefined) throw new Error('no seeds');
  const both = first.certificatePem + second.certificatePem;
  const exported = (...args: readonly string[]): Buffer =>
    execFileSync('openssl', ['pkcs12', '-export', '-passout', `pass:${PASSWORD}`, '-iter', '2', ...args], {
      input: second.privateKeyPem + second.certificatePem,
      stdio: 'pipe',
    });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null'];
  const request = execFileSync('openssl', ['req', '-new', ...newKey, '-subj', '/CN=mail'], { stdio: 'pipe' });
  return [
    ...made.flatMap(({ key: kind, der, certificatePem, privateKeyPem }) => [
      { name: `${kind}.der`, bytes: der },
      { name: `${kind}.pem`, bytes: Buffer.from(`text\n${certificatePem}${privateKeyPem}`) },
    ]),
    { name: 'crlf.pem', bytes: Buffer.from(`\ufeff${both}`.replaceAll('\n', '\r\n')) },
    { name: 'key.der', bytes: second.keyPair.privateKey.export({ type: 'pkcs8', format: 'der' }) },
    { name: 'request.pem', bytes: request },
    { name: 'bundle.p7b', bytes: pkcs7Of(both) },
    { name: 'bundle-p7b.pem', bytes: Buffer.from(pem('PKCS7', pkcs7Of(both))) },
    { name: 'modern.p12', bytes: exported() },
    { name: 'no-mac.p12', bytes: exported('-nomac') },
    { name: 'old.p12', bytes: exported('-legacy') },
    { name: 'clear.p12', bytes: exported('-keypbe', 'NONE', '-certpbe', 'NONE') },
    {
      name: 'store.jks',
      bytes: writeJks([{ alias: 'mail', key: second.keyPair.privateKey, certificates: [second.der, first.der] }]),
    },
  ];
}

/**
 * Returns the certificates and keystores in ../shared/corpora; none if this directory does not
 * exist.
 */
export function foundSeeds(): readonly SeedFile[] {
  if (!existsSync(CORPORA)) return [];
  return ['der/', 'keystores/'].flatMap((directory) => {
    const at = new URL(directory, CORPORA);
    return readdirSync(at).map((name) => ({ name, bytes: readFileSync(new URL(name, at)) }));
  });
}
