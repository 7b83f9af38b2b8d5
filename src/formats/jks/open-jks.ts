import { createHash } from 'node:crypto';
import { TAG } from '../der/der.ts';
import { objectIdentifierText } from '../der/object-identifiers.ts';
import {
  type Effort,
  type KeystoreCertificate,
  type KeystoreContents,
  type KeystoreKey,
  type KeystoreParts,
  type KeystoreProblem,
  MAX_KEYS,
  notOpened,
  spend,
  tooManyRounds,
} from '../keystore/keystore.ts';
import { wipeable } from '../keystore/wipeable.ts';
import { BerError, bytesOf, children, elementAt, expectNext } from '../pkcs7/ber.ts';
import { utf16 } from '../pkcs12/utf16.ts';
import { parseJks } from './parse-jks.ts';

/** The constant that Java hashes between the password and the entries. */
const SEAL = Buffer.from('Mighty Aphrodite');
/** Sun's key protection algorithm. */
const KEY_PROTECTOR = '1.3.6.1.4.1.42.2.17.1.1';
const SALT_BYTES = 20;
const DIGEST_BYTES = 20;
/** The maximum length of a key, bytes; an RSA key of 16,384 bits has some 10,000. */
const MAX_KEY_BYTES = 65_536;

/**
 * Returns all certificates of a JKS, and the private keys that one of the passwords opens.
 * Passwords are UTF-8. If passwords are given, one of them must match the digest at the end.
 */
export async function openJks(
  bytes: Buffer,
  passwords: readonly Buffer[],
  effort: Effort,
  wanted: KeystoreParts = 'everything',
): Promise<KeystoreContents> {
  const { entries, sealed, error } = parseJks(bytes);
  const certificates: KeystoreCertificate[] = [];
  const keys: KeystoreKey[] = [];
  // UTF-16, as in Java.
  const words = passwords.map(utf16);
  try {
    // As in Java, the later of two entries with the same alias counts.
    const byAlias = new Map(entries.map((entry) => [entry.alias, entry]));
    for (const { alias, encryptedKey, certificates: chain } of byAlias.values()) {
      if (encryptedKey !== undefined && wanted !== 'certificates' && keys.length < MAX_KEYS) {
        const owner = chain.length === 0 ? undefined : certificates.length;
        const opened = openKey(encryptedKey, words, effort);
        keys.push(
          Buffer.isBuffer(opened)
            ? { kind: 'opened', pkcs8: opened, offset: encryptedKey.byteOffset - bytes.byteOffset }
            : { kind: 'closed', problem: opened, owner },
        );
        await effort.breathe();
      }
      for (const { der, offset } of chain) certificates.push({ der, offset, alias });
    }
    const problem = error === undefined ? sealProblem(sealed, words, effort) : malformed(error);
    const isSealed = error === undefined && words.length > 0 && problem === undefined;
    effort.isOpened ||= isSealed || keys.some(({ kind }) => kind === 'opened');
    return { certificates, keys, problem };
  } finally {
    for (const word of words) word.fill(0);
  }
}

function malformed(detail: string): KeystoreProblem {
  return { reason: 'keystore_malformed', detail };
}

function sealProblem(
  sealed: { readonly bytes: Buffer; readonly digest: Buffer } | undefined,
  words: readonly Buffer[],
  effort: Effort,
): KeystoreProblem | undefined {
  if (sealed === undefined || words.length === 0) return undefined;
  const fits = words.some((word) => digestOf(word, SEAL, sealed.bytes).equals(sealed.digest));
  return fits ? undefined : notOpened(words, effort);
}

function openKey(encrypted: Buffer, words: readonly Buffer[], effort: Effort): Buffer | KeystoreProblem {
  if (encrypted.length > MAX_KEY_BYTES) return malformed(`a private key is too long (${encrypted.length} bytes)`);
  try {
    const fields = children(elementAt(encrypted));
    const algorithm = expectNext(
      children(expectNext(fields, TAG.sequence, 'encryptionAlgorithm')),
      TAG.objectIdentifier,
      'encryptionAlgorithm',
    );
    const dotted = objectIdentifierText(encrypted, algorithm.start, algorithm.end);
    if (dotted !== KEY_PROTECTOR) return { reason: 'cipher_unsupported', detail: dotted };
    const contents = bytesOf(expectNext(fields, TAG.octetString, 'encryptedData'));
    if (contents.length < SALT_BYTES + DIGEST_BYTES) return malformed('a private key is too short');
    for (const word of words) {
      if (spend(effort, Math.ceil(contents.length / DIGEST_BYTES)) !== 'spent') {
        return tooManyRounds('its private keys are too many or too long');
      }
      const opened = unveil(contents, word);
      if (opened !== undefined) return opened;
    }
    return notOpened(words, effort);
  } catch (error) {
    if (error instanceof BerError) return malformed(error.message);
    throw error;
  }
}

/** Decrypts a key that is combined with a stream of digests; undefined: another password. */
function unveil(contents: Buffer, word: Buffer): Buffer | undefined {
  const encryptedKey = contents.subarray(SALT_BYTES, -DIGEST_BYTES);
  const plain = wipeable(encryptedKey.length);
  let digest: Buffer = Buffer.from(contents.subarray(0, SALT_BYTES));
  for (let at = 0; at < encryptedKey.length; at++) {
    if (at % DIGEST_BYTES === 0) {
      const before = digest;
      digest = digestOf(word, before);
      before.fill(0);
    }
    plain[at] = (encryptedKey[at] ?? 0) ^ (digest[at % DIGEST_BYTES] ?? 0);
  }
  digest.fill(0);
  if (digestOf(word, plain).equals(contents.subarray(-DIGEST_BYTES))) return plain;
  plain.fill(0);
  return undefined;
}

function digestOf(...parts: readonly Buffer[]): Buffer {
  const digest = createHash('sha1');
  for (const part of parts) digest.update(part);
  return digest.digest();
}
