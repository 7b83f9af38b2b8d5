import type { Instant } from '../../domain/time.ts';
import { TAG } from '../der/der.ts';
import { RegularDerReader } from '../der/regular-der-reader.ts';
import { isGeneralName } from '../x509/extensions.ts';
import { readTime } from '../x509/time.ts';
import { RegularSubject } from './regular-subject.ts';

// The last byte of the OIDs of extensions; all are 2.5.29.N.
const SUBJECT_KEY_IDENTIFIER = 0x0e;
const SUBJECT_ALTERNATIVE_NAME = 0x11;
const KEY_USAGE = 0x0f;
const BASIC_CONSTRAINTS = 0x13;
const AUTHORITY_KEY_IDENTIFIER = 0x23;
const EXTENDED_KEY_USAGE = 0x25;

// The tags of names in the subject alternative name.
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
/** The length of the version 3 in DER: a0 03 02 01 02. */
const VERSION_BYTES = 5;
/** The first bytes of the OIDs 1.2.840.113549.1.1.N, the algorithms of RSA. */
const PKCS1: readonly number[] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
/**
 * The minimum length of a regular certificate: 4 bytes before the contents, and 0x100 bytes of
 * contents. The reader accepts at most two bytes of length, which such contents need. So the length
 * is in its shortest form, from which fingerprints are calculated.
 */
const MIN_CERTIFICATE_BYTES = 0x104;
const MAX_DNS_NAMES = 128;
const MAX_SHARED_KEY_BYTES = 1024;

/**
 * A fast locator of the parts of a regular certificate: it gives their offsets in the DER. One
 * object is reused for many certificates, so that no objects are created for each of them. A
 * regular certificate has version 3, an issuer other than its subject, all parts in order, a
 * regular subject, and no IP addresses. `parseCertificate` reads all other certificates.
 *
 * The facts that many certificates share (issuer, algorithms, uses) are not located.
 * `parseCertificate` reads them from the first certificate, and `SharedFacts` keeps them under the
 * bytes in `sharedKey`.
 * @see RegularSubject
 * @see SharedFacts
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
  /** The bytes of the subject key identifier; the end is 0 if the certificate has none. */
  keyIdentifierStart = 0;
  keyIdentifierEnd = 0;
  dnsNameCount = 0;
  /** The start and end of each DNS name, alternating. */
  readonly dnsNames: Int32Array = new Int32Array(2 * MAX_DNS_NAMES);
  /**
   * The first `sharedKeyLength` bytes are a key for `SharedFacts`: a copy of the parts with the
   * issuer, algorithms, key size and allowed uses. Equal bytes mean equal facts.
   */
  readonly sharedKey: Buffer = Buffer.alloc(MAX_SHARED_KEY_BYTES);
  sharedKeyLength = 0;
  /**
   * `read` returns the tag of an element, and 0 if the element is rejected. It sets `start` and
   * `end` to the contents. `readLast` also rejects an element that ends before the limit.
   */
  readonly #reader: RegularDerReader = new RegularDerReader();

  get der(): Buffer {
    return this.#reader.der;
  }

  /** Returns true if a certificate is regular; only then do the other members describe it. */
  locate(der: Buffer): boolean {
    const reader = this.#reader;
    reader.der = der;
    this.dnsNameCount = 0;
    this.sharedKeyLength = 0;
    this.keyIdentifierEnd = 0;
    const { length } = der;
    if (length < MIN_CERTIFICATE_BYTES || reader.readLast(0, length) !== TAG.sequence) return false;
    if (reader.read(reader.start, length) !== TAG.sequence) return false;
    const end = reader.end;
    return this.#locateTbs(reader.start, end) && this.#locateSignature(end, length);
  }

  /** Locates the parts of the TBSCertificate, which is the signed part. */
  #locateTbs(start: number, end: number): boolean {
    const reader = this.#reader;
    if (!this.#isVersion3(start)) return false;
    if (reader.read(start + VERSION_BYTES, end) !== TAG.integer || !this.#locateSerial()) return false;
    // The signature algorithm is added in `#locateSignature`, where it is repeated.
    if (reader.read(reader.end, end) !== TAG.sequence) return false;
    const issuer = reader.end;
    if (reader.read(issuer, end) !== TAG.sequence) return false;
    const issuerEnd = reader.end;
    if (!this.#addToSharedKey(issuer, issuerEnd)) return false;
    if (reader.read(issuerEnd, end) !== TAG.sequence || !this.#readValidity(reader.start, reader.end)) return false;
    const subject = reader.end;
    if (reader.read(subject, end) !== TAG.sequence) return false;
    const subjectEnd = reader.end;
    // With equal names, it may be self-issued, which only `parseCertificate` determines.
    if (reader.areEqual(issuer, issuerEnd, subject, subjectEnd)) return false;
    if (!this.subject.locate(reader, reader.start, subjectEnd)) return false;
    if (reader.read(subjectEnd, end) !== TAG.sequence || !this.#locatePublicKey(subjectEnd)) return false;
    if (reader.readLast(this.publicKeyEnd, end) !== TAG.explicit3) return false;
    return reader.readLast(reader.start, end) === TAG.sequence && this.#locateExtensions(reader.start, end);
  }

  #locateSignature(start: number, end: number): boolean {
    const reader = this.#reader;
    if (reader.read(start, end) !== TAG.sequence || !this.#addToSharedKey(start, reader.end)) return false;
    return reader.readLast(reader.end, end) === TAG.bitString;
  }

  #isVersion3(start: number): boolean {
    const { der } = this;
    const hasVersion = der[start] === TAG.explicit0 && der[start + 1] === 3;
    return hasVersion && der[start + 2] === TAG.integer && der[start + 3] === 1 && der[start + 4] === 2;
  }

  /** Locates the serial number, which must be a positive number in its shortest form. */
  #locateSerial(): boolean {
    const { start, end } = this.#reader;
    const first = this.der[start] ?? 0;
    if (start === end || first >= 0x80) return false;
    const hasLeadingZero = first === 0 && end - start > 1;
    if (hasLeadingZero && (this.der[start + 1] ?? 0) < 0x80) return false;
    this.serialStart = hasLeadingZero ? start + 1 : start;
    this.serialEnd = end;
    return true;
  }

  #readValidity(start: number, end: number): boolean {
    const reader = this.#reader;
    const notBeforeTag = reader.read(start, end);
    const notBefore = readTime(this.der, notBeforeTag, reader.start, reader.end);
    const notAfterTag = reader.readLast(reader.end, end);
    const notAfter = readTime(this.der, notAfterTag, reader.start, reader.end);
    if (notBefore === undefined || notAfter === undefined) return false;
    this.notBefore = notBefore;
    this.notAfter = notAfter;
    return true;
  }

  /** Locates the SubjectPublicKeyInfo at `offset`, whose tag and length have been read. */
  #locatePublicKey(offset: number): boolean {
    const reader = this.#reader;
    const { start: algorithm, end } = reader;
    if (reader.read(algorithm, end) !== TAG.sequence || !this.#addToSharedKey(algorithm, reader.end)) return false;
    const oidOffset = reader.start;
    if (reader.readLast(reader.end, end) !== TAG.bitString) return false;
    if (this.#isPkcs1(oidOffset) && !this.#addModulusLength(reader.start, end)) return false;
    this.publicKeyStart = offset;
    this.publicKeyEnd = end;
    return true;
  }

  /**
   * Returns true if the OID at an offset is 1.2.840.113549.1.1.N: the key is an RSA key (N = 1), or
   * one for RSASSA-PSS only (N = 10).
   */
  #isPkcs1(oidOffset: number): boolean {
    const { der } = this;
    // The tag and the length of the OID take two bytes.
    for (let at = 0; at < PKCS1.length; at++) if (der[oidOffset + 2 + at] !== PKCS1[at]) return false;
    return true;
  }

  /**
   * Adds the tag and length of an RSA modulus to `sharedKey`, which determine the key size. Does not
   * add the modulus, which differs in each certificate.
   */
  #addModulusLength(bitString: number, end: number): boolean {
    const { der } = this;
    const reader = this.#reader;
    // The first byte of a bit string is the number of its unused bits.
    if (reader.readLast(bitString + 1, end) !== TAG.sequence) return false;
    const modulus = reader.start;
    if (reader.read(modulus, end) !== TAG.integer) return false;
    // With another first bit, the length in bytes does not determine the length in bits.
    const isFirstBitSet =
      der[reader.start] === 0 && reader.end - reader.start > 1 && (der[reader.start + 1] ?? 0) >= 0x80;
    return isFirstBitSet && this.#addToSharedKey(modulus, reader.start);
  }

  #locateExtensions(start: number, end: number): boolean {
    const { der } = this;
    const reader = this.#reader;
    let hasNames = false;
    for (let next = start; next < end; ) {
      const head = next;
      if (reader.read(head, end) !== TAG.sequence) return false;
      next = reader.end;
      if (reader.read(reader.start, next) !== TAG.objectIdentifier) return false;
      const oid = reader.start;
      // N of 2.5.29.N; undefined for another OID.
      const id = reader.end - oid === 3 && der[oid] === 0x55 && der[oid + 1] === 0x1d ? der[oid + 2] : undefined;
      let tag = reader.read(reader.end, next);
      // A boolean before the value says if the extension is critical.
      if (tag === TAG.boolean) tag = reader.read(reader.end, next);
      if (tag !== TAG.octetString || reader.end !== next) return false;
      if (id === SUBJECT_ALTERNATIVE_NAME) {
        if (hasNames || !this.#locateNames(reader.start, next)) return false;
        hasNames = true;
      } else if (id === SUBJECT_KEY_IDENTIFIER) {
        if (this.keyIdentifierEnd !== 0 || reader.readLast(reader.start, next) !== TAG.octetString) return false;
        this.keyIdentifierStart = reader.start;
        this.keyIdentifierEnd = next;
      } else if (id !== undefined && isShared(id) && !this.#addToSharedKey(head, next)) return false;
    }
    return true;
  }

  #locateNames(start: number, end: number): boolean {
    const reader = this.#reader;
    if (reader.readLast(start, end) !== TAG.sequence) return false;
    for (let at = reader.start; at < end; at = reader.end) {
      const tag = reader.read(at, end);
      const isRejected = tag === 0;
      if (isRejected || tag === IP_ADDRESS || this.dnsNameCount === MAX_DNS_NAMES) return false;
      if (tag !== DNS_NAME) {
        if (!isGeneralName(tag)) return false;
        continue;
      }
      this.dnsNames[2 * this.dnsNameCount] = reader.start;
      this.dnsNames[2 * this.dnsNameCount + 1] = reader.end;
      this.dnsNameCount += 1;
    }
    return true;
  }

  /** Adds bytes to `sharedKey`. Returns false if they do not fit. */
  #addToSharedKey(start: number, end: number): boolean {
    const { der, sharedKey } = this;
    let length = this.sharedKeyLength;
    if (length + end - start > MAX_SHARED_KEY_BYTES) return false;
    for (let at = start; at < end; at++) sharedKey[length++] = der[at] ?? 0;
    this.sharedKeyLength = length;
    return true;
  }
}

/**
 * Returns true for an extension that determines shared facts. It is usually identical in the
 * certificates that an issuer creates from one template.
 * @param id N of its OID 2.5.29.N
 */
function isShared(id: number): boolean {
  return id === KEY_USAGE || id === BASIC_CONSTRAINTS || id === AUTHORITY_KEY_IDENTIFIER || id === EXTENDED_KEY_USAGE;
}
