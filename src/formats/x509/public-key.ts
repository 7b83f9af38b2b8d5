import { hash } from 'node:crypto';
import { DerReader, TAG } from '../der/der.ts';
import {
  CURVE_BITS,
  findObjectIdentifier,
  objectIdentifierText,
  PUBLIC_KEY_ALGORITHMS,
} from '../der/object-identifiers.ts';

/** The used parts of a SubjectPublicKeyInfo, as in `Certificate`. */
export interface PublicKeyFields {
  readonly algorithm: string;
  readonly size: number | undefined;
  readonly sha256: string;
}

/**
 * Reads a SubjectPublicKeyInfo. A key that cannot be read has no size; this is not an error.
 * @see RFC 5280 section 4.1.2.7
 */
export function readPublicKey(reader: DerReader): PublicKeyFields {
  const bytes = reader.bytes;
  reader.expect(TAG.sequence, 'subjectPublicKeyInfo');
  const { head, end } = reader;
  const afterKey = reader.enter();
  reader.expect(TAG.sequence, 'subjectPublicKeyInfo');
  const afterAlgorithm = reader.enter();
  reader.expect(TAG.objectIdentifier, 'subjectPublicKeyInfo');
  const algorithm =
    findObjectIdentifier(PUBLIC_KEY_ALGORITHMS, bytes, reader.start, reader.end) ??
    objectIdentifierText(bytes, reader.start, reader.end);
  const parameters = new DerReader(bytes, reader.position, reader.limit);
  reader.leave(afterAlgorithm);
  if (!reader.expect(TAG.bitString, 'subjectPublicKeyInfo')) return { algorithm, size: undefined, sha256: '' };
  // The first byte of a BIT STRING is the number of unused bits.
  const key = new DerReader(bytes, reader.start + 1, reader.end);
  reader.leave(afterKey);
  const sha256 = hash('sha256', bytes.subarray(head, end), 'hex').toUpperCase();
  return { algorithm, size: keySizeOf(algorithm, parameters, key), sha256 };
}

function keySizeOf(algorithm: string, parameters: DerReader, key: DerReader): number | undefined {
  switch (algorithm) {
    case 'RSA':
    case 'RSA-PSS':
      return firstIntegerBits(key);
    case 'DSA':
      return firstIntegerBits(parameters);
    case 'EC':
      return parameters.next() === TAG.objectIdentifier
        ? findObjectIdentifier(CURVE_BITS, parameters.bytes, parameters.start, parameters.end)
        : explicitCurveBits(parameters);
    case 'Ed25519':
      return 256;
    case 'Ed448':
      return 456;
    default:
      return undefined;
  }
}

/**
 * Returns the bits of the first INTEGER of a SEQUENCE: an RSA modulus, a DSA prime.
 * @see RFC 8017 appendix A.1.1
 * @see RFC 3279 section 2.3.2
 */
function firstIntegerBits(reader: DerReader): number | undefined {
  if (reader.next() !== TAG.sequence) return undefined;
  reader.enter();
  return reader.next() === TAG.integer ? integerBits(reader) : undefined;
}

/**
 * Returns the bits of the order of an explicit curve, whose SEQUENCE is the current element.
 * @see RFC 3279 section 2.3.5
 */
function explicitCurveBits(reader: DerReader): number | undefined {
  if (reader.tag !== TAG.sequence) return undefined;
  reader.enter();
  // version, field, curve, base; then the order
  for (let field = 0; field < 4; field++) reader.next();
  return reader.next() === TAG.integer ? integerBits(reader) : undefined;
}

function integerBits({ bytes, start, end }: DerReader): number {
  let at = start;
  while (at < end && bytes[at] === 0) at++;
  return at === end ? 0 : (end - at) * 8 - (Math.clz32(bytes[at] ?? 0) - 24);
}
