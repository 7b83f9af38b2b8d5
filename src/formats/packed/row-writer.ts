import type { Certificate } from '../../domain/certificate/certificate.ts';
import { ROW } from './certificate-row.ts';

const FIRST_SIZE = 64 * 1024;

/** Writes rows one behind the other. @see RowSlab */
export class RowWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);
  #length = 0;

  /** Begins anew, in the memory it has. */
  begin(): void {
    this.#length = 0;
  }

  /** Adds a certificate's row; answers where it starts. */
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

  /** All that was written since the beginning, in memory of its own. */
  take(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#length));
  }

  #hashes({ thumbprint, sha256Fingerprint, publicKeySha256 }: Certificate, start: number): void {
    const all = thumbprint + sha256Fingerprint + publicKeySha256;
    // They stand side by side, so that one call writes all three.
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
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
