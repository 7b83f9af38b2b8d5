import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { subjectPublicKey } from '../../../src/formats/x509/subject-public-key.ts';
import { generateKeys } from '../../fixtures/generate-keys.ts';
import { type CertificateWish, makeCertificate, makeKeyPair } from '../../fixtures/make-certificate.ts';
import { randomFrom } from '../../fixtures/random.ts';
import { spoil } from '../../fixtures/spoil.ts';
import { foundSeeds } from '../seeds.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const DATES = { notBefore: NOON, notAfter: NOON + 1000 };
const ISSUER = makeCertificate({ commonName: 'CA', isCa: true, ...DATES });

function spkiOf(key: KeyObject | undefined): string | undefined {
  return key?.export({ type: 'spki', format: 'der' }).toString('hex');
}

function certified(privateKey: KeyObject, wish: Partial<CertificateWish> = {}): Buffer {
  const keyPair = { privateKey, publicKey: createPublicKey(privateKey) };
  return makeCertificate({ commonName: 'mail', issuer: ISSUER, keyPair, ...DATES, ...wish }).der;
}

function ec(namedCurve: string): KeyObject {
  return generateKeys('ec', { namedCurve }).privateKey;
}

function rsa(modulusLength: number, publicExponent = 0x10001): KeyObject {
  return generateKeys('rsa', { modulusLength, publicExponent }).privateKey;
}

function madeBy(...options: readonly string[]): KeyObject {
  return createPrivateKey(execFileSync('openssl', ['genpkey', ...options], { stdio: 'pipe' }));
}

const KEYS: readonly (readonly [what: string, make: () => KeyObject])[] = [
  ['RSA of 1024 bits', () => rsa(1024)],
  ['RSA of 2048 bits', () => rsa(2048)],
  ['RSA of 2049 bits, with an exponent of 3', () => rsa(2049, 3)],
  ['RSA-PSS', () => makeKeyPair('rsa-pss').privateKey],
  ['RSA-PSS for only one hash and salt', () => madeBy('-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_pss_keygen_md:sha384')],
  ...['prime256v1', 'secp384r1', 'secp521r1', 'secp256k1', 'brainpoolP256r1', 'secp224r1'].map(
    (curve) => [`EC, ${curve}`, () => ec(curve)] as const,
  ),
  [
    'EC with explicit curve parameters',
    () => madeBy('-algorithm', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-pkeyopt', 'ec_param_enc:explicit'),
  ],
  ['Ed25519', () => generateKeys('ed25519').privateKey],
  ['Ed448', () => generateKeys('ed448').privateKey],
  ['X25519', () => generateKeys('x25519').privateKey],
  ['DSA', () => generateKeys('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey],
];

describe('the public key of a certificate', () => {
  it.each(KEYS)("is OpenSSL's: %s", (_what, make) => {
    const der = certified(make());
    expect(spkiOf(subjectPublicKey(der))).toBe(spkiOf(new X509Certificate(der).publicKey));
  });

  it("is OpenSSL's if its point is compressed, or it has no version", () => {
    for (const wish of [{ compressedPoint: true }, { version: 1 }] as const) {
      const der = certified(ec('prime256v1'), wish);
      expect(spkiOf(subjectPublicKey(der))).toBe(spkiOf(new X509Certificate(der).publicKey));
    }
  });

  it("is OpenSSL's, also for points with leading zero bytes", () => {
    const found = { x: 0, y: 0 };
    for (let turn = 0; turn < 20_000 && (found.x === 0 || found.y === 0); turn++) {
      const privateKey = ec('prime256v1');
      const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
      const isShort = (coordinate: string): boolean => Buffer.from(coordinate, 'base64url')[0] === 0;
      const short = { x: isShort(x), y: isShort(y) };
      if (!short.x && !short.y) continue;
      if (short.x) found.x += 1;
      if (short.y) found.y += 1;
      const der = certified(privateKey);
      expect(spkiOf(subjectPublicKey(der))).toBe(spkiOf(new X509Certificate(der).publicKey));
    }
    expect(found.x * found.y).toBeGreaterThan(0);
  });

  it("is OpenSSL's, or absent in both, in every real certificate", () => {
    for (const { name, bytes } of foundSeeds()) {
      const expected = spkiOrNone(() => new X509Certificate(bytes).publicKey);
      // OpenSSL may reject a certificate that has a readable key.
      if (expected !== undefined && name.endsWith('.der')) {
        expect(
          spkiOrNone(() => subjectPublicKey(bytes)),
          name,
        ).toBe(expected);
      }
    }
  });

  it('is absent, different, or unusable, wherever the certificate is truncated or changed', () => {
    const random = randomFrom(20_261_126);
    for (const [, make] of KEYS) {
      const der = certified(make());
      for (let length = 0; length < der.length; length++) {
        expect(subjectPublicKey(der.subarray(0, length)), `${length} bytes`).toBeUndefined();
      }
      for (let turn = 0; turn < 300; turn++) {
        const spoilt = spoil(der, random);
        const before = Buffer.from(spoilt);
        const found = spkiOrNone(() => subjectPublicKey(spoilt));
        const expected = spkiOrNone(() => new X509Certificate(spoilt).publicKey);
        if (expected !== undefined && found !== undefined) expect(found, spoilt.toString('base64')).toBe(expected);
        expect(spoilt.equals(before)).toBe(true);
      }
    }
  });

  it('can be unusable: then its use throws', () => {
    const der = certified(ec('prime256v1'));
    const point = subjectPublicKey(der)?.export({ type: 'spki', format: 'der' }).subarray(-64) ?? Buffer.alloc(0);
    const at = der.indexOf(point);
    const changed = Buffer.from(der);
    changed[at + 63] = (changed[at + 63] ?? 0) ^ 1;
    expect(() => subjectPublicKey(changed)).toThrow();
  });
});

/** Returns a public key; undefined if there is none or it cannot be used. */
function spkiOrNone(find: () => KeyObject | undefined): string | undefined {
  try {
    return spkiOf(find());
  } catch {
    return undefined;
  }
}
