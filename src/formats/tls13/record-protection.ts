import { type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto';
import type { CipherSuite } from './cipher-suites.ts';
import type { TrafficKeys } from './key-schedule.ts';
import { CONTENT, MAX_PLAINTEXT_BYTES, recordHead, type TlsRecord } from './records.ts';

const TAG_BYTES = 16;
const VERSION = 0x0303;

/**
 * The encryption or decryption of the records of one side with one key.
 * @see RFC 8446 section 5.2
 */
export class RecordProtection {
  readonly #cipher: CipherGCMTypes;
  readonly #keys: TrafficKeys;
  #sequence = 0;

  constructor({ cipher }: CipherSuite, keys: TrafficKeys) {
    // The types of Node.js differ by cipher, but all three AEAD ciphers have the same interface.
    this.#cipher = cipher as CipherGCMTypes;
    this.#keys = keys;
  }

  seal(type: number, content: Buffer): Buffer {
    const head = recordHead(CONTENT.application, VERSION, content.length + 1 + TAG_BYTES);
    const cipher = createCipheriv(this.#cipher, this.#keys.key, this.#nonce(), { authTagLength: TAG_BYTES });
    cipher.setAAD(head);
    const sealed = cipher.update(Buffer.concat([content, Buffer.of(type)]));
    const last = cipher.final();
    return Buffer.concat([head, sealed, last, cipher.getAuthTag()]);
  }

  /** Decrypts a record; undefined: authentication failed. */
  open({ head, body }: TlsRecord): { readonly type: number; readonly content: Buffer } | undefined {
    const end = body.length - TAG_BYTES;
    if (head[0] !== CONTENT.application || end < 1) return undefined;
    const decipher = createDecipheriv(this.#cipher, this.#keys.key, this.#nonce(), { authTagLength: TAG_BYTES });
    decipher.setAAD(head);
    decipher.setAuthTag(body.subarray(end));
    const inner = decipher.update(body.subarray(0, end));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    // The type is the last byte that is not padding.
    let last = inner.length - 1;
    while (last > 0 && inner[last] === 0) last--;
    const type = inner[last];
    return type === undefined || last > MAX_PLAINTEXT_BYTES ? undefined : { type, content: inner.subarray(0, last) };
  }

  /** Returns the nonce of the next record. @see RFC 8446 section 5.3 */
  #nonce(): Buffer {
    const nonce = Buffer.from(this.#keys.iv);
    // The last 32 bits are enough for the number of records.
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ this.#sequence) >>> 0, 8);
    this.#sequence += 1;
    return nonce;
  }
}
