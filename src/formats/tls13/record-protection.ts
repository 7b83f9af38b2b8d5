import { type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto';
import type { CipherSuite } from './cipher-suites.ts';
import type { TrafficKeys } from './key-schedule.ts';
import { CONTENT_TYPE, encodeRecordHeader, MAX_PLAINTEXT_BYTES, type TlsRecord } from './records.ts';

const TAG_BYTES = 16;
/** `legacy_record_version`: TLS 1.2. */
const LEGACY_VERSION = 0x0303;

/**
 * The protection of the records of one direction, which has its own key: encrypts the records that
 * the client sends, or decrypts the records of the server.
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

  /** Returns an encrypted record. @param type the content type */
  encrypt(type: number, content: Buffer): Buffer {
    const header = encodeRecordHeader(CONTENT_TYPE.application, LEGACY_VERSION, content.length + 1 + TAG_BYTES);
    const cipher = createCipheriv(this.#cipher, this.#keys.key, this.#nonce(), { authTagLength: TAG_BYTES });
    cipher.setAAD(header);
    const ciphertext = cipher.update(Buffer.concat([content, Buffer.of(type)]));
    const finalBlock = cipher.final();
    return Buffer.concat([header, ciphertext, finalBlock, cipher.getAuthTag()]);
  }

  /** Decrypts a record; undefined: authentication failed. */
  decrypt({ header, body }: TlsRecord): { readonly type: number; readonly content: Buffer } | undefined {
    const tagStart = body.length - TAG_BYTES;
    if (header[0] !== CONTENT_TYPE.application || tagStart < 1) return undefined;
    const decipher = createDecipheriv(this.#cipher, this.#keys.key, this.#nonce(), { authTagLength: TAG_BYTES });
    decipher.setAAD(header);
    decipher.setAuthTag(body.subarray(tagStart));
    const innerPlaintext = decipher.update(body.subarray(0, tagStart));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    // The type is the last byte that is not padding.
    let typeIndex = innerPlaintext.length - 1;
    while (typeIndex > 0 && innerPlaintext[typeIndex] === 0) typeIndex--;
    const type = innerPlaintext[typeIndex];
    return type === undefined || typeIndex > MAX_PLAINTEXT_BYTES
      ? undefined
      : { type, content: innerPlaintext.subarray(0, typeIndex) };
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
