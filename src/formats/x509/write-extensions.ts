import { createHash } from 'node:crypto';
import type { CsrParameters } from '../../domain/certificate/certificate-parameters.ts';
import { ipAddressBytes } from '../../domain/certificate/ip-address.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';
import { ISSUE_FAILURES } from '../../domain/failure/issue-failures.ts';
import { type Asn1, bitString, boolean, octetString, oid, primitiveTag, sequence, toDer } from '../der/write-asn1.ts';

const OIDS = {
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  subjectKeyIdentifier: '2.5.29.14',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

/**
 * Returns the extensions of a TLS server's CSR: the key usages and the names.
 * @see RFC 5280 section 4.2.1
 */
export function requestedExtensions(parameters: CsrParameters): Asn1 {
  return sequence(...keyPurposes(parameters), ...alternativeNames(parameters));
}

/** Returns the extensions of a TLS server certificate. @see RFC 5280 section 4.2.1 */
export function certificateExtensions(parameters: CsrParameters, spki: Buffer): Asn1 {
  return sequence(
    extension(OIDS.basicConstraints, true, sequence()),
    ...keyPurposes(parameters),
    extension(OIDS.subjectKeyIdentifier, false, octetString(keyIdentifier(spki))),
    ...alternativeNames(parameters),
  );
}

/** Bits 0 and 2: digitalSignature, keyEncipherment. */
const SIGNATURE_AND_ENCIPHERMENT: Asn1 = bitString(Buffer.from([0b1010_0000]), 5);
/** Bit 0: digitalSignature. */
const SIGNATURE_ONLY: Asn1 = bitString(Buffer.from([0b1000_0000]), 7);

/**
 * Returns the key usage (signatures, and for an RSA key also key encipherment) and the extended key
 * usage (TLS server and client).
 */
function keyPurposes({ key }: CsrParameters): Asn1[] {
  const usage = key.startsWith('rsa-') ? SIGNATURE_AND_ENCIPHERMENT : SIGNATURE_ONLY;
  return [
    extension(OIDS.keyUsage, true, usage),
    extension(OIDS.extendedKeyUsage, false, sequence(oid(OIDS.serverAuth), oid(OIDS.clientAuth))),
  ];
}

/**
 * Returns the alternative names; critical if the subject is empty.
 * @see RFC 5280 section 4.2.1.6
 */
function alternativeNames({ subject, dnsNames, ipAddresses }: CsrParameters): Asn1[] {
  const names = [...dnsNames.map(dnsName), ...ipAddresses.map(ipAddress)];
  return names.length === 0 ? [] : [extension(OIDS.subjectAltName, subject.trim() === '', sequence(...names))];
}

function dnsName(name: string): Asn1 {
  if (!/^[\x21-\x7e]+$/.test(name)) {
    throw new FailureError(ISSUE_FAILURES.not_a_dns_name({ name: JSON.stringify(name) }));
  }
  return primitiveTag(2, Buffer.from(name, 'latin1'));
}

function ipAddress(address: string): Asn1 {
  const bytes = ipAddressBytes(address);
  if (bytes === undefined) {
    throw new FailureError(ISSUE_FAILURES.not_an_ip_address({ address: JSON.stringify(address) }));
  }
  return primitiveTag(7, Buffer.from(bytes));
}

function extension(id: string, isCritical: boolean, value: Asn1): Asn1 {
  return sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octetString(toDer(value)));
}

/**
 * Returns the first 20 bytes of the SHA-256 of the SubjectPublicKeyInfo. Any unique value is allowed.
 * @see RFC 5280 section 4.2.1.2
 */
function keyIdentifier(spki: Buffer): Buffer {
  return createHash('sha256').update(spki).digest().subarray(0, 20);
}
