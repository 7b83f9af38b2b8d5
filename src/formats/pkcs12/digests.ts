/** A hash function as the derivations need it. */
export interface Digest {
  /** What node:crypto calls it. */
  readonly name: string;
  /** How many octets it gives, and how many it takes at a time. */
  readonly octets: number;
  readonly block: number;
}

export const SHA1: Digest = { name: 'sha1', octets: 20, block: 64 };
const SHA224: Digest = { name: 'sha224', octets: 28, block: 64 };
export const SHA256: Digest = { name: 'sha256', octets: 32, block: 64 };
const SHA384: Digest = { name: 'sha384', octets: 48, block: 128 };
const SHA512: Digest = { name: 'sha512', octets: 64, block: 128 };

/** By OID. @see RFC 8017 appendix B.1 */
export const DIGESTS: ReadonlyMap<string, Digest> = new Map([
  ['1.2.840.113549.2.5', { name: 'md5', octets: 16, block: 64 }],
  ['1.3.14.3.2.26', SHA1],
  ['2.16.840.1.101.3.4.2.4', SHA224],
  ['2.16.840.1.101.3.4.2.1', SHA256],
  ['2.16.840.1.101.3.4.2.2', SHA384],
  ['2.16.840.1.101.3.4.2.3', SHA512],
]);

/** Of the HMACs that PBKDF2 is made with, by OID. @see RFC 8018 appendix B.1 */
export const HMAC_DIGESTS: ReadonlyMap<string, Digest> = new Map([
  ['1.2.840.113549.2.7', SHA1],
  ['1.2.840.113549.2.8', SHA224],
  ['1.2.840.113549.2.9', SHA256],
  ['1.2.840.113549.2.10', SHA384],
  ['1.2.840.113549.2.11', SHA512],
]);
