import { hash } from 'node:crypto';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { putHex, withRoom } from '../terminal/byte-buffer.ts';
import { ROW } from './certificate-row.ts';
import type { RegularCertificate } from './regular-certificate.ts';
import type { RegularSubject } from './regular-subject.ts';

const FIRST_SIZE = 64 * 1024;
const EQUALS = 0x3d;
const COMMA = 0x2c;

/** A writer of rows in sequence. @see RowSlab */
export class RowWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);
  #length = 0;

  /** Starts again and reuses the memory. */
  begin(): void {
    this.#length = 0;
  }

  /** Adds the row of a certificate. Returns its offset. */
  add(certificate: Certificate): number {
    const start = this.#length;
    this.#reserve(ROW.texts);
    const bytes = this.#bytes;
    bytes.writeDoubleLE(certificate.notBefore, start + ROW.notBefore);
    bytes.writeDoubleLE(certificate.notAfter, start + ROW.notAfter);
    this.#hashes(certificate, start);
    this.#length = start + ROW.texts;
    const { dnsNames, commonNames, subject, serialNumber, ipAddresses, subjectKeyIdentifier } = certificate;
    this.#texts(dnsNames);
    this.#texts(commonNames);
    this.#number(1);
    this.#text(subject);
    this.#number(1);
    this.#text(serialNumber);
    this.#texts(ipAddresses);
    this.#number(subjectKeyIdentifier === undefined ? 0 : 1);
    if (subjectKeyIdentifier !== undefined) this.#text(subjectKeyIdentifier);
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
    this.#number(dnsNameCount);
    for (let name = 0; name < dnsNameCount; name++) {
      this.#latin1Text(der, dnsNames[2 * name] ?? 0, dnsNames[2 * name + 1] ?? 0);
    }
    this.#commonNames(subject, der);
    this.#subject(subject, der);
    this.#number(1);
    this.#hexText(der, certificate.serialStart, certificate.serialEnd);
    this.#number(0);
    const { keyIdentifierStart, keyIdentifierEnd } = certificate;
    this.#number(keyIdentifierEnd === 0 ? 0 : 1);
    if (keyIdentifierEnd !== 0) this.#hexText(der, keyIdentifierStart, keyIdentifierEnd);
    return start;
  }

  #commonNames(subject: RegularSubject, der: Buffer): void {
    let count = 0;
    for (let at = 0; at < subject.count; at++) if (subject.type(at) === 'CN') count += 1;
    this.#number(count);
    for (let at = 0; at < subject.count; at++) {
      if (subject.type(at) === 'CN') this.#latin1Text(der, subject.start(at), subject.end(at));
    }
  }

  /** @see renderDistinguishedName */
  #subject(subject: RegularSubject, der: Buffer): void {
    let length = Math.max(subject.count - 1, 0);
    for (let at = 0; at < subject.count; at++) {
      length += subject.type(at).length + 1 + subject.end(at) - subject.start(at);
    }
    this.#number(1);
    this.#number(length * 2);
    const bytes = this.#bytes;
    for (let at = subject.count - 1; at >= 0; at--) {
      const type = subject.type(at);
      for (let unit = 0; unit < type.length; unit++) bytes[this.#length++] = type.charCodeAt(unit);
      bytes[this.#length++] = EQUALS;
      this.#copy(der, subject.start(at), subject.end(at));
      if (at > 0) bytes[this.#length++] = COMMA;
    }
  }

  /** Writes a text of one byte for each character. */
  #latin1Text(source: Buffer, from: number, to: number): void {
    this.#number((to - from) * 2);
    this.#copy(source, from, to);
  }

  #copy(source: Buffer, from: number, to: number): void {
    const bytes = this.#bytes;
    let length = this.#length;
    for (let at = from; at < to; at++) bytes[length++] = source[at] ?? 0;
    this.#length = length;
  }

  #hexText(source: Buffer, from: number, to: number): void {
    this.#number((to - from) * 4);
    this.#length = putHex(source, from, to, this.#bytes, this.#length);
  }

  /** Returns a copy of the rows since `begin`. */
  take(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#length));
  }

  #hashes({ thumbprint, sha256Fingerprint, publicKeySha256 }: Certificate, start: number): void {
    const all = thumbprint + sha256Fingerprint + publicKeySha256;
    // The three hashes are adjacent, so one call writes them.
    if (all.length === 2 * (ROW.texts - ROW.thumbprint)) {
      this.#bytes.write(all, start + ROW.thumbprint, 'hex');
      return;
    }
    this.#hex(thumbprint, start + ROW.thumbprint, 20);
    this.#hex(sha256Fingerprint, start + ROW.sha256Fingerprint, 32);
    this.#hex(publicKeySha256, start + ROW.publicKeySha256, 32);
  }

  #hex(hex: string, at: number, length: number): void {
    if (hex === '') this.#bytes.fill(0, at, at + length);
    else this.#bytes.write(hex, at, length, 'hex');
  }

  #texts(texts: readonly string[]): void {
    this.#number(texts.length);
    for (const text of texts) this.#text(text);
  }

  #text(text: string): void {
    const { length } = text;
    const head = this.#length;
    this.#number(length * 2);
    this.#reserve(length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 0xff) {
        this.#length = head;
        this.#wideText(text);
        return;
      }
      bytes[start + at] = unit;
    }
    this.#length = start + length;
  }

  #wideText(text: string): void {
    this.#number(text.length * 4 + 1);
    this.#reserve(text.length * 2);
    this.#length += this.#bytes.write(text, this.#length, 'utf16le');
  }

  #number(value: number): void {
    this.#reserve(8);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  #reserve(more: number): void {
    // The rare case is a separate method, so that this one can be inlined.
    if (this.#length + more > this.#bytes.length) this.#grow(more);
  }

  #grow(more: number): void {
    this.#bytes = withRoom(this.#bytes, this.#length, more);
  }
}
