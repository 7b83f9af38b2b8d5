import { createHash } from 'node:crypto';
import type { Failure } from '../../domain/failure/failure.ts';
import { KEYSTORE_FAILURES } from '../../domain/failure/keystore-failures.ts';
import { TAG } from '../der/der.ts';
import { objectIdentifierText } from '../der/object-identifiers.ts';
import {
  type Effort,
  type KeystoreCertificate,
  type KeystoreContents,
  type KeystoreKey,
  type KeystoreParts,
  type KeystoreProblem,
  MAX_FILE_ITERATIONS,
  MAX_KEYS,
  noMatchingPassword,
  takeIterations,
  unsupportedCipher,
} from '../keystore/keystore.ts';
import { wipeable } from '../keystore/wipeable.ts';
import { BerError, bytesOf, children, elementAt, expectNext } from '../pkcs7/ber.ts';
import { utf8ToUtf16 } from '../pkcs12/utf8-to-utf16.ts';
import { parseJks } from './parse-jks.ts';

/** The constant that Java hashes between the password and the entries for the final digest. */
const DIGEST_PREFIX = Buffer.from('Mighty Aphrodite');
/** Sun's key protection algorithm. */
const KEY_PROTECTOR = '1.3.6.1.4.1.42.2.17.1.1';
const SALT_BYTES = 20;
const DIGEST_BYTES = 20;
/** The maximum length of a key, bytes; an RSA key of 16,384 bits has some 10,000. */
const MAX_KEY_BYTES = 65_536;

/**
 * Returns all certificates of a JKS, and the private keys that one of the passwords opens.
 * Passwords are UTF-8. If passwords are given, one password must match the digest at the end.
 */
export async function openJks(
  bytes: Buffer,
  passwords: readonly Buffer[],
  effort: Effort,
  parts: KeystoreParts = 'everything',
): Promise<KeystoreContents> {
  const { entries, integrity, error } = parseJks(bytes);
  const certificates: KeystoreCertificate[] = [];
  const keys: KeystoreKey[] = [];
  // Java encodes passwords in UTF-16.
  const utf16Passwords = passwords.map(utf8ToUtf16);
  try {
    // As in Java, the later of two entries with the same alias replaces the earlier.
    const entriesByAlias = new Map(entries.map((entry) => [entry.alias, entry]));
    for (const { alias, encryptedKey, certificates: chain } of entriesByAlias.values()) {
      if (encryptedKey !== undefined && parts !== 'certificates' && keys.length < MAX_KEYS) {
        const certificateIndex = chain.length === 0 ? undefined : certificates.length;
        const key = openPrivateKey(encryptedKey, utf16Passwords, effort);
        keys.push(
          Buffer.isBuffer(key)
            ? { kind: 'readable', pkcs8: key, offset: encryptedKey.byteOffset - bytes.byteOffset }
            : { kind: 'locked', problem: key, certificateIndex },
        );
        await effort.yieldToOthers();
      }
      for (const { der, offset } of chain) certificates.push({ der, offset, alias });
    }
    const problem = error === undefined ? digestProblem(integrity, utf16Passwords, effort) : malformed(error);
    const hasMatchingDigest = error === undefined && utf16Passwords.length > 0 && problem === undefined;
    effort.hasPasswordMatched ||= hasMatchingDigest || keys.some(({ kind }) => kind === 'readable');
    return { certificates, keys, problem };
  } catch (error) {
    for (const key of keys) if (key.kind === 'readable') key.pkcs8.fill(0);
    throw error;
  } finally {
    for (const password of utf16Passwords) password.fill(0);
  }
}

function malformed(failure: Failure): KeystoreProblem {
  return { reason: 'keystore_malformed', failure };
}

/**
 * Returns a problem if no password matches the digest at the end of the file. Without passwords,
 * the digest is not checked.
 */
function digestProblem(
  integrity: { readonly bytes: Buffer; readonly digest: Buffer } | undefined,
  passwords: readonly Buffer[],
  effort: Effort,
): KeystoreProblem | undefined {
  if (integrity === undefined || passwords.length === 0) return undefined;
  const hasMatch = passwords.some((password) =>
    digestOf(password, DIGEST_PREFIX, integrity.bytes).equals(integrity.digest),
  );
  return hasMatch ? undefined : noMatchingPassword(passwords, effort);
}

function openPrivateKey(encrypted: Buffer, passwords: readonly Buffer[], effort: Effort): Buffer | KeystoreProblem {
  if (encrypted.length > MAX_KEY_BYTES) {
    return malformed(KEYSTORE_FAILURES.jks_key_too_long({ bytes: encrypted.length }));
  }
  try {
    const fields = children(elementAt(encrypted));
    const algorithm = expectNext(
      children(expectNext(fields, TAG.sequence, 'encryptionAlgorithm')),
      TAG.objectIdentifier,
      'encryptionAlgorithm',
    );
    const dotted = objectIdentifierText(encrypted, algorithm.start, algorithm.end);
    if (dotted !== KEY_PROTECTOR) return unsupportedCipher(dotted);
    const contents = bytesOf(expectNext(fields, TAG.octetString, 'encryptedData'));
    if (contents.length < SALT_BYTES + DIGEST_BYTES) return malformed(KEYSTORE_FAILURES.jks_key_too_short);
    for (const password of passwords) {
      if (takeIterations(effort, Math.ceil(contents.length / DIGEST_BYTES)) !== 'taken') {
        const failure = KEYSTORE_FAILURES.iterations_of_keys({ limit: MAX_FILE_ITERATIONS });
        return { reason: 'too_many_iterations', failure };
      }
      const key = decryptKey(contents, password);
      if (key !== undefined) return key;
    }
    return noMatchingPassword(passwords, effort);
  } catch (error) {
    if (error instanceof BerError) return malformed(error.failure);
    throw error;
  }
}

/**
 * Decrypts a key, which is encrypted by XOR with a stream of digests. Each digest is that of the
 * password and the previous digest; the first one uses the salt. Returns undefined if the password
 * is wrong.
 */
function decryptKey(contents: Buffer, password: Buffer): Buffer | undefined {
  const encryptedKey = contents.subarray(SALT_BYTES, -DIGEST_BYTES);
  const plain = wipeable(encryptedKey.length);
  let digest: Buffer = Buffer.from(contents.subarray(0, SALT_BYTES));
  for (let at = 0; at < encryptedKey.length; at++) {
    if (at % DIGEST_BYTES === 0) {
      const previousDigest = digest;
      digest = digestOf(password, previousDigest);
      previousDigest.fill(0);
    }
    plain[at] = (encryptedKey[at] ?? 0) ^ (digest[at % DIGEST_BYTES] ?? 0);
  }
  digest.fill(0);
  if (digestOf(password, plain).equals(contents.subarray(-DIGEST_BYTES))) return plain;
  plain.fill(0);
  return undefined;
}

function digestOf(...parts: readonly Buffer[]): Buffer {
  const digest = createHash('sha1');
  for (const part of parts) digest.update(part);
  return digest.digest();
}
