import { hash } from 'node:crypto';
import type { Problem } from '../../domain/problem.ts';
import type { KeystoreReason } from '../keystore/keystore.ts';
import { wipeable } from '../keystore/wipeable.ts';
import { decipher } from '../pkcs12/decipher.ts';

/** Why an encrypted private key stays closed; where it stands is added by who knows the file. */
export type KeyProblem = Pick<Problem, 'detail'> & { readonly reason: KeystoreReason | 'key_malformed' };

/** How the body of a PEM block is encrypted. */
export interface PemEncryption {
  readonly kind: 'encryption';
  /** What node:crypto calls it. */
  readonly cipher: string;
  readonly keyOctets: number;
  readonly iv: Buffer;
}

/** Ciphers in CBC mode, with the octets of their keys and of their blocks. */
const CIPHERS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['des-ede3-cbc', [24, 8]],
  ['aes-128-cbc', [16, 16]],
  ['aes-192-cbc', [24, 16]],
  ['aes-256-cbc', [32, 16]],
  ['camellia-128-cbc', [16, 16]],
  ['camellia-192-cbc', [24, 16]],
  ['camellia-256-cbc', [32, 16]],
]);
/** Headers are not longer. */
const MAX_HEADERS = 1024;
/** So many octets of the IV salt the password. */
const SALT_OCTETS = 8;

/** What the header DEK-Info says. @see RFC 1421 section 4.6.1.3 */
export function readPemEncryption(
  pem: Buffer,
): PemEncryption | { readonly kind: 'problem'; readonly trouble: KeyProblem } {
  const headers = pem.toString('latin1', 0, MAX_HEADERS);
  const [, name = '', hex = ''] = /^DEK-Info:[\t ]*([\w-]+),([\dA-Fa-f]*)[\t\r ]*$/m.exec(headers) ?? [];
  const cipher = name.toLowerCase();
  const [keyOctets, ivOctets] = CIPHERS.get(cipher) ?? [];
  if (keyOctets === undefined) {
    const reason = name === '' ? 'key_malformed' : 'cipher_unsupported';
    return { kind: 'problem', trouble: { reason, detail: name === '' ? 'no DEK-Info header' : name } };
  }
  const iv = Buffer.from(hex, 'hex');
  return iv.length === ivOctets
    ? { kind: 'encryption', cipher, keyOctets, iv }
    : { kind: 'problem', trouble: { reason: 'key_malformed', detail: `an iv of ${iv.length} octets` } };
}

/** undefined: the padding does not fit, so it was another password. What comes out may still be noise. */
export function decryptPemBody(
  ciphertext: Buffer,
  { cipher, keyOctets, iv }: PemEncryption,
  password: Buffer,
): Buffer | undefined {
  const key = keyOf(password, iv.subarray(0, SALT_OCTETS), keyOctets);
  try {
    return decipher(cipher, key, iv, ciphertext);
  } finally {
    key.fill(0);
  }
}

/** MD5, once, over what came before, the password and the salt. @see https://docs.openssl.org/3.0/man3/EVP_BytesToKey/ */
function keyOf(password: Buffer, salt: Buffer, length: number): Buffer {
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
