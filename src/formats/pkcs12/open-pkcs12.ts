import { createHmac } from 'node:crypto';
import { KEYSTORE_FAILURES } from '../../domain/failure/keystore-failures.ts';
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
} from '../keystore/keystore.ts';
import { BerError } from '../pkcs7/ber.ts';
import { parseCertificate } from '../x509/parse-certificate.ts';
import { decrypt } from './decrypt.ts';
import { derivePkcs12, iterationCountOf, PURPOSE } from './derive-key.ts';
import type { Encryption } from './encryption.ts';
import { type Integrity, type Pfx, parsePfx, parseSafes } from './parse-pfx.ts';
import { EMPTY_PASSWORDS, encodePassword, type Password, wipePassword } from './password.ts';
import { type Bag, isOneSequence, readSafeContents } from './safe-contents.ts';

/** The cost of an attempt without its key derivation (a few microseconds), in iterations. */
const ITERATIONS_PER_ATTEMPT = 64;

/** The password that matches the MAC, or why there is none. */
type MacResult =
  | { readonly kind: 'verified'; readonly password: Password }
  | { readonly kind: 'no-match' }
  | { readonly kind: 'problem'; readonly problem: KeystoreProblem };

/** Finds the password of a PKCS#12 by its MAC. @see RFC 7292 appendix A */
async function verifyMac(
  { derivation, expectedMac }: Extract<Integrity, { readonly kind: 'mac' }>,
  authenticatedSafe: Buffer,
  passwords: readonly Password[],
  effort: Effort,
): Promise<MacResult> {
  const { resultBytes, name } = derivation.digest;
  for (const password of passwords) {
    const taken = takeIterations(
      effort,
      iterationCountOf(derivation, resultBytes) + ITERATIONS_PER_ATTEMPT,
      password.isEmpty,
    );
    // The empty password needs too many iterations.
    if (taken === 'refused') continue;
    if (taken === 'exhausted') {
      const { iterations } = derivation;
      const failure = KEYSTORE_FAILURES.iterations_of_mac({ iterations, limit: MAX_FILE_ITERATIONS });
      return { kind: 'problem', problem: { reason: 'too_many_iterations', failure } };
    }
    const key = await derivePkcs12(password.bmp, derivation, PURPOSE.mac, resultBytes, effort);
    const computedMac = createHmac(name, key).update(authenticatedSafe).digest();
    key.fill(0);
    if (computedMac.equals(expectedMac)) return { kind: 'verified', password };
    await effort.yieldToOthers();
  }
  return { kind: 'no-match' };
}

/**
 * Returns the certificates and private keys of a PKCS#12 that are unencrypted or that a password
 * opens. The empty password is tried last. Private keys are opened after the certificates, so that
 * private keys do not use up the iterations.
 * @param passwords UTF-8
 * @see RFC 7292
 */
export async function openPkcs12(
  bytes: Buffer,
  passwords: readonly Buffer[],
  effort: Effort,
  parts: KeystoreParts = 'everything',
): Promise<KeystoreContents> {
  const encodedPasswords = passwords.map(encodePassword);
  const opener = new Pkcs12Opener(
    bytes,
    [...encodedPasswords, ...EMPTY_PASSWORDS],
    () => noMatchingPassword(passwords, effort),
    effort,
    parts,
  );
  try {
    await opener.openSafes(() => parsePfx(bytes));
    await opener.openKeys();
    return opener;
  } catch (error) {
    for (const key of opener.keys) if (key.kind === 'readable') key.pkcs8.fill(0);
    throw error;
  } finally {
    for (const password of encodedPasswords) wipePassword(password);
  }
}

type EncryptedKeyBag = Extract<Bag, { readonly kind: 'encrypted-key' }>;

/** A reader that collects the contents of a PKCS#12. Contents before an error are kept. */
class Pkcs12Opener implements KeystoreContents {
  readonly certificates: KeystoreCertificate[] = [];
  readonly keys: KeystoreKey[] = [];
  problem: KeystoreProblem | undefined;
  readonly #encryptedKeys: EncryptedKeyBag[] = [];
  readonly #bytes: Buffer;
  /** The most likely password is first. */
  #passwords: readonly Password[];
  readonly #noMatchingPassword: () => KeystoreProblem;
  readonly #effort: Effort;
  readonly #parts: KeystoreParts;

  constructor(
    bytes: Buffer,
    passwords: readonly Password[],
    noMatchingPasswordProblem: () => KeystoreProblem,
    effort: Effort,
    parts: KeystoreParts,
  ) {
    this.#bytes = bytes;
    this.#parts = parts;
    this.#passwords = passwords;
    this.#noMatchingPassword = noMatchingPasswordProblem;
    this.#effort = effort;
  }

  /** Reads the certificates and the unencrypted private keys, and collects the encrypted ones. */
  async openSafes(parse: () => Pfx): Promise<void> {
    try {
      await this.#readSafes(parse());
    } catch (error) {
      if (!(error instanceof BerError)) throw error;
      this.problem ??= { reason: 'keystore_malformed', failure: error.failure };
    }
  }

  async #readSafes({ integrity, authenticatedSafe }: Pfx): Promise<void> {
    if (integrity.kind === 'unsupported') {
      this.problem = { reason: 'mac_unsupported', failure: integrity.failure };
      return;
    }
    if (integrity.kind === 'mac') {
      const macResult = await verifyMac(integrity, authenticatedSafe, this.#passwords, this.#effort);
      if (macResult.kind === 'verified') {
        const matching = macResult.password;
        this.#effort.hasPasswordMatched ||= !matching.isEmpty;
        // The other passwords are kept, because a key or a safe can have its own password.
        this.#passwords = [matching, ...this.#passwords.filter((password) => password !== matching)];
      } else {
        this.problem = macResult.kind === 'problem' ? macResult.problem : this.#noMatchingPassword();
        // Encrypted safes and keys are then not tried, and have the same problem.
        this.#passwords = [];
      }
    }
    try {
      for (const safe of parseSafes(authenticatedSafe)) {
        const contents =
          safe.kind === 'unencrypted' ? safe.contents : await this.#decrypt(safe.ciphertext, safe.encryption);
        if (Buffer.isBuffer(contents)) this.#addBags(contents);
        else this.problem ??= contents;
        await this.#effort.yieldToOthers();
      }
    } finally {
      this.#wipe(authenticatedSafe);
    }
  }

  /** Opens the encrypted private keys. */
  async openKeys(): Promise<void> {
    if (this.#parts === 'needed' && this.certificates.length > 0 && this.certificates.every(isIntermediate)) return;
    for (const { ciphertext, encryption } of this.#encryptedKeys) {
      const key = await this.#decrypt(ciphertext, encryption);
      this.keys.push(
        Buffer.isBuffer(key)
          ? { kind: 'readable', pkcs8: key, offset: 0 }
          : { kind: 'locked', problem: key, certificateIndex: undefined },
      );
    }
  }

  #addBags(contents: Buffer): void {
    try {
      for (const bag of readSafeContents(contents)) this.#addBag(bag);
    } finally {
      this.#wipe(contents);
    }
  }

  /**
   * Overwrites decrypted or joined data, which can contain a private key. Does not change the
   * file's buffer, which belongs to the caller.
   */
  #wipe(contents: Buffer): void {
    const file = this.#bytes;
    const start = contents.byteOffset - file.byteOffset;
    const isInFile = contents.buffer === file.buffer && start >= 0 && start + contents.length <= file.length;
    if (!isInFile) contents.fill(0);
  }

  #addBag(bag: Bag): void {
    if (bag.kind === 'certificate') {
      this.certificates.push({ der: Buffer.from(bag.der), offset: 0, alias: bag.alias });
    } else if (this.#parts === 'certificates' || this.keys.length + this.#encryptedKeys.length === MAX_KEYS) return;
    else if (bag.kind === 'key') this.keys.push({ kind: 'readable', pkcs8: Buffer.from(bag.pkcs8), offset: 0 });
    else this.#encryptedKeys.push(copyOf(bag));
  }

  async #decrypt(ciphertext: Buffer, encryption: Encryption): Promise<Buffer | KeystoreProblem> {
    for (const password of this.#passwords) {
      const attempt = await decrypt(ciphertext, encryption, password, this.#effort);
      if (attempt.kind === 'problem') return attempt.problem;
      if (attempt.kind === 'no-match') continue;
      if (isOneSequence(attempt.plain)) {
        this.#effort.hasPasswordMatched ||= !password.isEmpty;
        return attempt.plain;
      }
      attempt.plain.fill(0);
    }
    return this.problem ?? this.#noMatchingPassword();
  }
}

/** Copies a bag, because its container is overwritten before private keys are opened. */
function copyOf({ kind, ciphertext, encryption }: EncryptedKeyBag): EncryptedKeyBag {
  return { kind, ciphertext: Buffer.from(ciphertext), encryption: copyOfEncryption(encryption) };
}

function copyOfEncryption(encryption: Encryption): Encryption {
  if (encryption.scheme === 'unknown') return encryption;
  const derivation = { ...encryption.derivation, salt: Buffer.from(encryption.derivation.salt) };
  return encryption.scheme === 'pbes2'
    ? { ...encryption, derivation, iv: Buffer.from(encryption.iv) }
    : { ...encryption, derivation };
}

/** Returns true for an intermediate certificate. */
function isIntermediate({ der }: KeystoreCertificate): boolean {
  const parsed = parseCertificate(der, '');
  return parsed.kind === 'parsed' && parsed.value.isCa && !parsed.value.isSelfIssued;
}
