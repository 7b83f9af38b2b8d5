import { createHash } from 'node:crypto';
import forge from 'node-forge';
import type { Instant } from '../../domain/time.ts';
import type { CertificateOrder } from '../../work/ports.ts';

const { asn1 } = forge;
const { Class, Type } = asn1;
type Asn1 = forge.asn1.Asn1;

const OIDS = {
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  subjectKeyIdentifier: '2.5.29.14',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  sha256WithRSAEncryption: '1.2.840.113549.1.1.11',
  ecdsaWithSHA256: '1.2.840.10045.4.3.2',
} as const;

/** Characters that a CN may have. @see RFC 5280 appendix A.1, ub-common-name */
const MAX_COMMON_NAME = 64;
/** Bits of a KeyUsage, from the highest; the octet before them counts the bits that are not used. */
const DIGITAL_SIGNATURE = '\x07\x80';
const DIGITAL_SIGNATURE_AND_KEY_ENCIPHERMENT = '\x05\xa0';

export interface CertificateContents {
  readonly order: CertificateOrder;
  /** DER. */
  readonly spki: Buffer;
  /** Big-endian, the highest bit clear. */
  readonly serialNumber: Buffer;
  /** Which of the two kinds of key is certified, and signs. */
  readonly isEc: boolean;
}

/** The part of a self-signed certificate that is signed, in DER. @throws where a name cannot be written. @see RFC 5280 section 4.1 */
export function buildToBeSigned({ order, spki, serialNumber, isEc }: CertificateContents): Buffer {
  const name = distinguishedName(order.commonName);
  return derOf(
    sequence(
      context(0, [primitive(Type.INTEGER, '\x02')]),
      primitive(Type.INTEGER, serialNumber.toString('latin1')),
      signatureAlgorithm(isEc),
      name,
      sequence(time(order.notBefore), time(order.notAfter)),
      name,
      fromDer(spki),
      context(3, [sequence(...extensions(order, spki, isEc))]),
    ),
  );
}

/** The whole certificate, in DER. */
export function wrapSigned(toBeSigned: Buffer, signature: Buffer, isEc: boolean): Buffer {
  const bits = primitive(Type.BITSTRING, `\0${signature.toString('latin1')}`);
  return derOf(sequence(fromDer(toBeSigned), signatureAlgorithm(isEc), bits));
}

function extensions({ dnsNames }: CertificateOrder, spki: Buffer, isEc: boolean): Asn1[] {
  const keyUsage = isEc ? DIGITAL_SIGNATURE : DIGITAL_SIGNATURE_AND_KEY_ENCIPHERMENT;
  return [
    extension(OIDS.basicConstraints, true, sequence()),
    extension(OIDS.keyUsage, true, primitive(Type.BITSTRING, keyUsage)),
    extension(OIDS.extendedKeyUsage, false, sequence(oid(OIDS.serverAuth), oid(OIDS.clientAuth))),
    extension(OIDS.subjectKeyIdentifier, false, primitive(Type.OCTETSTRING, keyIdentifier(spki))),
    ...(dnsNames.length > 0 ? [extension(OIDS.subjectAltName, false, sequence(...dnsNames.map(dnsName)))] : []),
  ];
}

function extension(id: string, critical: boolean, value: Asn1): Asn1 {
  const flag = critical ? [primitive(Type.BOOLEAN, '\xff')] : [];
  return sequence(oid(id), ...flag, primitive(Type.OCTETSTRING, asn1.toDer(value).getBytes()));
}

/** The first 20 octets of the hash of the public key. @see RFC 7093 section 2, method 4 */
function keyIdentifier(spki: Buffer): string {
  return createHash('sha256').update(spki).digest().subarray(0, 20).toString('latin1');
}

function distinguishedName(commonName: string): Asn1 {
  // Where the whole name is too long its first label is not, and the DNS names say the rest.
  const value = commonName.length <= MAX_COMMON_NAME ? commonName : (commonName.split('.')[0] ?? '');
  if (value === '' || value.length > MAX_COMMON_NAME) {
    throw new Error(`a common name has 1 to ${MAX_COMMON_NAME} characters`);
  }
  const text = primitive(Type.UTF8, Buffer.from(value, 'utf8').toString('latin1'));
  return sequence(asn1.create(Class.UNIVERSAL, Type.SET, true, [sequence(oid(OIDS.commonName), text)]));
}

function dnsName(name: string): Asn1 {
  if (!/^[\x21-\x7e]+$/.test(name)) throw new Error(`${JSON.stringify(name)} cannot be a DNS name`);
  return asn1.create(Class.CONTEXT_SPECIFIC, 2, false, name);
}

/** UTCTime through 2049, GeneralizedTime from 2050 on. @see RFC 5280 section 4.1.2.5 */
function time(at: Instant): Asn1 {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? primitive(Type.UTCTIME, asn1.dateToUtcTime(date))
    : primitive(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date));
}

function signatureAlgorithm(isEc: boolean): Asn1 {
  return isEc
    ? sequence(oid(OIDS.ecdsaWithSHA256))
    : sequence(oid(OIDS.sha256WithRSAEncryption), primitive(Type.NULL, ''));
}

function sequence(...parts: Asn1[]): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, parts);
}

function context(tag: number, parts: Asn1[]): Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, true, parts);
}

function primitive(type: forge.asn1.Type, value: string): Asn1 {
  return asn1.create(Class.UNIVERSAL, type, false, value);
}

function oid(dotted: string): Asn1 {
  return primitive(Type.OID, asn1.oidToDer(dotted).getBytes());
}

function fromDer(der: Buffer): Asn1 {
  return asn1.fromDer(der.toString('latin1'));
}

function derOf(value: Asn1): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
}
