import forge from 'node-forge';

const { asn1 } = forge;
const { Class, Type } = asn1;

/** An element that is to be written. Nothing secret may be in one: what it holds are strings, which cannot be overwritten. */
export type Asn1 = forge.asn1.Asn1;

/** String types that names are written in. */
export type StringType = 'utf8' | 'printable' | 'ia5';

const STRING_TYPES: Readonly<Record<StringType, forge.asn1.Type>> = {
  utf8: Type.UTF8,
  printable: Type.PRINTABLESTRING,
  ia5: Type.IA5STRING,
};

export function sequence(...parts: readonly Asn1[]): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...parts]);
}

/** In the order of their encodings. @see ITU-T X.690 section 11.6 */
export function setOf(...parts: readonly Asn1[]): Asn1 {
  const encoded = parts.map((part) => ({ part, octets: toDer(part) }));
  encoded.sort((one, other) => Buffer.compare(one.octets, other.octets));
  return asn1.create(
    Class.UNIVERSAL,
    Type.SET,
    true,
    encoded.map(({ part }) => part),
  );
}

/** An explicit tag, or an implicit one of what is constructed. */
export function tagged(tag: number, ...parts: readonly Asn1[]): Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, true, [...parts]);
}

/** An implicit tag of what is primitive. */
export function taggedBytes(tag: number, octets: Buffer): Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, false, octets.toString('latin1'));
}

/** @throws where the text is no OID. */
export function oid(dotted: string): Asn1 {
  return primitive(Type.OID, asn1.oidToDer(dotted).getBytes());
}

/** Of 31 bits at most. */
export function integer(value: number): Asn1 {
  return primitive(Type.INTEGER, asn1.integerToDer(value).getBytes());
}

/** Big-endian; the highest bit is the sign. */
export function integerBytes(octets: Buffer): Asn1 {
  return primitive(Type.INTEGER, octets.toString('latin1'));
}

export function octetString(octets: Buffer): Asn1 {
  return primitive(Type.OCTETSTRING, octets.toString('latin1'));
}

/** `unused`: how many bits at the end do not count. */
export function bitString(octets: Buffer, unused = 0): Asn1 {
  return primitive(Type.BITSTRING, String.fromCharCode(unused) + octets.toString('latin1'));
}

export function boolean(value: boolean): Asn1 {
  return primitive(Type.BOOLEAN, value ? '\xff' : '\0');
}

export function nothing(): Asn1 {
  return primitive(Type.NULL, '');
}

/** The text must be one that the type can hold. */
export function asn1Text(type: StringType, value: string): Asn1 {
  return primitive(STRING_TYPES[type], Buffer.from(value, 'utf8').toString('latin1'));
}

/** Units of UTF-16. */
export function bmpString(value: string): Asn1 {
  return primitive(Type.BMPSTRING, value);
}

/** UTCTime through 2049, GeneralizedTime from 2050 on. @see RFC 5280 section 4.1.2.5 */
export function time(at: number): Asn1 {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? primitive(Type.UTCTIME, asn1.dateToUtcTime(date))
    : primitive(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date));
}

/** What is encoded already. @throws where it is no DER. */
export function encoded(der: Buffer): Asn1 {
  return asn1.fromDer(der.toString('latin1'));
}

export function toDer(value: Asn1): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
}

function primitive(type: forge.asn1.Type, value: string): Asn1 {
  return asn1.create(Class.UNIVERSAL, type, false, value);
}
