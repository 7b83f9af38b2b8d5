import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueSelfSigned } from '../../src/adapters/issue/issue-self-signed.ts';
import type { Certificate } from '../../src/domain/certificate/certificate.ts';
import { ipAddressBytes, ipAddressText } from '../../src/domain/certificate/ip-address.ts';
import type { KeySpec } from '../../src/domain/certificate/key-spec.ts';
import { canonicalName, parseDistinguishedName } from '../../src/domain/certificate/parse-distinguished-name.ts';
import { DAY, SECOND } from '../../src/domain/time.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from './needs.ts';

const NOW = Math.floor(Date.now() / SECOND) * SECOND;
const NAMES = ['MAIL01', 'mail01.contoso.com'];
const KEYS: readonly KeySpec[] = ['rsa-2048', 'rsa-4096', 'ec-p256', 'ec-p384', 'ed25519'];

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

interface Made {
  readonly certificate: Certificate;
  readonly path: string;
  readonly keyPath: string;
}
const made = new Map<KeySpec, Made>();
beforeAll(async () => {
  for (const key of KEYS) {
    const { certificate, certificatePem, privateKeyPem } = await issueSelfSigned.issue({
      subject: 'CN=MAIL01+OU=Post,OU=Mail \\+ Web,O=Contoso\\, Ltd.,L=Köln,C=DE',
      dnsNames: NAMES,
      ipAddresses: ['192.0.2.1', '2001:db8::25'],
      key,
      notBefore: NOW - DAY,
      notAfter: NOW + 1825 * DAY,
    });
    const path = directory.write(`${key}.pem`, certificatePem);
    made.set(key, { certificate, path, keyPath: directory.write(`${key}.key`, privateKeyPem, 0o600) });
  }
});

function madeWith(key: KeySpec): Made {
  const one = made.get(key);
  if (one === undefined) throw new Error(`none of ${key}`);
  return one;
}

/** The fields that every reader returns, in one form. */
interface Fields {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** The DNS names, then the IP addresses. */
  readonly names: readonly string[];
  readonly sha256Fingerprint: string;
}

function named(text: string): string {
  const parsed = parseDistinguishedName(text);
  if (parsed.kind === 'error' || parsed.name.length === 0) throw new Error(`no name: "${text}"`);
  return canonicalName(parsed.name);
}

function addressed(text: string): string {
  return ipAddressText(ipAddressBytes(text) ?? []) ?? text;
}

function expectedOf({ certificate }: Made): Fields {
  const { subject, issuer, serialNumber, notBefore, notAfter, sha256Fingerprint } = certificate;
  const names = [...certificate.dnsNames, ...certificate.ipAddresses];
  return {
    subject: named(subject),
    issuer: named(issuer),
    serialNumber,
    notBefore,
    notAfter,
    names,
    sha256Fingerprint,
  };
}

const hex = (text: string): string => text.replaceAll(':', '').toUpperCase();
const lineOf = (text: string, start: string): string =>
  text
    .split('\n')
    .find((line) => line.trim().startsWith(start))
    ?.trim()
    .slice(start.length) ?? '';

function opensslFields(path: string): Fields {
  const args = ['x509', '-in', path, '-noout', '-subject', '-issuer', '-serial', '-dates', '-dateopt', 'iso_8601'];
  const more = ['-fingerprint', '-sha256', '-ext', 'subjectAltName', '-nameopt', 'RFC2253,utf8,-esc_msb'];
  const text = execFileSync('openssl', [...args, ...more], { encoding: 'utf8' });
  return {
    subject: named(lineOf(text, 'subject=')),
    issuer: named(lineOf(text, 'issuer=')),
    serialNumber: lineOf(text, 'serial='),
    notBefore: Date.parse(lineOf(text, 'notBefore=')),
    notAfter: Date.parse(lineOf(text, 'notAfter=')),
    names: lineOf(text, 'DNS:')
      .split(', ')
      .map((name, index) => (index === 0 ? name : addressed(name.replace(/^(DNS|IP Address):/, '')))),
    sha256Fingerprint: hex(lineOf(text, 'sha256 Fingerprint=')),
  };
}

function nodeFields(path: string): Fields {
  const read = new X509Certificate(readFileSync(path));
  // The most general name is first, with one relative name per line.
  const name = (lines: string): string => named(lines.split('\n').toReversed().join(','));
  return {
    subject: name(read.subject),
    issuer: name(read.issuer),
    serialNumber: read.serialNumber,
    notBefore: Date.parse(read.validFrom),
    notAfter: Date.parse(read.validTo),
    names: (read.subjectAltName ?? '').split(', ').map((entry) => addressed(entry.replace(/^(DNS|IP Address):/, ''))),
    sha256Fingerprint: hex(read.fingerprint256),
  };
}

const goProgram = directory.at('read-certificate');
function go(...args: readonly string[]): string {
  return execFileSync(goProgram, args, { encoding: 'utf8', stdio: 'pipe' });
}

function goFields(path: string): Fields {
  const read = JSON.parse(go('read', path)) as Record<string, string> & {
    readonly dnsNames: readonly string[];
    readonly ipAddresses: readonly string[];
  };
  return {
    subject: named(read['subject'] ?? ''),
    issuer: named(read['issuer'] ?? ''),
    serialNumber: hex(read['serialNumber'] ?? ''),
    notBefore: Date.parse(read['notBefore'] ?? ''),
    notAfter: Date.parse(read['notAfter'] ?? ''),
    names: [...read.dnsNames, ...read.ipAddresses],
    sha256Fingerprint: hex(read['fingerprint'] ?? ''),
  };
}

function keytoolFields(path: string): Fields {
  const options = ['-J-Duser.language=en', '-J-Dfile.encoding=UTF-8', '-J-Dstdout.encoding=UTF-8'];
  const text = execFileSync('keytool', [...options, '-printcert', '-file', path], { encoding: 'utf8', stdio: 'pipe' });
  const [, from = '', until = ''] = /Valid from: (.*) until: (.*)/.exec(text) ?? [];
  const names = [...text.matchAll(/^ {2}(?:DNSName|IPAddress): (.*)$/gm)].map(([, name = '']) => addressed(name));
  return {
    subject: named(lineOf(text, 'Owner: ')),
    issuer: named(lineOf(text, 'Issuer: ')),
    serialNumber: hex(lineOf(text, 'Serial number: ')),
    notBefore: Date.parse(from),
    notAfter: Date.parse(until),
    names,
    sha256Fingerprint: hex(lineOf(text, 'SHA256: ')),
  };
}

describe('a certificate that mailcertd makes', () => {
  it.each(KEYS)('with %s has the same fields for OpenSSL', (key) => {
    const one = madeWith(key);
    expect(opensslFields(one.path)).toEqual(expectedOf(one));
  });

  it.each(KEYS)('with %s has the same fields for Node', (key) => {
    const one = madeWith(key);
    expect(nodeFields(one.path)).toEqual(expectedOf(one));
  });

  it.each(KEYS)('with %s verifies itself, strictly, for both names', (key) => {
    const { path } = madeWith(key);
    for (const name of NAMES) {
      const checks = ['-x509_strict', '-check_ss_sig', '-purpose', 'sslserver', '-verify_hostname', name];
      expect(execFileSync('openssl', ['verify', ...checks, '-CAfile', path, path], { encoding: 'utf8' })).toBe(
        `${path}: OK\n`,
      );
      expect(execFileSync('openssl', ['verify', '-CAfile', path, path], { encoding: 'utf8' })).toBe(`${path}: OK\n`);
    }
  });

  it.each(KEYS)("with %s is accepted by Node's TLS client that trusts it, for both names", async (key) => {
    const { path, keyPath } = madeWith(key);
    const [cert, privateKey] = [readFileSync(path), readFileSync(keyPath)];
    const server = createServer({ cert, key: privateKey }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      for (const servername of NAMES) {
        const socket = connect({ port, host: '127.0.0.1', servername, ca: cert });
        await once(socket, 'secureConnect');
        expect(socket.authorized).toBe(true);
        socket.destroy();
      }
    } finally {
      server.close();
    }
  });
});

describe.runIf(needs('go'))('Go', () => {
  beforeAll(() => {
    const source = fileURLToPath(new URL('read-certificate.go', import.meta.url));
    const env = { ...process.env, CGO_ENABLED: '0', GO111MODULE: 'off', GOTOOLCHAIN: 'local' };
    execFileSync('go', ['build', '-o', goProgram, source], { stdio: 'pipe', env });
  });

  it.each(KEYS)('reads the same fields with %s', (key) => {
    const one = madeWith(key);
    expect(goFields(one.path)).toEqual(expectedOf(one));
    const { isCa, extended, critical } = JSON.parse(go('read', one.path)) as Record<string, unknown>;
    // 1 is ExtKeyUsageServerAuth, 2 is ExtKeyUsageClientAuth.
    expect([isCa, extended, critical]).toEqual([false, [1, 2], null]);
  });

  it.each(KEYS)('accepts %s in TLS when it trusts the certificate, for both names, and for no other', (key) => {
    const { path, keyPath } = madeWith(key);
    expect(go('serve', path, keyPath, ...NAMES)).toBe('');
    expect(() => go('serve', path, keyPath, 'other.contoso.com')).toThrow(/valid for MAIL01, mail01\.contoso\.com/);
  });
});

describe.runIf(needs('keytool'))('keytool', () => {
  it.each(KEYS)('reads the same fields with %s', (key) => {
    const one = madeWith(key);
    expect(keytoolFields(one.path)).toEqual(expectedOf(one));
  });
});
