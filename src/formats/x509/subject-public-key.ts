import { createPublicKey, type KeyObject } from 'node:crypto';
import { DerReader, TAG } from '../der/der.ts';
import { findObjectIdentifier, JWK_CURVES, PUBLIC_KEY_ALGORITHMS } from '../der/object-identifiers.ts';

/**
 * The fields between the version and the key: serial number, signature algorithm, issuer, validity,
 * subject.
 */
const TAGS_BEFORE_KEY: readonly number[] = [TAG.integer, TAG.sequence, TAG.sequence, TAG.sequence, TAG.sequence];
const UNCOMPRESSED_POINT = 4;

/**
 * Returns the public key of a certificate for verification; undefined if the certificate has errors
 * before its key. RSA and common EC keys are given to OpenSSL in their own form, because it takes
 * 0.1 ms to detect the form of a SubjectPublicKeyInfo.
 * @throws the error of node:crypto for a key that it cannot use
 * @see RFC 5280 section 4.1
 */
export function subjectPublicKey(der: Buffer): KeyObject | undefined {
  const reader = new DerReader(der);
  reader.expect(TAG.sequence, 'certificate');
  reader.enter();
  reader.expect(TAG.sequence, 'tbsCertificate');
  reader.enter();
  if (reader.peek() === TAG.explicit0) reader.next();
  for (const tag of TAGS_BEFORE_KEY) reader.expect(tag, 'tbsCertificate');
  reader.expect(TAG.sequence, 'subjectPublicKeyInfo');
  const { head, end } = reader;
  reader.enter();
  reader.expect(TAG.sequence, 'subjectPublicKeyInfo');
  const afterAlgorithm = reader.enter();
  reader.expect(TAG.objectIdentifier, 'subjectPublicKeyInfo');
  const algorithm = findObjectIdentifier(PUBLIC_KEY_ALGORITHMS, der, reader.start, reader.end);
  const isNamed = reader.peek() === TAG.objectIdentifier && reader.next() !== 0;
  const curve = isNamed ? findObjectIdentifier(JWK_CURVES, der, reader.start, reader.end) : undefined;
  reader.leave(afterAlgorithm);
  reader.expect(TAG.bitString, 'subjectPublicKeyInfo');
  if (reader.error !== undefined) return undefined;
  // The first byte of a BIT STRING is the number of unused bits.
  const key = der.subarray(reader.start + 1, reader.end);
  if (algorithm === 'RSA') return createPublicKey({ key, format: 'der', type: 'pkcs1' });
  if (algorithm === 'EC' && curve !== undefined && key[0] === UNCOMPRESSED_POINT) return ecPublicKey(key, curve);
  return createPublicKey({ key: der.subarray(head, end), format: 'der', type: 'spki' });
}

/** @see RFC 5480 section 2.2 */
function ecPublicKey(key: Buffer, crv: string): KeyObject {
  const middle = 1 + (key.length - 1) / 2;
  const x = key.toString('base64url', 1, middle);
  const y = key.toString('base64url', middle);
  return createPublicKey({ key: { kty: 'EC', crv, x, y }, format: 'jwk' });
}
