import { TAG } from './der.ts';

/** The contents of a DER file by its first fields. `other`: none of these. */
export type DerContents = 'certificate' | 'request' | 'private-key' | 'encrypted-key' | 'pkcs7' | 'pkcs12' | 'other';

/** The OID signedData with its tag. @see RFC 2315 section 14 */
const SIGNED_DATA: Buffer = Buffer.from('06092a864886f70d010702', 'hex');
/**
 * The first bytes of the OIDs of password-based encryption.
 * @see RFC 8018 appendix A
 * @see RFC 7292 appendix C
 */
const PASSWORD_ENCRYPTIONS: readonly Buffer[] = ['2a864886f70d0105', '2a864886f70d010c01'].map((oid) =>
  Buffer.from(oid, 'hex'),
);
/**
 * `[0] INTEGER` of one byte: the version at the start of a certificate.
 * @see RFC 5280 section 4.1.2.1
 */
const VERSION: Buffer = Buffer.from('a0030201', 'hex');
/** INTEGER 0: the version at the start of a CSR. */
const VERSION_0: Buffer = Buffer.from('020100', 'hex');
/**
 * INTEGER 1: the version at the start of a certificate revocation list (CRL).
 * @see RFC 5280 section 5.1.2.1
 */
const VERSION_1: Buffer = Buffer.from('020101', 'hex');

/**
 * Recognizes certificates, CSRs, private keys (PKCS#8, encrypted or not, PKCS#1, SEC 1) and
 * keystores by content. Reads only a few bytes, so that truncated files are recognized too.
 */
export function recognizeDer(bytes: Buffer): DerContents {
  if (bytes[0] !== TAG.sequence) return 'other';
  const first = contentsAt(bytes, 0);
  if (startsWith(bytes, first, SIGNED_DATA)) return 'pkcs7';
  if (bytes[first] === TAG.sequence) return recognizeNested(bytes, first);
  if (bytes[first] !== TAG.integer || bytes[first + 1] !== 1) return 'other';
  const version = bytes[first + 2] ?? 0;
  const second = first + 3;
  if (bytes[second] === TAG.sequence) {
    if (version === 3) return 'pkcs12';
    return version < 2 && bytes[elementEnd(bytes, second)] === TAG.octetString ? 'private-key' : 'other';
  }
  const isPkcs1 = version < 2 && bytes[second] === TAG.integer;
  const isSec1 = version === 1 && bytes[second] === TAG.octetString;
  return isPkcs1 || isSec1 ? 'private-key' : 'other';
}

function recognizeNested(bytes: Buffer, at: number): DerContents {
  const inner = contentsAt(bytes, at);
  if (startsWith(bytes, inner, VERSION) || isVersion1(bytes, inner) || isTruncatedVersion1(bytes, inner))
    return 'certificate';
  if (isRequest(bytes, inner)) return 'request';
  const isEncrypted =
    bytes[inner] === TAG.objectIdentifier &&
    bytes[elementEnd(bytes, at)] === TAG.octetString &&
    PASSWORD_ENCRYPTIONS.some((oid) => startsWith(bytes, inner + 2, oid));
  return isEncrypted ? 'encrypted-key' : 'other';
}

/**
 * Returns true for a serial number, algorithm, issuer and validity. A CRL has a time instead of the
 * validity, and a CSR a key.
 */
function isVersion1(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== TAG.integer) return false;
  const validity = elementEnd(bytes, elementEnd(bytes, elementEnd(bytes, at)));
  const time = bytes[contentsAt(bytes, validity)];
  return bytes[validity] === TAG.sequence && (time === TAG.utcTime || time === TAG.generalizedTime);
}

/**
 * Returns true if a file is a version 1 certificate that is truncated before the validity: a serial
 * number, then an algorithm. A CRL begins with version 1, and a CSR with version 0.
 */
function isTruncatedVersion1(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== TAG.integer || elementEnd(bytes, 0) <= bytes.length) return false;
  if (startsWith(bytes, at, VERSION_0) || startsWith(bytes, at, VERSION_1)) return false;
  const algorithm = elementEnd(bytes, at);
  const isAlgorithm = bytes[algorithm] === TAG.sequence && bytes[contentsAt(bytes, algorithm)] === TAG.objectIdentifier;
  return isAlgorithm && elementEnd(bytes, elementEnd(bytes, algorithm)) >= bytes.length;
}

/**
 * Returns true for version 0, a name, and a public key: a SEQUENCE of an algorithm and a BIT
 * STRING.
 * @see RFC 2986 section 4
 */
function isRequest(bytes: Buffer, at: number): boolean {
  if (!startsWith(bytes, at, VERSION_0)) return false;
  const name = at + 3;
  const key = elementEnd(bytes, name);
  const algorithm = contentsAt(bytes, key);
  return (
    bytes[name] === TAG.sequence &&
    bytes[key] === TAG.sequence &&
    bytes[algorithm] === TAG.sequence &&
    bytes[contentsAt(bytes, algorithm)] === TAG.objectIdentifier &&
    bytes[elementEnd(bytes, algorithm)] === TAG.bitString
  );
}

/**
 * Returns the offset after tag and length. Also accepts an indefinite length, which PKCS#12 files
 * can have.
 */
function contentsAt(bytes: Buffer, at: number): number {
  const length = bytes[at + 1] ?? 0;
  return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
}

function elementEnd(bytes: Buffer, at: number): number {
  const start = contentsAt(bytes, at);
  let length = bytes[at + 1] ?? 0;
  if (length >= 0x80) {
    length = 0;
    for (let index = at + 2; index < start; index++) length = length * 256 + (bytes[index] ?? 0);
  }
  return start + length;
}

function startsWith(bytes: Buffer, at: number, prefix: Buffer): boolean {
  return at + prefix.length <= bytes.length && bytes.compare(prefix, 0, prefix.length, at, at + prefix.length) === 0;
}
