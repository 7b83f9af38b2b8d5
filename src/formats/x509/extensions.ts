import { KEY_USAGES, type KeyUsage } from '../../domain/certificate/certificate.ts';
import { ipAddressText } from '../../domain/certificate/ip-address.ts';
import { ENCODING_FAILURES } from '../../domain/failure/encoding-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { DerReader, TAG } from '../der/der.ts';
import { EXTENDED_KEY_USAGES, findObjectIdentifier, objectIdentifierText } from '../der/object-identifiers.ts';
import { ParsedValueCache } from '../der/parsed-value-cache.ts';

// The last byte of the OIDs of extensions; all are 2.5.29.N.
const SUBJECT_KEY_IDENTIFIER = 0x0e;
const KEY_USAGE = 0x0f;
const SUBJECT_ALTERNATIVE_NAME = 0x11;
const BASIC_CONSTRAINTS = 0x13;
const AUTHORITY_KEY_IDENTIFIER = 0x23;
const EXTENDED_KEY_USAGE = 0x25;

const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
const KEY_IDENTIFIER = 0x80;
const GENERAL_NAMES: ReadonlySet<number> = new Set([0xa0, 0x81, DNS_NAME, 0xa3, 0xa4, 0xa5, 0x86, IP_ADDRESS, 0x88]);

/** The names of a subject alternative name that mailcertd uses, in order. */
export interface AlternativeNames {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** Why the names could not be read; undefined if they were read. */
  readonly error: Failure | undefined;
}

/**
 * The basic constraints: CA or not, and the maximum number of intermediate certificates below it.
 */
export interface BasicConstraints {
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
}

/**
 * The extensions that mailcertd uses; undefined if missing. An extension with unreadable contents
 * is empty, as in OpenSSL.
 */
export interface ExtensionFields {
  alternativeNames: AlternativeNames | undefined;
  basicConstraints: BasicConstraints | undefined;
  keyUsage: readonly KeyUsage[] | undefined;
  extendedKeyUsage: readonly string[] | undefined;
  /** The bytes as upper-case hex. */
  subjectKeyIdentifier: string | undefined;
  authorityKeyIdentifier: string | undefined;
}

/** Returns the fields of a certificate without extensions. */
export function noExtensions(): ExtensionFields {
  return {
    alternativeNames: undefined,
    basicConstraints: undefined,
    keyUsage: undefined,
    extendedKeyUsage: undefined,
    subjectKeyIdentifier: undefined,
    authorityKeyIdentifier: undefined,
  };
}

/** Reads Extensions. The first of repeated extensions is used. @see RFC 5280 section 4.2 */
export function readExtensions(reader: DerReader): ExtensionFields {
  const fields = noExtensions();
  reader.expect(TAG.sequence, 'extensions');
  const afterExtensions = reader.enter();
  while (reader.hasMore()) {
    reader.expect(TAG.sequence, 'extensions');
    const afterExtension = reader.enter();
    reader.expect(TAG.objectIdentifier, 'extensions');
    const id = extensionNumber(reader);
    if (reader.peek() === TAG.boolean) reader.next();
    if (!reader.expect(TAG.octetString, 'extensions')) break;
    readExtension(reader, id, fields);
    reader.leave(afterExtension);
  }
  reader.leave(afterExtensions);
  return fields;
}

/** Reads the contents of a used extension, which is the current element. */
function readExtension(reader: DerReader, id: number, fields: ExtensionFields): void {
  switch (id) {
    case SUBJECT_ALTERNATIVE_NAME:
      fields.alternativeNames ??= readAlternativeNames(reader);
      break;
    case BASIC_CONSTRAINTS:
      fields.basicConstraints ??= readBasicConstraints(reader);
      break;
    case KEY_USAGE:
      fields.keyUsage ??= readKeyUsage(reader);
      break;
    case EXTENDED_KEY_USAGE:
      fields.extendedKeyUsage ??= readExtendedKeyUsage(reader);
      break;
    case SUBJECT_KEY_IDENTIFIER:
      fields.subjectKeyIdentifier ??= readKeyIdentifier(contentsReader(reader), TAG.octetString);
      break;
    case AUTHORITY_KEY_IDENTIFIER:
      fields.authorityKeyIdentifier ??= readAuthorityKeyIdentifier(reader);
  }
}

/** Returns N of the OID 2.5.29.N; 0 for any other OID. */
function extensionNumber({ bytes, start, end }: DerReader): number {
  return end - start === 3 && bytes[start] === 0x55 && bytes[start + 1] === 0x1d ? (bytes[start + 2] ?? 0) : 0;
}

/**
 * Returns a separate reader for the current contents, so that an error in them does not affect the
 * certificate.
 */
function contentsReader(reader: DerReader): DerReader {
  return new DerReader(reader.bytes, reader.start, reader.end);
}

/** @see RFC 5280 section 4.2.1.6 */
function readAlternativeNames(reader: DerReader): AlternativeNames {
  const bytes = reader.bytes;
  const names = contentsReader(reader);
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  names.expect(TAG.sequence, 'GeneralNames');
  names.enter();
  while (names.hasMore()) {
    const tag = names.next();
    if (tag !== 0 && !isGeneralName(tag))
      names.fail('certificate_malformed', ENCODING_FAILURES.general_name_unknown({ tag: tag.toString(16) }));
    if (tag === DNS_NAME) dnsNames.push(bytes.toString('latin1', names.start, names.end));
    else if (tag === IP_ADDRESS) {
      const address = ipAddressText(bytes.subarray(names.start, names.end));
      if (address !== undefined) ipAddresses.push(address);
    }
  }
  if (names.error === undefined) return { dnsNames, ipAddresses, error: undefined };
  return { dnsNames: [], ipAddresses: [], error: names.error.failure };
}

/**
 * Returns true if a tag is one of a GeneralName, from otherName to registeredID.
 * @see RFC 5280 section 4.2.1.6
 */
export function isGeneralName(tag: number): boolean {
  return GENERAL_NAMES.has(tag);
}

/** @see RFC 5280 section 4.2.1.9 */
function readBasicConstraints(reader: DerReader): BasicConstraints {
  const constraints = contentsReader(reader);
  constraints.expect(TAG.sequence, 'basicConstraints');
  constraints.enter();
  let isCa = false;
  if (constraints.peek() === TAG.boolean && constraints.next() !== 0) {
    isCa = constraints.end > constraints.start && reader.bytes[constraints.start] !== 0;
  }
  let pathLength: number | undefined;
  if (constraints.peek() === TAG.integer && constraints.next() !== 0) {
    const { start, end } = constraints;
    // No chain is longer than one byte can express; other numbers are ignored.
    if (end - start === 1 && (reader.bytes[start] ?? 0) < 0x80) pathLength = reader.bytes[start];
  }
  return { isCa, pathLength };
}

/** @see RFC 5280 section 4.2.1.3 */
function readKeyUsage(reader: DerReader): readonly KeyUsage[] {
  const usage = contentsReader(reader);
  if (!usage.expect(TAG.bitString, 'keyUsage')) return [];
  // The first byte is the number of unused bits, which are zero.
  const high = usage.start + 1 < usage.end ? (reader.bytes[usage.start + 1] ?? 0) : 0;
  const low = usage.start + 2 < usage.end ? (reader.bytes[usage.start + 2] ?? 0) : 0;
  return keyUsageFromBits((high << 8) | low);
}

/** The lists of key usages by their bits. Few combinations are used; equal ones share one list. */
const KEY_USAGE_LISTS: Map<number, readonly KeyUsage[]> = new Map();

function keyUsageFromBits(bits: number): readonly KeyUsage[] {
  const usedBits = bits & 0xff80;
  const known = KEY_USAGE_LISTS.get(usedBits);
  if (known !== undefined) return known;
  const list = KEY_USAGES.filter((_, bit) => (usedBits & (0x8000 >> bit)) !== 0);
  KEY_USAGE_LISTS.set(usedBits, list);
  return list;
}

/** @see RFC 5280 section 4.2.1.12 */
function readExtendedKeyUsage(reader: DerReader): readonly string[] {
  const { bytes, start, end } = reader;
  return (
    EXTENDED_KEY_USAGE_LISTS.get(bytes, start, end) ??
    EXTENDED_KEY_USAGE_LISTS.add(bytes, start, end, readPurposes(reader))
  );
}

/** The parsed lists of purposes. They are cached, because few different lists are used. */
const EXTENDED_KEY_USAGE_LISTS: ParsedValueCache<readonly string[]> = new ParsedValueCache();

function readPurposes(reader: DerReader): readonly string[] {
  const bytes = reader.bytes;
  const usage = contentsReader(reader);
  const purposes: string[] = [];
  usage.expect(TAG.sequence, 'extKeyUsage');
  usage.enter();
  while (usage.hasMore()) {
    if (!usage.expect(TAG.objectIdentifier, 'extKeyUsage')) break;
    purposes.push(
      findObjectIdentifier(EXTENDED_KEY_USAGES, bytes, usage.start, usage.end) ??
        objectIdentifierText(bytes, usage.start, usage.end),
    );
  }
  return usage.error === undefined ? purposes : [];
}

/** The parsed key identifiers of CAs. They are cached, because few CAs issue most certificates. */
const AUTHORITY_KEY_IDENTIFIERS: ParsedValueCache<string> = new ParsedValueCache();

/** @see RFC 5280 section 4.2.1.1 */
function readAuthorityKeyIdentifier(reader: DerReader): string | undefined {
  const { bytes, start, end } = reader;
  const known = AUTHORITY_KEY_IDENTIFIERS.get(bytes, start, end);
  if (known !== undefined) return known;
  const identifiers = contentsReader(reader);
  identifiers.expect(TAG.sequence, 'authorityKeyIdentifier');
  identifiers.enter();
  const authority = readKeyIdentifier(identifiers, KEY_IDENTIFIER);
  return authority === undefined ? undefined : AUTHORITY_KEY_IDENTIFIERS.add(bytes, start, end, authority);
}

/** @see RFC 5280 sections 4.2.1.1 and 4.2.1.2 */
function readKeyIdentifier(reader: DerReader, tag: number): string | undefined {
  if (reader.peek() !== tag || reader.next() === 0) return undefined;
  return reader.bytes.toString('hex', reader.start, reader.end).toUpperCase();
}
