import type { CertificateParameters } from '../../domain/certificate/certificate-parameters.ts';
import type { DistinguishedName } from '../../domain/certificate/parse-distinguished-name.ts';
import { constructedTag, fromDer, integer, integerBytes, sequence, time, toDer } from '../der/write-asn1.ts';
import { certificateExtensions } from './write-extensions.ts';
import { nameElement } from './write-name.ts';
import { signatureAlgorithm } from './write-signed.ts';

/** The contents of a certificate in addition to its parameters. */
export interface CertificateContents {
  /** The parsed subject of the parameters. */
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
export function writeTbsCertificate(
  parameters: CertificateParameters,
  { subject, spki, serialNumber }: CertificateContents,
): Buffer {
  const name = nameElement(subject);
  return toDer(
    sequence(
      constructedTag(0, integer(2)),
      integerBytes(serialNumber),
      signatureAlgorithm(parameters.key),
      name,
      sequence(time(parameters.notBefore), time(parameters.notAfter)),
      name,
      fromDer(spki),
      constructedTag(3, certificateExtensions(parameters, spki)),
    ),
  );
}
