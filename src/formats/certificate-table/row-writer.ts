import { hash } from 'node:crypto';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { ensureCapacity, writeHex } from '../terminal/byte-buffer.ts';
import { ROW } from './certificate-row.ts';
import type { RegularCertificate } from './regular-certificate.ts';
import type { RegularSubject } from './regular-subject.ts';

const INITIAL_BYTES = 64 * 1024;
const EQUALS = 0x3d;
const COMMA = 0x2c;

/**
 * A writer of certificates as rows of bytes, one after the other.
 * The header of a Latin-1 text is its length × 2.
 * @see RowSlab, which describes the encoding
 * @see CertificateRow, which reads the rows
 */
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
    // In the order of `LIST_INDEX` in CertificateRow, as in `addRegular`.
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
   * Adds the row of a certificate for which `RegularCertificate.locate` returned true. The row is
   * the same as that of `add`, but is copied directly from the DER.
   */
  addRegular(certificate: RegularCertificate): number {
    const { der, dnsNames, dnsNameCount, subject } = certificate;
    const start = this.#length;
    // Each byte of the certificate is written at most twice (a common name is also in the subject),
    // and hex doubles the length.
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
    // A regular certificate has no IP addresses.
    this.#writeVarint(0);
    const { keyIdentifierStart, keyIdentifierEnd } = certificate;
    this.#writeVarint(keyIdentifierEnd === 0 ? 0 : 1);
    if (keyIdentifierEnd !== 0) this.#writeHexText(der, keyIdentifierStart, keyIdentifierEnd);
    return start;
  }

  /** Returns a copy of the rows since `reset`. */
  copyRows(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#length));
  }

  #writeCommonNames(subject: RegularSubject, der: Buffer): void {
    let count = 0;
    for (let index = 0; index < subject.attributeCount; index++) if (subject.type(index) === 'CN') count += 1;
    this.#writeVarint(count);
    for (let index = 0; index < subject.attributeCount; index++) {
      if (subject.type(index) === 'CN') this.#writeLatin1(der, subject.start(index), subject.end(index));
    }
  }

  /**
   * Writes the attributes as `renderDistinguishedName` does: the last one first, as `TYPE=VALUE`,
   * separated by commas.
   */
  #writeSubject(subject: RegularSubject, der: Buffer): void {
    let length = Math.max(subject.attributeCount - 1, 0);
    for (let index = 0; index < subject.attributeCount; index++) {
      length += subject.type(index).length + 1 + subject.end(index) - subject.start(index);
    }
    this.#writeVarint(1);
    this.#writeVarint(length * 2);
    const bytes = this.#bytes;
    for (let index = subject.attributeCount - 1; index >= 0; index--) {
      const type = subject.type(index);
      for (let at = 0; at < type.length; at++) bytes[this.#length++] = type.charCodeAt(at);
      bytes[this.#length++] = EQUALS;
      this.#copy(der, subject.start(index), subject.end(index));
      if (index > 0) bytes[this.#length++] = COMMA;
    }
  }

  /** Writes Latin-1 bytes as a text. */
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

  /** Writes the upper-case hex of bytes as a text. */
  #writeHexText(source: Buffer, from: number, to: number): void {
    // Hex has two characters for each byte.
    this.#writeVarint((to - from) * 2 * 2);
    this.#length = writeHex(source, from, to, this.#bytes, this.#length);
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

  /** Writes a hash; zeros if it is unknown, and therefore empty. */
  #writeHash(hex: string, at: number, length: number): void {
    if (hex === '') this.#bytes.fill(0, at, at + length);
    else this.#bytes.write(hex, at, length, 'hex');
  }

  /** Writes a list of texts. */
  #writeTexts(texts: readonly string[]): void {
    this.#writeVarint(texts.length);
    for (const text of texts) this.#writeText(text);
  }

  /** Writes a text as Latin-1; as UTF-16 from the start if a character does not fit. */
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
    // Each code unit has two bytes; the 1 marks UTF-16.
    this.#writeVarint(text.length * 2 * 2 + 1);
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
