import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractPublicKey } from '../../../src/formats/private-key/extract-public-key.ts';
import { mutate, mutation } from '../../fixtures/mutate.ts';
import { element, sequence } from '../../fixtures/write-der.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const curves = ['prime256v1', 'secp384r1', 'secp521r1', 'brainpoolP256r1'];
const ec = new Map(curves.map((namedCurve) => [namedCurve, generateKeyPairSync('ec', { namedCurve }).privateKey]));

const spki = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('hex');
const within = (der: Buffer): string | undefined => extractPublicKey(der)?.toString('hex');

describe('the public key in a private key', () => {
  it.each(['pkcs8', 'pkcs1'] as const)("is OpenSSL's for RSA in %s", (type) => {
    expect(within(rsa.export({ type, format: 'der' }))).toBe(spki(rsa));
  });

  it.each(curves.flatMap((curve) => [[curve, 'pkcs8'] as const, [curve, 'sec1'] as const]))(
    "is OpenSSL's on the curve %s in %s",
    (curve, type) => {
      const key = ec.get(curve);
      if (key === undefined) throw new Error(curve);
      expect(within(key.export({ type, format: 'der' }))).toBe(spki(key));
    },
  );

  it.each<[string, Buffer]>([
    ['Ed25519', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })],
    [
      'RSA-PSS',
      generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'der' }),
    ],
    ['explicit parameters', explicitCurve()],
    ['an EC key without its point', sequence(element(0x02, Buffer.from([1])), element(0x04, Buffer.alloc(32, 7)))],
    ['trailing data', Buffer.concat([rsa.export({ type: 'pkcs1', format: 'der' }), Buffer.alloc(1)])],
    ['no bytes', Buffer.alloc(0)],
    ['a certificate', Buffer.from('3003020101', 'hex')],
  ])('is left to OpenSSL in %s', (_, der) => {
    expect(extractPublicKey(der)).toBeUndefined();
  });

  it("of a damaged key is OpenSSL's, or matches no other one, for any damage", () => {
    const key = fc.constantFrom(rsa, ...ec.values());
    fc.assert(
      fc.property(key, fc.array(mutation, { minLength: 1, maxLength: 2 }), (one, mutations) => {
        const type = one === rsa ? 'pkcs1' : 'sec1';
        const mutant = mutate(one.export({ type, format: 'der' }), mutations);
        const found = extractPublicKey(mutant);
        const opened = opening(mutant, type);
        if (found !== undefined && opened !== undefined) expect(normal(found)).toBe(opened);
      }),
      { numRuns: 1000 },
    );
  });
});

function explicitCurve(): Buffer {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1', paramEncoding: 'explicit' }).privateKey.export({
    type: 'sec1',
    format: 'der',
  });
}

function opening(key: Buffer, type: 'pkcs1' | 'sec1'): string | undefined {
  try {
    return spki(createPrivateKey({ key, format: 'der', type }));
  } catch {
    return undefined;
  }
}

/** Returns the key as OpenSSL encodes it. */
function normal(key: Buffer): string {
  return createPublicKey({ key, format: 'der', type: 'spki' }).export({ type: 'spki', format: 'der' }).toString('hex');
}
