import type { Instant } from '../../domain/time.ts';
import { TAG } from '../der/der.ts';
import { DerSteps } from '../der/der-steps.ts';
import { isGeneralName } from '../x509/extensions.ts';
import { readTime } from '../x509/time.ts';
import { RegularSubject } from './regular-subject.ts';

// The last byte of the identifiers that are read; all are 2.5.29.N.
const SUBJECT_KEY_IDENTIFIER = 0x0e;
const SUBJECT_ALTERNATIVE_NAME = 0x11;
const KEY_USAGE = 0x0f;
const BASIC_CONSTRAINTS = 0x13;
const AUTHORITY_KEY_IDENTIFIER = 0x23;
const EXTENDED_KEY_USAGE = 0x25;

const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
const PKCS1: readonly number[] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
/**
 * The minimum length of a certificate. In a shorter one, a length of two bytes may not be the
 * shortest form.
 */
const MIN_CERTIFICATE_BYTES = 0x104;
const MAX_DNS_NAMES = 128;
const MAX_SHARED_BYTES = 1024;

/**
 * A locator for the parts of a certificate of the usual structure; it creates no objects. Such a
 * certificate has version 3, another issuer, all parts in order, no characters to escape in its
 * subject, and no addresses. `parseCertificate` reads all others, and the parts that certificates
 * share.
 * @see RFC 5280 section 4.1
 */
export class RegularCertificate {
  readonly subject: RegularSubject = new RegularSubject();
  notBefore: Instant = 0;
  notAfter: Instant = 0;
  /** The bytes of the serial number, without a leading zero. */
  serialStart = 0;
  serialEnd = 0;
  /** The bytes of the SubjectPublicKeyInfo. */
  publicKeyStart = 0;
  publicKeyEnd = 0;
  /** The bytes of the subject key identifier; the end is 0 if there is none. */
  keyIdentifierStart = 0;
  keyIdentifierEnd = 0;
  dnsNameCount = 0;
  /** The start and end of each DNS name, alternating. */
  readonly dnsNames: Int32Array = new Int32Array(2 * MAX_DNS_NAMES);
  /**
   * The bytes that determine the shared facts, up to `sharedLength`: issuer, algorithms, key size
   * and allowed uses. Equal bytes mean equal facts.
   */
  readonly shared: Buffer = Buffer.alloc(MAX_SHARED_BYTES);
  sharedLength = 0;
  readonly #steps: DerSteps = new DerSteps();

  get der(): Buffer {
    return this.#steps.der;
  }

  /** Returns true if the certificate has this structure; the other members then describe it. */
  locate(der: Buffer): boolean {
    const steps = this.#steps;
    steps.der = der;
    this.dnsNameCount = 0;
    this.sharedLength = 0;
    this.keyIdentifierEnd = 0;
    const { length } = der;
    if (length < MIN_CERTIFICATE_BYTES || steps.lastElement(0, length) !== TAG.sequence) return false;
    if (steps.element(steps.start, length) !== TAG.sequence) return false;
    const end = steps.end;
    return this.#locateTbs(steps.start, end) && this.#locateSignature(end, length);
  }

  #locateTbs(start: number, end: number): boolean {
    const steps = this.#steps;
    if (!this.#isVersion3(start)) return false;
    if (steps.element(start + 5, end) !== TAG.integer || !this.#locateSerial()) return false;
    if (steps.element(steps.end, end) !== TAG.sequence) return false;
    const issuer = steps.end;
    if (steps.element(issuer, end) !== TAG.sequence) return false;
    const issuerEnd = steps.end;
    if (!this.#addShared(issuer, issuerEnd)) return false;
    if (steps.element(issuerEnd, end) !== TAG.sequence || !this.#readValidity(steps.start, steps.end)) return false;
    const subject = steps.end;
    if (steps.element(subject, end) !== TAG.sequence) return false;
    const subjectEnd = steps.end;
    // More than the names decides if a certificate is self-issued.
    if (steps.areEqual(issuer, issuerEnd, subject, subjectEnd)) return false;
    if (!this.subject.locate(steps, steps.start, subjectEnd)) return false;
    if (steps.element(subjectEnd, end) !== TAG.sequence || !this.#locatePublicKey(subjectEnd)) return false;
    if (steps.lastElement(this.publicKeyEnd, end) !== TAG.explicit3) return false;
    return steps.lastElement(steps.start, end) === TAG.sequence && this.#locateExtensions(steps.start, end);
  }

  #locateSignature(start: number, end: number): boolean {
    const steps = this.#steps;
    if (steps.element(start, end) !== TAG.sequence || !this.#addShared(start, steps.end)) return false;
    return steps.lastElement(steps.end, end) === TAG.bitString;
  }

  #isVersion3(start: number): boolean {
    const { der } = this;
    const isWrapped = der[start] === TAG.explicit0 && der[start + 1] === 3;
    return isWrapped && der[start + 2] === TAG.integer && der[start + 3] === 1 && der[start + 4] === 2;
  }

  /** Accepts a positive number in its shortest form. */
  #locateSerial(): boolean {
    const { start, end } = this.#steps;
    const first = this.der[start] ?? 0;
    if (start === end || first >= 0x80) return false;
    const hasZero = first === 0 && end - start > 1;
    if (hasZero && (this.der[start + 1] ?? 0) < 0x80) return false;
    this.serialStart = hasZero ? start + 1 : start;
    this.serialEnd = end;
    return true;
  }

  #readValidity(start: number, end: number): boolean {
    const steps = this.#steps;
    const notBefore = readTime(this.der, steps.element(start, end), steps.start, steps.end);
    const notAfter = readTime(this.der, steps.lastElement(steps.end, end), steps.start, steps.end);
    if (notBefore === undefined || notAfter === undefined) return false;
    this.notBefore = notBefore;
    this.notAfter = notAfter;
    return true;
  }

  #locatePublicKey(head: number): boolean {
    const steps = this.#steps;
    const { start: algorithm, end } = steps;
    if (steps.element(algorithm, end) !== TAG.sequence || !this.#addShared(algorithm, steps.end)) return false;
    const identifier = steps.start;
    if (steps.lastElement(steps.end, end) !== TAG.bitString) return false;
    if (this.#isPkcs1(identifier) && !this.#addModulusLength(steps.start, end)) return false;
    this.publicKeyStart = head;
    this.publicKeyEnd = end;
    return true;
  }

  /** Returns true if the identifier is 1.2.840.113549.1.1.N, as for RSA. */
  #isPkcs1(identifier: number): boolean {
    const { der } = this;
    for (let at = 0; at < PKCS1.length; at++) if (der[identifier + 2 + at] !== PKCS1[at]) return false;
    return true;
  }

  /** Adds only the length of an RSA modulus, because the modulus differs in each certificate. */
  #addModulusLength(bits: number, end: number): boolean {
    const { der } = this;
    const steps = this.#steps;
    if (steps.lastElement(bits + 1, end) !== TAG.sequence) return false;
    const modulus = steps.start;
    if (steps.element(modulus, end) !== TAG.integer) return false;
    const isFull = der[steps.start] === 0 && steps.end - steps.start > 1 && (der[steps.start + 1] ?? 0) >= 0x80;
    return isFull && this.#addShared(modulus, steps.start);
  }

  #locateExtensions(start: number, end: number): boolean {
    const { der } = this;
    const steps = this.#steps;
    let hasNames = false;
    for (let next = start; next < end; ) {
      const head = next;
      if (steps.element(head, end) !== TAG.sequence) return false;
      next = steps.end;
      if (steps.element(steps.start, next) !== TAG.objectIdentifier) return false;
      const at = steps.start;
      const id = steps.end - at === 3 && der[at] === 0x55 && der[at + 1] === 0x1d ? der[at + 2] : undefined;
      let tag = steps.element(steps.end, next);
      if (tag === TAG.boolean) tag = steps.element(steps.end, next);
      if (tag !== TAG.octetString || steps.end !== next) return false;
      if (id === SUBJECT_ALTERNATIVE_NAME) {
        if (hasNames || !this.#locateNames(steps.start, next)) return false;
        hasNames = true;
      } else if (id === SUBJECT_KEY_IDENTIFIER) {
        if (this.keyIdentifierEnd !== 0 || steps.lastElement(steps.start, next) !== TAG.octetString) return false;
        this.keyIdentifierStart = steps.start;
        this.keyIdentifierEnd = next;
      } else if (id !== undefined && isShared(id) && !this.#addShared(head, next)) return false;
    }
    return true;
  }

  #locateNames(start: number, end: number): boolean {
    const steps = this.#steps;
    if (steps.lastElement(start, end) !== TAG.sequence) return false;
    for (let at = steps.start; at < end; at = steps.end) {
      const tag = steps.element(at, end);
      if (tag === 0 || tag === IP_ADDRESS || this.dnsNameCount === MAX_DNS_NAMES) return false;
      if (tag !== DNS_NAME) {
        if (!isGeneralName(tag)) return false;
        continue;
      }
      this.dnsNames[2 * this.dnsNameCount] = steps.start;
      this.dnsNames[2 * this.dnsNameCount + 1] = steps.end;
      this.dnsNameCount += 1;
    }
    return true;
  }

  /** Adds bytes to `shared`. Returns false if they do not fit. */
  #addShared(start: number, end: number): boolean {
    const { der, shared } = this;
    let length = this.sharedLength;
    if (length + end - start > MAX_SHARED_BYTES) return false;
    for (let at = start; at < end; at++) shared[length++] = der[at] ?? 0;
    this.sharedLength = length;
    return true;
  }
}

/**
 * Returns true if the certificates of an issuer's template have an identical extension of this
 * identifier.
 */
function isShared(id: number): boolean {
  return id === KEY_USAGE || id === BASIC_CONSTRAINTS || id === AUTHORITY_KEY_IDENTIFIER || id === EXTENDED_KEY_USAGE;
}
