/** A hash function for key derivation. */
export interface Digest {
  /** The name in node:crypto. */
  readonly name: string;
  /** The lengths of its result and of its input block, bytes. */
  readonly resultBytes: number;
  readonly blockBytes: number;
}

/** The default hash function of PBKDF2 and PKCS#12. */
export const SHA1: Digest = { name: 'sha1', resultBytes: 20, blockBytes: 64 };
const SHA224: Digest = { name: 'sha224', resultBytes: 28, blockBytes: 64 };
/** The hash function of the files that mailcertd writes. */
export const SHA256: Digest = { name: 'sha256', resultBytes: 32, blockBytes: 64 };
const SHA384: Digest = { name: 'sha384', resultBytes: 48, blockBytes: 128 };
const SHA512: Digest = { name: 'sha512', resultBytes: 64, blockBytes: 128 };

/** The hash functions by OID. @see RFC 8017 appendix B.1 */
export const DIGESTS: ReadonlyMap<string, Digest> = new Map([
  ['1.2.840.113549.2.5', { name: 'md5', resultBytes: 16, blockBytes: 64 }],
  ['1.3.14.3.2.26', SHA1],
  ['2.16.840.1.101.3.4.2.4', SHA224],
  ['2.16.840.1.101.3.4.2.1', SHA256],
  ['2.16.840.1.101.3.4.2.2', SHA384],
  ['2.16.840.1.101.3.4.2.3', SHA512],
]);

/** The hash functions of the HMACs of PBKDF2, by OID. @see RFC 8018 appendix B.1 */
export const HMAC_DIGESTS: ReadonlyMap<string, Digest> = new Map([
  ['1.2.840.113549.2.7', SHA1],
  ['1.2.840.113549.2.8', SHA224],
  ['1.2.840.113549.2.9', SHA256],
  ['1.2.840.113549.2.10', SHA384],
  ['1.2.840.113549.2.11', SHA512],
]);
