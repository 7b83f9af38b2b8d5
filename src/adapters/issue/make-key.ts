import { generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeySpec } from '../../domain/certificate/key-spec.ts';

const generateInThread = promisify(generateKeyPair);
// The parameters of `sign` are the digest, the bytes and the key.
const signInThread = promisify<string | undefined, Buffer, KeyObject, Buffer>(sign);

/** A new key pair. */
export interface NewKey {
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer;
  readonly privateKey: KeyObject;
}

const CURVES = { 'ec-p256': 'prime256v1', 'ec-p384': 'secp384r1', 'ec-p521': 'secp521r1' } as const;
const MODULUS_BITS = { 'rsa-2048': 2048, 'rsa-3072': 3072, 'rsa-4096': 4096 } as const;

/** Generates a key pair in a thread, without blocking the event loop. */
export async function makeKey(spec: KeySpec): Promise<NewKey> {
  const { publicKey, privateKey } = await generatePair(spec);
  return { spki: publicKey.export({ type: 'spki', format: 'der' }), privateKey };
}

function generatePair(spec: KeySpec): Promise<{ readonly publicKey: KeyObject; readonly privateKey: KeyObject }> {
  switch (spec) {
    case 'ed25519':
      return generateInThread('ed25519');
    case 'ec-p256':
    case 'ec-p384':
    case 'ec-p521':
      return generateInThread('ec', { namedCurve: CURVES[spec] });
    default:
      return generateInThread('rsa', { modulusLength: MODULUS_BITS[spec] });
  }
}

/**
 * Signs in a thread, without blocking the event loop.
 * @param digest undefined for Ed25519
 */
export function signWith({ privateKey }: NewKey, bytes: Buffer, digest: string | undefined): Promise<Buffer> {
  return signInThread(digest, bytes, privateKey);
}

/** Returns the private key as it is stored: PKCS#8 in PEM, unencrypted. */
export function privateKeyPem({ privateKey }: NewKey): string {
  return String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}
