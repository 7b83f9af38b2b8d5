import { ByteMap } from './byte-map.ts';

/** A longer OID is not decoded but written as hex, because decoding takes more than linear time. */
const MAX_OID_BYTES = 128;

/**
 * Returns the dotted text of an OID, from the contents of its element.
 * @see ITU-T X.690 section 8.19
 */
export function objectIdentifierText(bytes: Buffer, start: number, end: number): string {
  if (end - start > MAX_OID_BYTES) return `#${bytes.toString('hex', start, end).toUpperCase()}`;
  const arcs: string[] = [];
  let arc = 0n;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length === 0) {
      // The first number contains the first two arcs.
      const first = arc < 80n ? arc / 40n : 2n;
      arcs.push(String(first), String(arc - first * 40n));
    } else arcs.push(String(arc));
    arc = 0n;
  }
  return arcs.join('.');
}

/** A table of known OIDs by their contents. */
export type ObjectIdentifierTable<T> = Pick<ByteMap<T>, 'get'>;

/** Returns the value of an OID in a table; undefined if the OID is not in the table. */
export function findObjectIdentifier<T>(
  knownIdentifiers: ObjectIdentifierTable<T>,
  bytes: Buffer,
  start: number,
  end: number,
): T | undefined {
  return end - start > MAX_OID_BYTES ? undefined : knownIdentifiers.get(bytes, start, end);
}

/** Returns the contents of the element of an OID. */
function encodeObjectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc & 0x7f];
    for (let higherBits = Math.floor(arc / 128); higherBits > 0; higherBits = Math.floor(higherBits / 128)) {
      groups.unshift((higherBits & 0x7f) | 0x80);
    }
    bytes.push(...groups);
  }
  return Buffer.from(bytes);
}

/** Returns a table from the values by dotted text. */
function table<T>(entries: Readonly<Record<string, T>>): ObjectIdentifierTable<T> {
  const entriesByBytes = new ByteMap<T>();
  for (const [dotted, value] of Object.entries(entries)) {
    const bytes = encodeObjectIdentifier(dotted);
    entriesByBytes.add(bytes, 0, bytes.length, value);
  }
  return entriesByBytes;
}

/**
 * Attribute types by the short names of RFC 4514, others by the names that OpenSSL prints.
 * @see RFC 4514 section 3
 */
export const ATTRIBUTE_TYPES: ObjectIdentifierTable<string> = table({
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.15': 'businessCategory',
  '2.5.4.16': 'postalAddress',
  '2.5.4.17': 'postalCode',
  '2.5.4.20': 'telephoneNumber',
  '2.5.4.41': 'name',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.45': 'x500UniqueIdentifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.3': 'mail',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
  '1.2.840.113549.1.9.8': 'unstructuredAddress',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
  '1.2.643.3.131.1.1': 'INN',
  '1.2.643.100.1': 'OGRN',
  '1.2.643.100.3': 'SNILS',
});

/** Algorithms of public keys. @see RFC 3279 section 2.3 @see RFC 8410 section 3 */
export const PUBLIC_KEY_ALGORITHMS: ObjectIdentifierTable<string> = table({
  '1.2.840.113549.1.1.1': 'RSA',
  '2.5.8.1.1': 'RSA',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.10045.2.1': 'EC',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
});

/** The curves that have a name in JSON Web Keys. @see RFC 7518 section 6.2.1.1 */
export const JWK_CURVES: ObjectIdentifierTable<string> = table({
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
});

/** Sizes of the named curves, bits: the length of the group order. @see RFC 5480 section 2.1.1.1 */
export const CURVE_BITS: ObjectIdentifierTable<number> = table({
  '1.2.840.10045.3.1.1': 192,
  '1.2.840.10045.3.1.7': 256,
  '1.3.132.0.10': 256,
  '1.3.132.0.33': 224,
  '1.3.132.0.34': 384,
  '1.3.132.0.35': 521,
  '1.3.132.0.16': 281,
  '1.3.132.0.17': 282,
  '1.3.132.0.36': 407,
  '1.3.132.0.37': 409,
  '1.3.132.0.38': 570,
  '1.3.132.0.39': 570,
  '1.3.36.3.3.2.8.1.1.7': 256,
  '1.3.36.3.3.2.8.1.1.11': 384,
  '1.3.36.3.3.2.8.1.1.13': 512,
  '1.2.156.10197.1.301': 256,
});

/** Purposes of extended key usage. @see RFC 5280 section 4.2.1.12 @see RFC 7299 section 3.3 */
export const EXTENDED_KEY_USAGES: ObjectIdentifierTable<string> = table({
  '2.5.29.37.0': 'anyExtendedKeyUsage',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
});

/**
 * Signature algorithms by the names in their standards.
 * @see RFC 8017 appendix C
 * @see RFC 5758 section 3
 */
export const SIGNATURE_ALGORITHMS: ObjectIdentifierTable<string> = table({
  '1.2.840.113549.1.1.1': 'rsaEncryption',
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.3.14.3.2.29': 'sha1WithRSA',
  '1.2.840.113549.1.1.10': 'RSASSA-PSS',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.14': 'sha224WithRSAEncryption',
  '1.2.840.10040.4.3': 'dsa-with-SHA1',
  '2.16.840.1.101.3.4.3.1': 'dsa-with-SHA224',
  '2.16.840.1.101.3.4.3.2': 'dsa-with-SHA256',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.1': 'ecdsa-with-SHA224',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '2.16.840.1.101.3.4.3.9': 'ecdsa-with-SHA3-224',
  '2.16.840.1.101.3.4.3.10': 'ecdsa-with-SHA3-256',
  '2.16.840.1.101.3.4.3.11': 'ecdsa-with-SHA3-384',
  '2.16.840.1.101.3.4.3.12': 'ecdsa-with-SHA3-512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
});
