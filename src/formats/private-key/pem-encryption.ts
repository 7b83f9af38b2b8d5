import { hash } from 'node:crypto';
import type { Problem } from '../../domain/failure/problem.ts';
import type { KeystoreReason } from '../keystore/keystore.ts';
import { wipeable } from '../keystore/wipeable.ts';
import { decryptCbc } from '../pkcs12/decrypt-cbc.ts';

/**
 * The reason why an encrypted private key cannot be opened; the caller, which knows the file, adds
 * the location.
 */
export type KeyProblem = Pick<Problem, 'detail'> & { readonly reason: KeystoreReason | 'key_malformed' };

/** The encryption of the body of a PEM block. */
export interface PemEncryption {
  readonly kind: 'encryption';
  /** The name in node:crypto. */
  readonly cipher: string;
  readonly keyBytes: number;
  readonly iv: Buffer;
}

/** Ciphers in CBC mode, with the lengths of their keys and IVs, bytes. */
const CIPHERS: ReadonlyMap<string, readonly [keyBytes: number, ivBytes: number]> = new Map([
  ['des-ede3-cbc', [24, 8]],
  ['aes-128-cbc', [16, 16]],
  ['aes-192-cbc', [24, 16]],
  ['aes-256-cbc', [32, 16]],
  ['camellia-128-cbc', [16, 16]],
  ['camellia-192-cbc', [24, 16]],
  ['camellia-256-cbc', [32, 16]],
]);
/** The length of the examined headers. */
const MAX_HEADER_BYTES = 1024;
/** The number of bytes of the IV that are the salt. */
const SALT_BYTES = 8;

/** Parses the DEK-Info header. @see RFC 1421 section 4.6.1.3 */
export function readPemEncryption(
  pem: Buffer,
): PemEncryption | { readonly kind: 'problem'; readonly problem: KeyProblem } {
  const headers = pem.toString('latin1', 0, MAX_HEADER_BYTES);
  const [, name = '', hex = ''] = /^DEK-Info:[\t ]*([\w-]+),([\dA-Fa-f]*)[\t\r ]*$/m.exec(headers) ?? [];
  const cipher = name.toLowerCase();
  const [keyBytes, ivBytes] = CIPHERS.get(cipher) ?? [];
  if (keyBytes === undefined) {
    const reason = name === '' ? 'key_malformed' : 'cipher_unsupported';
    return { kind: 'problem', problem: { reason, detail: name === '' ? 'no DEK-Info header' : name } };
  }
  const iv = Buffer.from(hex, 'hex');
  return iv.length === ivBytes
    ? { kind: 'encryption', cipher, keyBytes, iv }
    : { kind: 'problem', problem: { reason: 'key_malformed', detail: `an IV of ${iv.length} bytes` } };
}

/**
 * Decrypts the body; undefined if the padding is wrong, so the password is wrong. With a wrong
 * password, the result can also be random bytes.
 */
export function decryptPemBody(
  ciphertext: Buffer,
  { cipher, keyBytes, iv }: PemEncryption,
  password: Buffer,
): Buffer | undefined {
  const key = deriveKey(password, iv.subarray(0, SALT_BYTES), keyBytes);
  try {
    return decryptCbc(cipher, key, iv, ciphertext);
  } finally {
    key.fill(0);
  }
}

/**
 * Derives the key from MD5 digests: each digest is of the previous digest, the password and the
 * salt.
 * @see https://docs.openssl.org/3.0/man3/EVP_BytesToKey/
 */
function deriveKey(password: Buffer, salt: Buffer, length: number): Buffer {
  const key = wipeable(length);
  let digest = Buffer.alloc(0);
  for (let at = 0; at < length; at += digest.length) {
    const input = Buffer.concat([digest, password, salt]);
    digest.fill(0);
    digest = hash('md5', input, 'buffer');
    input.fill(0);
    digest.copy(key, at);
  }
  digest.fill(0);
  return key;
}
