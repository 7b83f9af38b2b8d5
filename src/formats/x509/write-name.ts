import type { Attribute, DistinguishedName } from '../../domain/certificate/parse-distinguished-name.ts';
import { type Asn1, asn1Text, oid, type StringType, sequence, setOf } from '../der/write-asn1.ts';

/**
 * Attribute types with a fixed string type; all others are UTF8String.
 * @see RFC 5280 appendix A.1
 */
const STRING_TYPES: Readonly<Record<string, StringType>> = {
  // serialNumber
  '2.5.4.5': 'printable',
  // C
  '2.5.4.6': 'printable',
  // dnQualifier
  '2.5.4.46': 'printable',
  // jurisdictionC
  '1.3.6.1.4.1.311.60.2.1.3': 'printable',
  // mail
  '0.9.2342.19200300.100.1.3': 'ia5',
  // DC
  '0.9.2342.19200300.100.1.25': 'ia5',
  // emailAddress
  '1.2.840.113549.1.9.1': 'ia5',
};

/**
 * Encodes a Name. The caller must check the attributes with `subjectError`.
 * @throws if an attribute type is not an OID
 * @see RFC 5280 section 4.1.2.4
 */
export function nameElement(name: DistinguishedName): Asn1 {
  return sequence(...name.toReversed().map((attributes) => setOf(...attributes.map(attributeElement))));
}

function attributeElement({ type, value }: Attribute): Asn1 {
  return sequence(oid(type), asn1Text(STRING_TYPES[type] ?? 'utf8', value));
}
