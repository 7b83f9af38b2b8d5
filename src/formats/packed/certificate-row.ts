import type { Certificate, KeyUsage, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { Instant } from '../../domain/time.ts';
import type { RowSlab } from './row-slab.ts';
import type { SharedFacts } from './shared-facts.ts';

/**
 * Where the parts of a row stand, in octets from its start. What varies in length follows: DNS names, common names,
 * subject, serial number, addresses, key identifier.
 */
export const ROW = {
  notBefore: 0,
  notAfter: 8,
  thumbprint: 16,
  sha256Fingerprint: 36,
  publicKeySha256: 68,
  texts: 100,
} as const;

/**
 * A certificate as a row of octets among others: a fifth of the memory of an object with texts of its own. Texts are made
 * when they are asked for.
 */
export class CertificateRow implements Certificate {
  readonly #slab: RowSlab;
  readonly #at: number;
  readonly #shared: SharedFacts;

  constructor(slab: RowSlab, at: number, shared: SharedFacts) {
    this.#slab = slab;
    this.#at = at;
    this.#shared = shared;
  }

  /** The first thirty bits of the thumbprint: to tell certificates apart without making texts. */
  get digest(): number {
    return this.#slab.digest(this.#at + ROW.thumbprint);
  }
  get thumbprint(): Thumbprint {
    return this.#slab.hex(this.#at + ROW.thumbprint, 20);
  }
  get sha256Fingerprint(): string {
    return this.#slab.hex(this.#at + ROW.sha256Fingerprint, 32);
  }
  get publicKeySha256(): string {
    return this.#slab.hex(this.#at + ROW.publicKeySha256, 32);
  }
  get notBefore(): Instant {
    return this.#slab.number(this.#at + ROW.notBefore);
  }
  get notAfter(): Instant {
    return this.#slab.number(this.#at + ROW.notAfter);
  }
  get dnsNames(): readonly string[] {
    return this.#slab.texts(this.#at + ROW.texts, 0);
  }
  get commonNames(): readonly string[] {
    return this.#slab.texts(this.#at + ROW.texts, 1);
  }
  get subject(): string {
    return this.#slab.texts(this.#at + ROW.texts, 2)[0] ?? '';
  }
  get serialNumber(): string {
    return this.#slab.texts(this.#at + ROW.texts, 3)[0] ?? '';
  }
  get ipAddresses(): readonly string[] {
    return this.#slab.texts(this.#at + ROW.texts, 4);
  }
  get subjectKeyIdentifier(): string | undefined {
    return this.#slab.texts(this.#at + ROW.texts, 5)[0];
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
