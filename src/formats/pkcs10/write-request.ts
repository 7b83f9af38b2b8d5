import type { CsrParameters } from '../../domain/certificate/certificate-parameters.ts';
import type { DistinguishedName } from '../../domain/certificate/parse-distinguished-name.ts';
import { constructedTag, fromDer, integer, oid, sequence, setOf, toDer } from '../der/write-asn1.ts';
import { requestedExtensions } from '../x509/write-extensions.ts';
import { nameElement } from '../x509/write-name.ts';

/** @see RFC 2985 section 5.4.2 */
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/**
 * Returns the part of a CSR to sign, in DER.
 * @param subject the parsed subject of the parameters
 * @throws if a name cannot be encoded
 * @see RFC 2986 section 4.1
 */
export function writeRequestInfo(parameters: CsrParameters, subject: DistinguishedName, spki: Buffer): Buffer {
  const attribute = sequence(oid(EXTENSION_REQUEST), setOf(requestedExtensions(parameters)));
  return toDer(sequence(integer(0), nameElement(subject), fromDer(spki), constructedTag(0, attribute)));
}
