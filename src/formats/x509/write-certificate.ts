import type { CertificateParameters } from '../../domain/certificate/certificate-parameters.ts';
import type { DistinguishedName } from '../../domain/certificate/parse-distinguished-name.ts';
import { encoded, integer, integerBytes, sequence, tagged, time, toDer } from '../der/write-asn1.ts';
import { certificateExtensions } from './write-extensions.ts';
import { nameElement } from './write-name.ts';
import { signatureAlgorithm } from './write-signed.ts';

/** The contents of a certificate in addition to its order. */
export interface CertificateContents {
  /** The parsed subject of the order. */
  readonly subject: DistinguishedName;
  /** DER. */
  readonly spki: Buffer;
  /** Big-endian; the highest bit must be zero. */
  readonly serialNumber: Buffer;
}

/**
 * Returns the part of a self-signed certificate to sign, in DER.
 * @throws if a name cannot be encoded
 * @see RFC 5280 section 4.1
 */
export function writeToBeSigned(
  order: CertificateParameters,
  { subject, spki, serialNumber }: CertificateContents,
): Buffer {
  const name = nameElement(subject);
  return toDer(
    sequence(
      tagged(0, integer(2)),
      integerBytes(serialNumber),
      signatureAlgorithm(order.key),
      name,
      sequence(time(order.notBefore), time(order.notAfter)),
      name,
      encoded(spki),
      tagged(3, certificateExtensions(order, spki)),
    ),
  );
}
