import { DerReader, TAG } from '../der/der.ts';

/**
 * `rsaEncryption` and `id-ecPublicKey`, with their tags.
 * @see RFC 8017 appendix C
 * @see RFC 5480 section 2.1.1
 */
const RSA: Buffer = Buffer.from('06092a864886f70d010101', 'hex');
const EC: Buffer = Buffer.from('06072a8648ce3d0201', 'hex');
const NULL: Buffer = Buffer.from('0500', 'hex');
/**
 * The number of INTEGERs of an RSA key after its version; the first two are public.
 * @see RFC 8017 appendix A.1.2
 */
const RSA_INTEGERS = 8;
const EXPLICIT_1 = 0xa1;

/**
 * Extracts the SubjectPublicKeyInfo from a private key, in DER, without copying secrets. Supports
 * RSA keys, and EC keys on a named curve with their public point, in PKCS#8, PKCS#1 or SEC 1.
 * Returns undefined for other keys, which another reader must open. Does not verify the key.
 * @see RFC 5208 section 5
 * @see RFC 5915 section 3
 */
export function extractPublicKey(der: Buffer): Buffer | undefined {
  const reader = new DerReader(der);
  if (!reader.expect(TAG.sequence, 'PrivateKeyInfo') || reader.end !== der.length) return undefined;
  reader.enter();
  if (!reader.expect(TAG.integer, 'version') || reader.end - reader.start !== 1) return undefined;
  const version = der[reader.start];
  switch (reader.peek()) {
    case TAG.sequence:
      return version === 0 || version === 1 ? readPkcs8(reader) : undefined;
    case TAG.integer:
      return version === 0 ? readPkcs1(reader) : undefined;
    case TAG.octetString:
      return version === 1 ? readSec1(reader, undefined) : undefined;
    default:
      return undefined;
  }
}

/** Reads a PKCS#8 after its version. */
function readPkcs8(reader: DerReader): Buffer | undefined {
  const { bytes } = reader;
  reader.next();
  const outer = reader.enter();
  if (!reader.expect(TAG.objectIdentifier, 'algorithm')) return undefined;
  const algorithm = bytes.subarray(reader.head, reader.end);
  const parameters = bytes.subarray(reader.position, reader.limit);
  reader.leave(outer);
  if (!reader.expect(TAG.octetString, 'privateKey')) return undefined;
  const inner = new DerReader(bytes, reader.start, reader.end);
  if (!inner.expect(TAG.sequence, 'PrivateKeyInfo') || inner.end !== reader.end) return undefined;
  inner.enter();
  if (!inner.expect(TAG.integer, 'version') || inner.end - inner.start !== 1) return undefined;
  const version = bytes[inner.start];
  if (algorithm.equals(RSA)) {
    return version === 0 && (parameters.length === 0 || parameters.equals(NULL)) ? readPkcs1(inner) : undefined;
  }
  return algorithm.equals(EC) && version === 1 ? readSec1(inner, parameters) : undefined;
}

/** Reads a PKCS#1 after its version. */
function readPkcs1(reader: DerReader): Buffer | undefined {
  const { bytes, position } = reader;
  let publicEnd = position;
  for (let integer = 0; integer < RSA_INTEGERS; integer++) {
    if (!reader.expect(TAG.integer, 'integer')) return undefined;
    if (integer === 1) publicEnd = reader.end;
  }
  if (reader.hasMore()) return undefined;
  const key = element(TAG.sequence, bytes.subarray(position, publicEnd));
  return publicKeyInfo(Buffer.concat([RSA, NULL]), Buffer.concat([Buffer.alloc(1), key]));
}

/** Reads a SEC 1 after its version. @param pkcs8Curve the curve in the enclosing PKCS#8, if any */
function readSec1(reader: DerReader, pkcs8Curve: Buffer | undefined): Buffer | undefined {
  const { bytes } = reader;
  if (!reader.expect(TAG.octetString, 'privateKey')) return undefined;
  let curve = pkcs8Curve;
  if (reader.peek() === TAG.explicit0) {
    reader.next();
    const sec1Curve = bytes.subarray(reader.start, reader.end);
    if (curve !== undefined && !curve.equals(sec1Curve)) return undefined;
    curve = sec1Curve;
  }
  if (curve?.[0] !== TAG.objectIdentifier || reader.next() !== EXPLICIT_1) return undefined;
  const outer = reader.enter();
  if (!reader.expect(TAG.bitString, 'publicKey')) return undefined;
  const point = bytes.subarray(reader.start, reader.end);
  if (reader.hasMore()) return undefined;
  reader.leave(outer);
  return reader.hasMore() ? undefined : publicKeyInfo(Buffer.concat([EC, curve]), point);
}

/** @see RFC 5280 section 4.1.2.7 */
function publicKeyInfo(algorithm: Buffer, bits: Buffer): Buffer {
  return element(TAG.sequence, Buffer.concat([element(TAG.sequence, algorithm), element(TAG.bitString, bits)]));
}

function element(tag: number, contents: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...lengthField(contents.length)]), contents]);
}

/** Returns the length field of an element of at most 65,535 bytes. */
function lengthField(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >>> 8, length & 0xff];
}
