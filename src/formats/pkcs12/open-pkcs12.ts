import { createHmac } from 'node:crypto';
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
import { BerError } from '../pkcs7/ber.ts';
import { parseCertificate } from '../x509/parse-certificate.ts';
import { decrypt } from './decrypt.ts';
import { derivePkcs12, PURPOSE, roundsFor } from './derive-key.ts';
import type { Encryption } from './encryption.ts';
import type { Integrity } from './parse-pfx.ts';
import { type Pfx, parsePfx, parseSafes } from './parse-pfx.ts';
import { EMPTY_PASSWORDS, encodePassword, type Password, wipePassword } from './password.ts';
import { type Bag, isOneSequence, readSafeContents } from './safe-contents.ts';

/** The minimum cost of an attempt, in iterations: it takes some microseconds. */
const ROUNDS_AN_ATTEMPT = 64;

/** The password of the MAC; `undefined`: none of them. Or a problem. */
type MacAnswer = { readonly password: Password | undefined } | { readonly problem: KeystoreProblem };

/** Finds the password of a PKCS#12 by its MAC. @see RFC 7292 appendix A */
async function verifyMac(
  { derivation, digest }: Extract<Integrity, { readonly kind: 'mac' }>,
  authenticatedSafe: Buffer,
  passwords: readonly Password[],
  effort: Effort,
): Promise<MacAnswer> {
  const { length, name } = derivation.digest;
  for (const password of passwords) {
    const spent = spend(effort, roundsFor(derivation, length) + ROUNDS_AN_ATTEMPT, password.isEmpty);
    if (spent === 'refused') continue;
    if (spent === 'exhausted')
      return { problem: tooManyRounds(`its MAC requires ${derivation.iterations} iterations`) };
    const key = await derivePkcs12(password.bmp, derivation, PURPOSE.mac, length, effort);
    const found = createHmac(name, key).update(authenticatedSafe).digest();
    key.fill(0);
    if (found.equals(digest)) return { password };
    await effort.breathe();
  }
  return { password: undefined };
}

/**
 * Returns the certificates and private keys of a PKCS#12 that are unencrypted or that a password
 * opens. The empty password is tried last. Private keys are opened after the certificates, so that
 * they do not use up their iterations.
 * @param passwords UTF-8
 * @see RFC 7292
 */
export async function openPkcs12(
  bytes: Buffer,
  passwords: readonly Buffer[],
  effort: Effort,
  wanted: KeystoreParts = 'everything',
): Promise<KeystoreContents> {
  const encoded = passwords.map(encodePassword);
  const opening = new Opening(
    bytes,
    [...encoded, ...EMPTY_PASSWORDS],
    () => notOpened(passwords, effort),
    effort,
    wanted,
  );
  try {
    await opening.openSafes(() => parsePfx(bytes));
    await opening.openKeys();
    return opening;
  } finally {
    for (const password of encoded) wipePassword(password);
  }
}

type EncryptedKeyBag = Extract<Bag, { readonly kind: 'encrypted-key' }>;

/** The contents, collected so that those before an error are kept. */
class Opening implements KeystoreContents {
  readonly certificates: KeystoreCertificate[] = [];
  readonly keys: KeystoreKey[] = [];
  problem: KeystoreProblem | undefined;
  /** Encrypted private keys. */
  readonly #closed: EncryptedKeyBag[] = [];
  readonly #bytes: Buffer;
  /** The most likely first. */
  #passwords: readonly Password[];
  readonly #notOpened: () => KeystoreProblem;
  readonly #effort: Effort;
  readonly #wanted: KeystoreParts;

  constructor(
    bytes: Buffer,
    passwords: readonly Password[],
    notOpenedProblem: () => KeystoreProblem,
    effort: Effort,
    wanted: KeystoreParts,
  ) {
    this.#bytes = bytes;
    this.#wanted = wanted;
    this.#passwords = passwords;
    this.#notOpened = notOpenedProblem;
    this.#effort = effort;
  }

  /** Reads certificates and unencrypted private keys. Keeps those before an error. */
  async openSafes(parsed: () => Pfx): Promise<void> {
    try {
      await this.#open(parsed());
    } catch (error) {
      if (!(error instanceof BerError)) throw error;
      this.problem ??= { reason: 'keystore_malformed', detail: error.message };
    }
  }

  async #open({ integrity, authenticatedSafe }: Pfx): Promise<void> {
    if (integrity.kind === 'unsupported') {
      this.problem = { reason: 'mac_unsupported', detail: integrity.detail };
      return;
    }
    if (integrity.kind === 'mac') {
      const answer = await verifyMac(integrity, authenticatedSafe, this.#passwords, this.#effort);
      const fitting = 'password' in answer ? answer.password : undefined;
      if (fitting === undefined) {
        this.problem = 'problem' in answer ? answer.problem : this.#notOpened();
        this.#passwords = [];
      } else {
        this.#effort.isOpened ||= !fitting.isEmpty;
        // The others are kept, because a key or a safe can have its own password.
        this.#passwords = [fitting, ...this.#passwords.filter((password) => password !== fitting)];
      }
    }
    for (const safe of parseSafes(authenticatedSafe)) {
      const contents = safe.kind === 'clear' ? safe.contents : await this.#decrypt(safe.ciphertext, safe.encryption);
      if (Buffer.isBuffer(contents)) this.#takeAll(contents);
      else this.problem ??= contents;
      await this.#effort.breathe();
    }
    this.#wipe(authenticatedSafe);
  }

  /** Opens the encrypted private keys. */
  async openKeys(): Promise<void> {
    if (this.#wanted === 'needed' && this.certificates.length > 0 && this.certificates.every(isIntermediate)) return;
    for (const { ciphertext, encryption } of this.#closed) {
      const opened = await this.#decrypt(ciphertext, encryption);
      this.keys.push(
        Buffer.isBuffer(opened)
          ? { kind: 'opened', pkcs8: opened, offset: 0 }
          : { kind: 'closed', problem: opened, owner: undefined },
      );
    }
  }

  #takeAll(contents: Buffer): void {
    try {
      for (const bag of readSafeContents(contents)) this.#take(bag);
    } finally {
      this.#wipe(contents);
    }
  }

  /**
   * Overwrites decrypted or joined data, which can contain a private key. Does not change the
   * file's buffer, which belongs to the caller.
   */
  #wipe(contents: Buffer): void {
    const own = this.#bytes;
    const start = contents.byteOffset - own.byteOffset;
    const isPart = contents.buffer === own.buffer && start >= 0 && start + contents.length <= own.length;
    if (!isPart) contents.fill(0);
  }

  #take(bag: Bag): void {
    if (bag.kind === 'certificate') {
      this.certificates.push({ der: Buffer.from(bag.der), offset: 0, alias: bag.alias });
    } else if (this.#wanted === 'certificates' || this.keys.length + this.#closed.length === MAX_KEYS) return;
    else if (bag.kind === 'key') this.keys.push({ kind: 'opened', pkcs8: Buffer.from(bag.pkcs8), offset: 0 });
    else this.#closed.push(copyOf(bag));
  }

  async #decrypt(ciphertext: Buffer, encryption: Encryption): Promise<Buffer | KeystoreProblem> {
    for (const password of this.#passwords) {
      const decrypted = await decrypt(ciphertext, encryption, password, this.#effort);
      if ('problem' in decrypted) return decrypted.problem;
      if (decrypted.plain !== undefined && isOneSequence(decrypted.plain)) {
        this.#effort.isOpened ||= !password.isEmpty;
        return decrypted.plain;
      }
      decrypted.plain?.fill(0);
    }
    return this.problem ?? this.#notOpened();
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
