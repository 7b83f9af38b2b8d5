import { constants, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignatureValid, signatureCodes } from '../../../src/formats/tls13/signature-schemes.ts';
import { generateKeys } from '../../fixtures/generate-keys.ts';
import { signedWith } from './server-side.ts';

const CONTENT = Buffer.from('what a server signs');
const RSA = generateKeys('rsa', { modulusLength: 2048 }).privateKey;
const RSA_PSS = generateKeys('rsa-pss', { modulusLength: 2048 }).privateKey;
const P_256 = generateKeys('ec', { namedCurve: 'prime256v1' }).privateKey;
const P_384 = generateKeys('ec', { namedCurve: 'secp384r1' }).privateKey;
const P_521 = generateKeys('ec', { namedCurve: 'secp521r1' }).privateKey;
const ED25519 = generateKeys('ed25519').privateKey;
const ED448 = generateKeys('ed448').privateKey;
const ALL = [RSA, RSA_PSS, P_256, P_384, P_521, ED25519, ED448];

const GOOD: readonly (readonly [scheme: number, key: KeyObject])[] = [
  [0x0804, RSA],
  [0x0805, RSA],
  [0x0806, RSA],
  [0x0809, RSA_PSS],
  [0x080a, RSA_PSS],
  [0x080b, RSA_PSS],
  [0x0403, P_256],
  [0x0503, P_384],
  [0x0603, P_521],
  [0x0807, ED25519],
  [0x0808, ED448],
];

const isRsa = ({ asymmetricKeyType }: KeyObject): boolean => asymmetricKeyType?.startsWith('rsa') === true;

describe('a signature', () => {
  it.each(GOOD)('with scheme %i is valid for its key only, and for that content only', (scheme, key) => {
    const signature = signedWith(scheme, CONTENT, key);
    const publicKey = createPublicKey(key);
    expect(isSignatureValid(publicKey, scheme, CONTENT, signature)).toBe(true);
    expect(isSignatureValid(publicKey, scheme, Buffer.from('what a server signs.'), signature)).toBe(false);
    for (const other of ALL.filter((one) => one !== key)) {
      expect(isSignatureValid(createPublicKey(other), scheme, CONTENT, signature)).toBe(false);
    }
    for (const at of [0, signature.length - 1]) {
      const changed = Buffer.from(signature);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(isSignatureValid(publicKey, scheme, CONTENT, changed)).toBe(false);
    }
    for (const none of [Buffer.alloc(0), signature.subarray(0, -1), Buffer.concat([signature, signature])]) {
      expect(isSignatureValid(publicKey, scheme, CONTENT, none)).toBe(false);
    }
  });

  it.each(GOOD)('with scheme %i is invalid with a scheme of another hash or another key type', (scheme, key) => {
    const signature = signedWith(scheme, CONTENT, key);
    for (const [other, ofOther] of GOOD) {
      // Both RSA-PSS schemes with the same hash have the same signatures. The certificate
      // determines which one its key is for.
      if (other === scheme || (isRsa(key) && isRsa(ofOther) && (scheme - other) % 5 === 0)) continue;
      // Both EdDSA schemes have no choice of a hash, so that their signatures are the same.
      if (key === ED25519 ? ofOther === ED448 : key === ED448 && ofOther === ED25519) continue;
      expect(isSignatureValid(createPublicKey(key), other, CONTENT, signature), `as ${other}`).toBe(false);
    }
  });

  it.each([
    ['PKCS #1', 0x0401, RSA],
    ['PKCS #1', 0x0501, RSA],
    ['PKCS #1', 0x0601, RSA],
    ['SHA-1', 0x0201, RSA],
    ['SHA-1', 0x0203, P_256],
  ] as const)('by %s, scheme %i, is refused', (_what, scheme, key) => {
    expect(isSignatureValid(createPublicKey(key), scheme, CONTENT, signedWith(scheme, CONTENT, key))).toBe(false);
    expect(signatureCodes('any').handshake).not.toContain(scheme);
    expect(signatureCodes('any').certificates).toContain(scheme);
  });

  it('by a key that cannot sign, or an unknown scheme, is refused', () => {
    const { publicKey } = generateKeys('x25519');
    for (const scheme of [0, 0x0404, 0x0807, 0xfefe]) {
      expect(isSignatureValid(publicKey, scheme, CONTENT, Buffer.alloc(64))).toBe(false);
    }
  });

  it('is invalid with a salt of another length than its hash', () => {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    for (const saltLength of [0, 20, 31, 33, 64]) {
      const signature = sign('sha256', CONTENT, { key: RSA, padding, saltLength });
      expect(isSignatureValid(createPublicKey(RSA), 0x0804, CONTENT, signature), `${saltLength}`).toBe(false);
    }
  });
});
