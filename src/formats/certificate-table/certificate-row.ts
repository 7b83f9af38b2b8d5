import type { Certificate, KeyUsage, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { Instant } from '../../domain/time.ts';
import type { VisibleWriter } from '../terminal/visible-writer.ts';
import type { RowSlab } from './row-slab.ts';
import type { SharedFacts } from './shared-facts.ts';

/**
 * The offsets of the parts of a row, bytes. At `texts` begin the parts of variable length: lists of
 * texts in the order of `LIST_INDEX`.
 */
export const ROW = {
  notBefore: 0,
  notAfter: 8,
  thumbprint: 16,
  sha256Fingerprint: 36,
  publicKeySha256: 68,
  texts: 100,
} as const;

/** The length of each hash, bytes. */
const HASH_BYTES = { thumbprint: 20, sha256Fingerprint: 32, publicKeySha256: 32 } as const;

/** The index of each list of texts in a row. A single text is a list of one. */
const LIST_INDEX = {
  dnsNames: 0,
  commonNames: 1,
  subject: 2,
  serialNumber: 3,
  ipAddresses: 4,
  subjectKeyIdentifier: 5,
} as const;

/**
 * A certificate stored as a row of bytes in a slab, which contains many rows. A row needs a fifth
 * of the memory of an object with its own strings. Each access to a text field creates its strings.
 */
export class CertificateRow implements Certificate {
  readonly #slab: RowSlab;
  readonly #offset: number;
  readonly #shared: SharedFacts;

  /** @param offset the start of the row in the slab, bytes */
  constructor(slab: RowSlab, offset: number, shared: SharedFacts) {
    this.#slab = slab;
    this.#offset = offset;
    this.#shared = shared;
  }

  /** The first 30 bits of the thumbprint, to compare certificates without creating strings. */
  get thumbprintPrefix30(): number {
    return this.#slab.prefix30(this.#offset + ROW.thumbprint);
  }

  /** Writes a hash as hex. */
  writeHash(field: keyof typeof HASH_BYTES, out: VisibleWriter): void {
    this.#slab.writeHex(this.#offset + ROW[field], HASH_BYTES[field], out);
  }

  /** Writes the escaped texts of a field, separated by a comma and a space. */
  writeTexts(field: keyof typeof LIST_INDEX, out: VisibleWriter): void {
    this.#slab.writeTexts(this.#offset + ROW.texts, LIST_INDEX[field], out);
  }

  get thumbprint(): Thumbprint {
    return this.#slab.hex(this.#offset + ROW.thumbprint, HASH_BYTES.thumbprint);
  }
  get sha256Fingerprint(): string {
    return this.#slab.hex(this.#offset + ROW.sha256Fingerprint, HASH_BYTES.sha256Fingerprint);
  }
  get publicKeySha256(): string {
    return this.#slab.hex(this.#offset + ROW.publicKeySha256, HASH_BYTES.publicKeySha256);
  }
  get notBefore(): Instant {
    return this.#slab.instant(this.#offset + ROW.notBefore);
  }
  get notAfter(): Instant {
    return this.#slab.instant(this.#offset + ROW.notAfter);
  }
  get dnsNames(): readonly string[] {
    return this.#slab.texts(this.#offset + ROW.texts, LIST_INDEX.dnsNames);
  }
  get commonNames(): readonly string[] {
    return this.#slab.texts(this.#offset + ROW.texts, LIST_INDEX.commonNames);
  }
  get subject(): string {
    return this.#slab.texts(this.#offset + ROW.texts, LIST_INDEX.subject)[0] ?? '';
  }
  get serialNumber(): string {
    return this.#slab.texts(this.#offset + ROW.texts, LIST_INDEX.serialNumber)[0] ?? '';
  }
  get ipAddresses(): readonly string[] {
    return this.#slab.texts(this.#offset + ROW.texts, LIST_INDEX.ipAddresses);
  }
  get subjectKeyIdentifier(): string | undefined {
    return this.#slab.texts(this.#offset + ROW.texts, LIST_INDEX.subjectKeyIdentifier)[0];
  }
  get issuer(): string {
    return this.#shared.issuer;
  }
  get version(): number {
    return this.#shared.version;
  }
  get publicKeyAlgorithm(): string {
    return this.#shared.publicKeyAlgorithm;
  }
  get publicKeySize(): number | undefined {
    return this.#shared.publicKeySize;
  }
  get signatureAlgorithm(): string {
    return this.#shared.signatureAlgorithm;
  }
  get isSelfIssued(): boolean {
    return this.#shared.isSelfIssued;
  }
  get isCa(): boolean {
    return this.#shared.isCa;
  }
  get pathLength(): number | undefined {
    return this.#shared.pathLength;
  }
  get keyUsage(): readonly KeyUsage[] | undefined {
    return this.#shared.keyUsage;
  }
  get extendedKeyUsage(): readonly string[] | undefined {
    return this.#shared.extendedKeyUsage;
  }
  get authorityKeyIdentifier(): string | undefined {
    return this.#shared.authorityKeyIdentifier;
  }
}
