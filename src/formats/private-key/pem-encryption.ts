import { hash } from 'node:crypto';
import { CERTIFICATE_FILE_FAILURES } from '../../domain/failure/certificate-file-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { type KeystoreReason, unsupportedCipher } from '../keystore/keystore.ts';
import { wipeable } from '../keystore/wipeable.ts';
import { decryptCbc } from '../pkcs12/decrypt-cbc.ts';

/**
 * The reason why an encrypted private key cannot be opened; the caller, which knows the file, adds
 * the location.
 */
export interface KeyProblem {
  readonly reason: KeystoreReason | 'key_malformed';
  readonly failure: Failure;
}

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

interface UnreadableEncryption {
  readonly kind: 'problem';
  readonly problem: KeyProblem;
}

const malformed = (failure: Failure): UnreadableEncryption => ({
  kind: 'problem',
  problem: { reason: 'key_malformed', failure },
});

/** Parses the DEK-Info header. @see RFC 1421 section 4.6.1.3 */
export function readPemEncryption(pem: Buffer): PemEncryption | UnreadableEncryption {
  const headers = pem.toString('latin1', 0, MAX_HEADER_BYTES);
  const [, name = '', hex = ''] = /^DEK-Info:[\t ]*([\w-]+),([\dA-Fa-f]*)[\t\r ]*$/m.exec(headers) ?? [];
  const cipher = name.toLowerCase();
  const [keyBytes, ivBytes] = CIPHERS.get(cipher) ?? [];
  if (keyBytes === undefined) {
    if (name === '') return malformed(CERTIFICATE_FILE_FAILURES.dek_info_missing);
    return { kind: 'problem', problem: unsupportedCipher(name) };
  }
  const iv = Buffer.from(hex, 'hex');
  return iv.length === ivBytes
    ? { kind: 'encryption', cipher, keyBytes, iv }
    : malformed(CERTIFICATE_FILE_FAILURES.iv_length_wrong({ bytes: iv.length }));
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
