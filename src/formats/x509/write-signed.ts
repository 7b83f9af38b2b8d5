import type { KeySpec } from '../../domain/certificate/key-spec.ts';
import { type Asn1, bitString, fromDer, nullValue, oid, sequence, toDer } from '../der/write-asn1.ts';

const RSA_SHA256 = { identifier: '1.2.840.113549.1.1.11', hasNull: true, digest: 'sha256' };

/**
 * The signature algorithm of each key type; without a digest, the algorithm defines its own.
 * @see RFC 4055
 * @see RFC 5758
 * @see RFC 8410
 */
const SIGNATURES: Readonly<Record<KeySpec, { identifier: string; hasNull: boolean; digest: string | undefined }>> = {
  'rsa-2048': RSA_SHA256,
  'rsa-3072': RSA_SHA256,
  'rsa-4096': RSA_SHA256,
  'ec-p256': { identifier: '1.2.840.10045.4.3.2', hasNull: false, digest: 'sha256' },
  'ec-p384': { identifier: '1.2.840.10045.4.3.3', hasNull: false, digest: 'sha384' },
  'ec-p521': { identifier: '1.2.840.10045.4.3.4', hasNull: false, digest: 'sha512' },
  ed25519: { identifier: '1.3.101.112', hasNull: false, digest: undefined },
};

/** Returns the digest for a signature with this key type, by its name in node:crypto. */
export function signatureDigest(key: KeySpec): string | undefined {
  return SIGNATURES[key].digest;
}

/** Returns the AlgorithmIdentifier of a signature with this key type. */
export function signatureAlgorithm(key: KeySpec): Asn1 {
  const { identifier, hasNull } = SIGNATURES[key];
  return sequence(oid(identifier), ...(hasNull ? [nullValue()] : []));
}

/**
 * Combines signed data and its signature to a certificate or CSR, in DER.
 * @see RFC 5280 section 4.1
 * @see RFC 2986 section 4
 */
export function wrapSigned(toBeSigned: Buffer, signature: Buffer, key: KeySpec): Buffer {
  return toDer(sequence(fromDer(toBeSigned), signatureAlgorithm(key), bitString(signature)));
}
