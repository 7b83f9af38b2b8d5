import { DerReader, TAG } from './der.ts';
import { ipAddressText } from './ip-address.ts';

// The last octet of the identifiers that are read here; all are 2.5.29.N.
const SUBJECT_KEY_IDENTIFIER = 0x0e;
const SUBJECT_ALTERNATIVE_NAME = 0x11;
const BASIC_CONSTRAINTS = 0x13;
const AUTHORITY_KEY_IDENTIFIER = 0x23;

const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
const KEY_IDENTIFIER = 0x80;

/** The names of a subject alternative name that are looked at, in order. */
export interface AlternativeNames {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** What is kept of the extensions; undefined where not given. One whose contents cannot be read counts as empty, as it does for OpenSSL. */
export interface ExtensionFields {
  alternativeNames: AlternativeNames | undefined;
  isCa: boolean | undefined;
  /** The octets, as hex. */
  subjectKeyIdentifier: string | undefined;
  authorityKeyIdentifier: string | undefined;
}

/** What a certificate without extensions has of them. */
export function noExtensions(): ExtensionFields {
  return {
    alternativeNames: undefined,
    isCa: undefined,
    subjectKeyIdentifier: undefined,
    authorityKeyIdentifier: undefined,
  };
}

/**
 * Reads Extensions. Of an extension given twice the first counts.
 * `wantKeyIdentifiers`: they are needed only where subject and issuer are the same.
 * @see RFC 5280 section 4.2
 */
export function readExtensions(reader: DerReader, wantKeyIdentifiers: boolean): ExtensionFields {
  const fields = noExtensions();
  reader.expect(TAG.sequence, 'extensions');
  const afterAll = reader.enter();
  while (reader.more()) {
    reader.expect(TAG.sequence, 'extensions');
    const afterOne = reader.enter();
    reader.expect(TAG.objectIdentifier, 'extensions');
    const id = identifierOf(reader);
    if (reader.peek() === TAG.boolean) reader.next();
    if (!reader.expect(TAG.octetString, 'extensions')) break;
    if (id === SUBJECT_ALTERNATIVE_NAME) fields.alternativeNames ??= readAlternativeNames(reader);
    else if (id === BASIC_CONSTRAINTS) fields.isCa ??= readBasicConstraints(reader);
    else if (wantKeyIdentifiers && id === SUBJECT_KEY_IDENTIFIER) {
      fields.subjectKeyIdentifier ??= readKeyIdentifier(contents(reader), TAG.octetString);
    } else if (wantKeyIdentifiers && id === AUTHORITY_KEY_IDENTIFIER) {
      const identifiers = contents(reader);
      identifiers.expect(TAG.sequence, 'authorityKeyIdentifier');
      identifiers.enter();
      fields.authorityKeyIdentifier ??= readKeyIdentifier(identifiers, KEY_IDENTIFIER);
    }
    reader.leave(afterOne);
  }
  reader.leave(afterAll);
  return fields;
}

/** N of 2.5.29.N; 0 for every other identifier. */
function identifierOf({ bytes, start, end }: DerReader): number {
  return end - start === 3 && bytes[start] === 0x55 && bytes[start + 1] === 0x1d ? (bytes[start + 2] ?? 0) : 0;
}

/** A reader of its own for what was last read: a fault in it does not spoil the certificate. */
function contents(reader: DerReader): DerReader {
  return new DerReader(reader.bytes, reader.start, reader.end);
}

/** @see RFC 5280 section 4.2.1.6 */
function readAlternativeNames(reader: DerReader): AlternativeNames {
  const bytes = reader.bytes;
  const names = contents(reader);
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  names.expect(TAG.sequence, 'subjectAltName');
  names.enter();
  while (names.more()) {
    const tag = names.next();
    if (tag === DNS_NAME) dnsNames.push(bytes.toString('latin1', names.start, names.end));
    else if (tag === IP_ADDRESS) {
      const address = ipAddressText(bytes, names.start, names.end);
      if (address !== undefined) ipAddresses.push(address);
    }
  }
  return names.fault === undefined ? { dnsNames, ipAddresses } : { dnsNames: [], ipAddresses: [] };
}

/** @see RFC 5280 section 4.2.1.9 */
function readBasicConstraints(reader: DerReader): boolean {
  const constraints = contents(reader);
  constraints.expect(TAG.sequence, 'basicConstraints');
  constraints.enter();
  if (constraints.peek() !== TAG.boolean || constraints.next() === 0) return false;
  return constraints.end > constraints.start && reader.bytes[constraints.start] !== 0;
}

/** @see RFC 5280 section 4.2.1.1 */
function readKeyIdentifier(reader: DerReader, tag: number): string | undefined {
  if (reader.peek() !== tag || reader.next() === 0) return undefined;
  return reader.bytes.toString('hex', reader.start, reader.end);
}
