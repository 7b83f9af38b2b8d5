import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/domain/certificate/certificate.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import { parseCertificate } from '../../../src/formats/x509/parse-certificate.ts';

const CORPORA = new URL('../../../../shared/corpora/', import.meta.url);

/**
 * The fields that OpenSSL and Go read from one file; the other fields of a line are not tested
 * here.
 */
interface Expected {
  readonly sha256: string;
  readonly openssl: { readonly sha1: string } & (
    | { readonly ok: false }
    | {
        readonly ok: true;
        readonly version: number;
        /** Hexadecimal, with a sign. */
        readonly serial: string;
        readonly notBefore: number;
        readonly notAfter: number;
        readonly subject: string;
        readonly issuer: string;
        /** Pairs of type and value; a word if it could not be read; null if there is none. */
        readonly san: readonly (readonly [string, string | null])[] | string | null;
        readonly key: string;
        readonly bits: number;
        readonly sig: string;
      }
  );
  readonly go: {
    readonly ok: boolean;
    readonly serial?: string;
    readonly notBefore: number;
    readonly notAfter: number;
    readonly dns?: readonly string[];
    readonly ip?: readonly string[];
  };
}

/** Certificates that OpenSSL accepts, and that Go and mailcertd reject: see docs/dev/reading.md. */
const REFUSED = new Map([
  ['91efafdd', 'der_trailing_bytes'],
  ['ea404b9c', 'certificate_malformed'],
]);

/** Keys whose names and sizes differ in OpenSSL: see docs/dev/reading.md. */
const OTHER_KEYS = /^(unparsed|X25519|SM2|DHX|ML-DSA-\d+|SLH-DSA-.*)$/;

const number = (hex: string): bigint => (hex.startsWith('-') ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`));

/** Returns a name of OpenSSL without its escapes of non-ASCII and control characters. */
function plain(name: string): string {
  const bytes = name
    .replaceAll('STREET=', 'street=')
    .split(/(\\[0-9A-F]{2})/)
    .map((part) => (/^\\[0-9A-F]{2}$/.test(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part)));
  return Buffer.concat(bytes).toString();
}

/** Returns the fields that mailcertd and both programs have in common. */
function comparable(certificate: Certificate): object {
  return {
    thumbprint: certificate.thumbprint.toLowerCase(),
    version: certificate.version,
    serialNumber: number(certificate.serialNumber),
    notBefore: certificate.notBefore / 1000,
    notAfter: certificate.notAfter / 1000,
    subject: plain(certificate.subject),
    issuer: plain(certificate.issuer),
    dnsNames: certificate.dnsNames,
  };
}

function bestOfThree(der: Buffer): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    parseCertificate(der, 'a');
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe.skipIf(!existsSync(CORPORA))('the certificates of the corpora (../shared/corpora)', () => {
  const all = existsSync(CORPORA)
    ? readFileSync(new URL('expected.jsonl', CORPORA), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => {
          const expected: Expected = JSON.parse(line);
          const der = readFileSync(new URL(`der/${expected.sha256}.der`, CORPORA));
          return { expected, der, parsed: parseCertificate(der, expected.sha256) };
        })
    : [];

  it('are read or refused with a reason, each within 50 ms', () => {
    expect(all.length).toBe(1649);
    for (const { expected, der, parsed } of all) {
      if (parsed.kind === 'problem') expect(failureText(parsed.problem.failure, 'en')).not.toBe('');
      const ms = bestOfThree(der);
      if (ms > 50) throw new Error(`${expected.sha256} took ${ms} ms`);
    }
  });

  it("are read with OpenSSL's fields, and with Go's if Go reads them", () => {
    let both = 0;
    for (const { expected, parsed } of all) {
      const { openssl, go } = expected;
      if (!openssl.ok || parsed.kind === 'problem') continue;
      const certificate = parsed.value;
      const dnsNames = Array.isArray(openssl.san) ? openssl.san.filter(([kind]) => kind === 'dns') : [];
      expect(comparable(certificate), expected.sha256).toEqual({
        thumbprint: openssl.sha1,
        version: openssl.version,
        serialNumber: number(openssl.serial),
        notBefore: openssl.notBefore,
        notAfter: openssl.notAfter,
        subject: plain(openssl.subject),
        issuer: plain(openssl.issuer),
        dnsNames: dnsNames.map(([, name]) => name),
      });
      const isOther = OTHER_KEYS.test(openssl.key);
      if (!isOther) {
        const key = [certificate.publicKeyAlgorithm.toUpperCase(), certificate.publicKeySize];
        expect(key, expected.sha256).toEqual([openssl.key.toUpperCase(), openssl.bits]);
      }
      if (!go.ok) continue;
      both++;
      expect(
        [
          number(certificate.serialNumber),
          certificate.notBefore / 1000,
          certificate.notAfter / 1000,
          certificate.dnsNames,
          certificate.ipAddresses,
        ],
        expected.sha256,
      ).toEqual([number(go.serial ?? ''), go.notBefore, go.notAfter, go.dns ?? [], go.ip ?? []]);
    }
    expect(both).toBe(1418);
  });

  it('have one signature algorithm for each that OpenSSL names', () => {
    const theirs = new Map<string, Set<string>>();
    const ours = new Map<string, Set<string>>();
    for (const { expected, parsed } of all) {
      if (!expected.openssl.ok || parsed.kind === 'problem' || expected.openssl.sig === 'UNDEF') continue;
      const pair = [parsed.value.signatureAlgorithm, expected.openssl.sig] as const;
      theirs.set(pair[0], (theirs.get(pair[0]) ?? new Set()).add(pair[1]));
      ours.set(pair[1], (ours.get(pair[1]) ?? new Set()).add(pair[0]));
    }
    expect(theirs.size).toBe(27);
    expect([...theirs.values(), ...ours.values()].filter(({ size }) => size !== 1)).toEqual([]);
  });

  it('are refused if neither reads them, and two of those that only OpenSSL reads', () => {
    const refused = new Map<string, string>();
    for (const { expected, parsed } of all) {
      const isRefused = parsed.kind === 'problem';
      if (!expected.openssl.ok) expect(isRefused, expected.sha256).toBe(true);
      else if (isRefused) refused.set(expected.sha256.slice(0, 8), parsed.problem.reason);
    }
    expect(refused).toEqual(REFUSED);
  });
});

describe.skipIf(!existsSync(CORPORA))('the keystores of the corpora (../shared/corpora)', () => {
  it('are identified by their format', () => {
    const directory = new URL('keystores/', CORPORA);
    const kinds = new Map(
      readFileSync(new URL('keystores.tsv', CORPORA), 'utf8')
        .trimEnd()
        .split('\n')
        .map((row) => row.split('\t'))
        .map(([file = '', kind = '']) => [file, kind]),
    );
    const seen: Record<string, number> = {};
    for (const file of readdirSync(directory)) {
      const blocks = parseStoreFile(readFileSync(new URL(file, directory)), file).blocks;
      const formats = blocks.map((block) => (block.kind === 'keystore' ? block.format : block.kind)).join(' ');
      const pair = `${kinds.get(file)}: ${formats}`;
      seen[pair] = (seen[pair] ?? 0) + 1;
    }
    // The table lists JCEKS and a third format, UBER, as jks.
    expect(seen).toEqual({ 'p12: pkcs12': 89, 'jks: jks': 9, 'jks: jceks': 15, 'jks: uber': 3 });
  });
});
