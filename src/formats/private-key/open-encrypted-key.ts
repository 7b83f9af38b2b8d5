import type { Failure } from '../../domain/failure/failure.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';
import { type Effort, noMatchingPassword } from '../keystore/keystore.ts';
import { decodeEncryptedKey } from '../pem/parse-pem.ts';
import { BerError } from '../pkcs7/ber.ts';
import { decrypt } from '../pkcs12/decrypt.ts';
import { encodePassword, wipePassword } from '../pkcs12/password.ts';
import { isOneSequence, readEncryptedKey } from '../pkcs12/safe-contents.ts';
import { decryptPemBody, type KeyProblem, readPemEncryption } from './pem-encryption.ts';

/**
 * The result: a private key in DER (PKCS#8, PKCS#1 or SEC 1), which the caller overwrites after
 * use, or a problem.
 */
export type DecryptedKey =
  | { readonly kind: 'decrypted'; readonly der: Buffer }
  | { readonly kind: 'locked'; readonly problem: KeyProblem };

/** @see RFC 7468 section 11 */
const ENCRYPTED_KEY = 'ENCRYPTED PRIVATE KEY';

/** An encrypted private key as it is in a file: PEM, or DER if `label` is undefined. */
export interface EncryptedKey {
  readonly bytes: Buffer;
  readonly label: string | undefined;
}

/**
 * Opens an encrypted private key with the first password that matches: PKCS#8, or PEM encryption.
 * Rejects if `effort.yieldToOthers` rejects.
 * @param passwords UTF-8, tried in order; not stored or changed
 * @see RFC 5958 section 3
 * @see RFC 1421 section 4.6.1.1
 */
export async function openEncryptedKey(
  { bytes, label }: EncryptedKey,
  passwords: readonly Buffer[],
  effort: Effort,
): Promise<DecryptedKey> {
  if (label === undefined) return decryptPkcs8(bytes, passwords, effort);
  const contents = decodeEncryptedKey(bytes);
  if (contents?.kind !== 'decoded') return lockedKey(contents?.failure ?? SAID_FAILURES.said({ text: '' }));
  const { der } = contents;
  return label === ENCRYPTED_KEY ? decryptPkcs8(der, passwords, effort) : decryptPem(bytes, der, passwords, effort);
}

async function decryptPkcs8(der: Buffer, passwords: readonly Buffer[], effort: Effort): Promise<DecryptedKey> {
  try {
    const { encryption, ciphertext } = readEncryptedKey(der);
    for (const utf8 of passwords) {
      const password = encodePassword(utf8);
      try {
        const attempt = await decrypt(ciphertext, encryption, password, effort);
        if (attempt.kind === 'problem') return { kind: 'locked', problem: attempt.problem };
        if (attempt.kind === 'no-match') continue;
        if (isOneSequence(attempt.plain)) {
          effort.hasPasswordMatched = true;
          return { kind: 'decrypted', der: attempt.plain };
        }
        attempt.plain.fill(0);
      } finally {
        wipePassword(password);
      }
    }
    return { kind: 'locked', problem: noMatchingPassword(passwords, effort) };
  } catch (error) {
    if (error instanceof BerError) return lockedKey(error.failure);
    throw error;
  }
}

function decryptPem(pem: Buffer, ciphertext: Buffer, passwords: readonly Buffer[], effort: Effort): DecryptedKey {
  const encryption = readPemEncryption(pem);
  if (encryption.kind === 'problem') return { kind: 'locked', problem: encryption.problem };
  for (const password of passwords) {
    const plain = decryptPemBody(ciphertext, encryption, password);
    if (plain !== undefined && isOneSequence(plain)) {
      effort.hasPasswordMatched = true;
      return { kind: 'decrypted', der: plain };
    }
    plain?.fill(0);
  }
  return { kind: 'locked', problem: noMatchingPassword(passwords, effort) };
}

function lockedKey(failure: Failure): DecryptedKey {
  return { kind: 'locked', problem: { reason: 'key_malformed', failure } };
}
