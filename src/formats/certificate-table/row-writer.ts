import { hash } from 'node:crypto';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { ensureCapacity, writeHex } from '../terminal/byte-buffer.ts';
import { ROW } from './certificate-row.ts';
import type { RegularCertificate } from './regular-certificate.ts';
import type { RegularSubject } from './regular-subject.ts';

const INITIAL_BYTES = 64 * 1024;
const EQUALS = 0x3d;
const COMMA = 0x2c;

/** A writer of rows in sequence. @see RowSlab */
export class RowWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  #length = 0;

  /** Removes all rows, and keeps the memory for the next rows. */
  reset(): void {
    this.#length = 0;
  }

  /** Adds the row of a certificate. Returns its offset. */
  add(certificate: Certificate): number {
    const start = this.#length;
    this.#reserve(ROW.texts);
    const bytes = this.#bytes;
    bytes.writeDoubleLE(certificate.notBefore, start + ROW.notBefore);
    bytes.writeDoubleLE(certificate.notAfter, start + ROW.notAfter);
    this.#writeHashes(certificate, start);
    this.#length = start + ROW.texts;
    const { dnsNames, commonNames, subject, serialNumber, ipAddresses, subjectKeyIdentifier } = certificate;
    this.#writeTexts(dnsNames);
    this.#writeTexts(commonNames);
    this.#writeVarint(1);
    this.#writeText(subject);
    this.#writeVarint(1);
    this.#writeText(serialNumber);
    this.#writeTexts(ipAddresses);
    this.#writeVarint(subjectKeyIdentifier === undefined ? 0 : 1);
    if (subjectKeyIdentifier !== undefined) this.#writeText(subjectKeyIdentifier);
    return start;
  }

  /**
   * Adds the row of a certificate whose parts were located. Writes the same row as `add`, but
   * directly from the bytes.
   */
  addRegular(certificate: RegularCertificate): number {
    const { der, dnsNames, dnsNameCount, subject } = certificate;
    const start = this.#length;
    // Each byte is written at most twice, and hex doubles the length.
    this.#reserve(ROW.texts + 4 * der.length);
    const bytes = this.#bytes;
    bytes.writeDoubleLE(certificate.notBefore, start + ROW.notBefore);
    bytes.writeDoubleLE(certificate.notAfter, start + ROW.notAfter);
    const publicKey = der.subarray(certificate.publicKeyStart, certificate.publicKeyEnd);
    bytes.write(hash('sha1', der, 'binary'), start + ROW.thumbprint, 'latin1');
    bytes.write(hash('sha256', der, 'binary'), start + ROW.sha256Fingerprint, 'latin1');
    bytes.write(hash('sha256', publicKey, 'binary'), start + ROW.publicKeySha256, 'latin1');
    this.#length = start + ROW.texts;
    this.#writeVarint(dnsNameCount);
    for (let name = 0; name < dnsNameCount; name++) {
      this.#writeLatin1(der, dnsNames[2 * name] ?? 0, dnsNames[2 * name + 1] ?? 0);
    }
    this.#writeCommonNames(subject, der);
    this.#writeSubject(subject, der);
    this.#writeVarint(1);
    this.#writeHexText(der, certificate.serialStart, certificate.serialEnd);
    this.#writeVarint(0);
    const { keyIdentifierStart, keyIdentifierEnd } = certificate;
    this.#writeVarint(keyIdentifierEnd === 0 ? 0 : 1);
    if (keyIdentifierEnd !== 0) this.#writeHexText(der, keyIdentifierStart, keyIdentifierEnd);
    return start;
  }

  #writeCommonNames(subject: RegularSubject, der: Buffer): void {
    let count = 0;
    for (let at = 0; at < subject.attributeCount; at++) if (subject.type(at) === 'CN') count += 1;
    this.#writeVarint(count);
    for (let at = 0; at < subject.attributeCount; at++) {
      if (subject.type(at) === 'CN') this.#writeLatin1(der, subject.start(at), subject.end(at));
    }
  }

  /** @see renderDistinguishedName */
  #writeSubject(subject: RegularSubject, der: Buffer): void {
    let length = Math.max(subject.attributeCount - 1, 0);
    for (let at = 0; at < subject.attributeCount; at++) {
      length += subject.type(at).length + 1 + subject.end(at) - subject.start(at);
    }
    this.#writeVarint(1);
    this.#writeVarint(length * 2);
    const bytes = this.#bytes;
    for (let at = subject.attributeCount - 1; at >= 0; at--) {
      const type = subject.type(at);
      for (let unit = 0; unit < type.length; unit++) bytes[this.#length++] = type.charCodeAt(unit);
      bytes[this.#length++] = EQUALS;
      this.#copy(der, subject.start(at), subject.end(at));
      if (at > 0) bytes[this.#length++] = COMMA;
    }
  }

  /** Writes a text of one byte for each character. */
  #writeLatin1(source: Buffer, from: number, to: number): void {
    this.#writeVarint((to - from) * 2);
    this.#copy(source, from, to);
  }

  #copy(source: Buffer, from: number, to: number): void {
    const bytes = this.#bytes;
    let length = this.#length;
    for (let at = from; at < to; at++) bytes[length++] = source[at] ?? 0;
    this.#length = length;
  }

  #writeHexText(source: Buffer, from: number, to: number): void {
    this.#writeVarint((to - from) * 4);
    this.#length = writeHex(source, from, to, this.#bytes, this.#length);
  }

  /** Returns a copy of the rows since `reset`. */
  copyRows(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#length));
  }

  #writeHashes({ thumbprint, sha256Fingerprint, publicKeySha256 }: Certificate, start: number): void {
    const hashes = thumbprint + sha256Fingerprint + publicKeySha256;
    // The three hashes are adjacent, so one call writes them.
    if (hashes.length === 2 * (ROW.texts - ROW.thumbprint)) {
      this.#bytes.write(hashes, start + ROW.thumbprint, 'hex');
      return;
    }
    this.#writeHash(thumbprint, start + ROW.thumbprint, 20);
    this.#writeHash(sha256Fingerprint, start + ROW.sha256Fingerprint, 32);
    this.#writeHash(publicKeySha256, start + ROW.publicKeySha256, 32);
  }

  #writeHash(hex: string, at: number, length: number): void {
    if (hex === '') this.#bytes.fill(0, at, at + length);
    else this.#bytes.write(hex, at, length, 'hex');
  }

  #writeTexts(texts: readonly string[]): void {
    this.#writeVarint(texts.length);
    for (const text of texts) this.#writeText(text);
  }

  #writeText(text: string): void {
    const { length } = text;
    const headerStart = this.#length;
    this.#writeVarint(length * 2);
    this.#reserve(length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 0xff) {
        this.#length = headerStart;
        this.#writeUtf16(text);
        return;
      }
      bytes[start + at] = unit;
    }
    this.#length = start + length;
  }

  #writeUtf16(text: string): void {
    this.#writeVarint(text.length * 4 + 1);
    this.#reserve(text.length * 2);
    this.#length += this.#bytes.write(text, this.#length, 'utf16le');
  }

  /** Writes a varint. @see RowSlab */
  #writeVarint(value: number): void {
    this.#reserve(8);
    let remainder = value;
    for (; remainder >= 0x80; remainder = Math.floor(remainder / 0x80)) {
      this.#bytes[this.#length++] = (remainder & 0x7f) | 0x80;
    }
    this.#bytes[this.#length++] = remainder;
  }

  #reserve(byteCount: number): void {
    // The rare case is a separate method, so that this one can be inlined.
    if (this.#length + byteCount > this.#bytes.length) this.#grow(byteCount);
  }

  #grow(byteCount: number): void {
    this.#bytes = ensureCapacity(this.#bytes, this.#length, byteCount);
  }
}
