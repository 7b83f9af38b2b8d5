import {
  type Effort,
  type KeystoreCertificate,
  type KeystoreContents,
  type KeystoreKey,
  type KeystoreTrouble,
  MAX_KEYS,
  notOpened,
  type Wanted,
} from '../keystore.ts';
import { BerFault } from '../pkcs7/ber.ts';
import { decrypt } from './decrypt.ts';
import type { Encryption } from './encryption.ts';
import { type Pfx, parsePfx, parseSafes } from './parse-pfx.ts';
import { EMPTY_PASSWORDS, encodePassword, type Password, wipePassword } from './password.ts';
import { type Bag, isOneSequence, readSafeContents } from './safe-contents.ts';
import { verifyMac } from './verify-mac.ts';

/**
 * The certificates and private keys of a PKCS#12, as far as a password opens them. `passwords` are UTF-8; the empty one
 * is always tried too, as the last. What is not encrypted is read whatever the passwords are.
 * @see RFC 7292
 */
export async function openPkcs12(
  bytes: Buffer,
  passwords: readonly Buffer[],
  effort: Effort,
  wanted: Wanted = 'everything',
): Promise<KeystoreContents> {
  const encoded = passwords.map(encodePassword);
  const opening = new Opening(bytes, [...encoded, ...EMPTY_PASSWORDS], notOpened(passwords), effort, wanted);
  try {
    await opening.open(parsePfx(bytes));
  } catch (error) {
    if (!(error instanceof BerFault)) throw error;
    opening.trouble ??= { reason: 'keystore_malformed', detail: error.message };
  } finally {
    for (const password of encoded) wipePassword(password);
  }
  return opening;
}

/** Fills itself on the way, so that what was read before a fault counts. */
class Opening implements KeystoreContents {
  readonly certificates: KeystoreCertificate[] = [];
  readonly keys: KeystoreKey[] = [];
  trouble: KeystoreTrouble | undefined;
  readonly #bytes: Buffer;
  /** Likeliest first. */
  #passwords: readonly Password[];
  readonly #notOpened: KeystoreTrouble;
  readonly #effort: Effort;
  readonly #wanted: Wanted;

  constructor(
    bytes: Buffer,
    passwords: readonly Password[],
    notOpenedTrouble: KeystoreTrouble,
    effort: Effort,
    wanted: Wanted,
  ) {
    this.#bytes = bytes;
    this.#wanted = wanted;
    this.#passwords = passwords;
    this.#notOpened = notOpenedTrouble;
    this.#effort = effort;
  }

  async open({ integrity, authenticatedSafe }: Pfx): Promise<void> {
    if (integrity.kind === 'unsupported') {
      this.trouble = { reason: 'mac_unsupported', detail: integrity.detail };
      return;
    }
    if (integrity.kind === 'mac') {
      const answer = await verifyMac(integrity, authenticatedSafe, this.#passwords, this.#effort);
      const fitting = 'password' in answer ? answer.password : undefined;
      if (fitting === undefined) {
        this.trouble = 'trouble' in answer ? answer.trouble : this.#notOpened;
        this.#passwords = [];
      } else {
        // Others stay: a key, or a safe, may have a password of its own.
        this.#passwords = [fitting, ...this.#passwords.filter((password) => password !== fitting)];
      }
    }
    for (const safe of parseSafes(authenticatedSafe)) {
      const contents = safe.kind === 'clear' ? safe.contents : await this.#decrypt(safe.ciphertext, safe.encryption);
      if (Buffer.isBuffer(contents)) await this.#takeAll(contents);
      else this.trouble ??= contents;
      await this.#effort.breathe();
    }
    this.#wipe(authenticatedSafe);
  }

  async #takeAll(contents: Buffer): Promise<void> {
    try {
      for (const bag of readSafeContents(contents)) await this.#take(bag);
    } finally {
      this.#wipe(contents);
    }
  }

  /** Overwrites what was decrypted or put together, and may hold a private key; the file's own octets are the caller's. */
  #wipe(contents: Buffer): void {
    const own = this.#bytes;
    const start = contents.byteOffset - own.byteOffset;
    const isPart = contents.buffer === own.buffer && start >= 0 && start + contents.length <= own.length;
    if (!isPart) contents.fill(0);
  }

  async #take(bag: Bag): Promise<void> {
    if (bag.kind === 'certificate') {
      this.certificates.push({ der: Buffer.from(bag.der), offset: 0, alias: bag.alias });
    } else if (this.#wanted === 'certificates' || this.keys.length === MAX_KEYS) return;
    else if (bag.kind === 'key') this.keys.push({ kind: 'opened', pkcs8: Buffer.from(bag.pkcs8), offset: 0 });
    else {
      const opened = await this.#decrypt(bag.ciphertext, bag.encryption);
      this.keys.push(
        Buffer.isBuffer(opened)
          ? { kind: 'opened', pkcs8: opened, offset: 0 }
          : { kind: 'closed', trouble: opened, owner: undefined },
      );
    }
  }

  async #decrypt(ciphertext: Buffer, encryption: Encryption): Promise<Buffer | KeystoreTrouble> {
    for (const password of this.#passwords) {
      const decrypted = await decrypt(ciphertext, encryption, password, this.#effort);
      if ('trouble' in decrypted) return decrypted.trouble;
      if (decrypted.plain !== undefined && isOneSequence(decrypted.plain)) return decrypted.plain;
      decrypted.plain?.fill(0);
    }
    return this.trouble ?? this.#notOpened;
  }
}
