import forge from 'node-forge';

const { asn1 } = forge;
const { Class, Type } = asn1;

/** An element to encode. Must not contain secrets, because its strings cannot be overwritten. */
export type Asn1 = forge.asn1.Asn1;

/** The string types for names. */
export type StringType = 'utf8' | 'printable' | 'ia5';

const STRING_TYPES: Readonly<Record<StringType, forge.asn1.Type>> = {
  utf8: Type.UTF8,
  printable: Type.PRINTABLESTRING,
  ia5: Type.IA5STRING,
};

/** Returns a SEQUENCE of the parts. */
export function sequence(...parts: readonly Asn1[]): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...parts]);
}

/** Returns a SET OF in the order of the encodings. @see ITU-T X.690 section 11.6 */
export function setOf(...parts: readonly Asn1[]): Asn1 {
  const encodedParts = parts.map((part) => ({ part, bytes: toDer(part) }));
  encodedParts.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  return asn1.create(
    Class.UNIVERSAL,
    Type.SET,
    true,
    encodedParts.map(({ part }) => part),
  );
}

/** Returns an explicit tag, or an implicit tag of a constructed element. */
export function constructedTag(tag: number, ...parts: readonly Asn1[]): Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, true, [...parts]);
}

/** Returns an implicit tag of a primitive element. */
export function primitiveTag(tag: number, bytes: Buffer): Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, false, bytes.toString('latin1'));
}

/** Returns an OBJECT IDENTIFIER. @throws if the text is not an OID */
export function oid(dotted: string): Asn1 {
  return primitive(Type.OID, asn1.oidToDer(dotted).getBytes());
}

/** Returns an INTEGER. @param value at most 31 bits */
export function integer(value: number): Asn1 {
  return primitive(Type.INTEGER, asn1.integerToDer(value).getBytes());
}

/** Returns an INTEGER. @param bytes big-endian; the highest bit is the sign */
export function integerBytes(bytes: Buffer): Asn1 {
  return primitive(Type.INTEGER, bytes.toString('latin1'));
}

/** Returns an OCTET STRING. */
export function octetString(bytes: Buffer): Asn1 {
  return primitive(Type.OCTETSTRING, bytes.toString('latin1'));
}

/** Returns a BIT STRING. @param unusedBits the number of unused bits at the end */
export function bitString(bytes: Buffer, unusedBits = 0): Asn1 {
  return primitive(Type.BITSTRING, String.fromCharCode(unusedBits) + bytes.toString('latin1'));
}

/** Returns a BOOLEAN. */
export function boolean(value: boolean): Asn1 {
  return primitive(Type.BOOLEAN, value ? '\xff' : '\0');
}

/** Returns a NULL. */
export function nullValue(): Asn1 {
  return primitive(Type.NULL, '');
}

/** Returns a string. @param value must be valid for the string type */
export function asn1Text(type: StringType, value: string): Asn1 {
  return primitive(STRING_TYPES[type], Buffer.from(value, 'utf8').toString('latin1'));
}

/** Returns a BMPString of UTF-16 code units. */
export function bmpString(value: string): Asn1 {
  return primitive(Type.BMPSTRING, value);
}

/** Returns a UTCTime up to 2049, and a GeneralizedTime from 2050. @see RFC 5280 section 4.1.2.5 */
export function time(instant: number): Asn1 {
  const date = new Date(instant);
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? primitive(Type.UTCTIME, asn1.dateToUtcTime(date))
    : primitive(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date));
}

/** Returns the element of an existing encoding. @throws if it is not DER */
export function fromDer(der: Buffer): Asn1 {
  return asn1.fromDer(der.toString('latin1'));
}

/** Returns the DER encoding of an element. */
export function toDer(value: Asn1): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
}

function primitive(type: forge.asn1.Type, value: string): Asn1 {
  return asn1.create(Class.UNIVERSAL, type, false, value);
}
