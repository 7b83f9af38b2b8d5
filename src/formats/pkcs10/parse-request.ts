import { hash } from 'node:crypto';
import type { CertificateRequest } from '../../domain/certificate/certificate-request.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { DerReader, TAG } from '../der/der.ts';
import { enterOnlySequence } from '../der/enter-only-sequence.ts';
import { parsedOrProblem } from '../der/parsed-or-problem.ts';
import type { Parsed } from '../parsed.ts';
import { type ExtensionFields, noExtensions, readExtensions } from '../x509/extensions.ts';
import { readName } from '../x509/name.ts';
import { readPublicKey } from '../x509/public-key.ts';
import { readSignatureAlgorithm } from '../x509/signature-algorithm.ts';

/** extensionRequest, and the equivalent of Windows. @see RFC 2985 section 5.4.2 */
const EXTENSION_REQUESTS: ReadonlySet<string> = new Set(['2a864886f70d01090e', '2b06010401823702010e']);

/**
 * Parses one CSR, which must be the whole buffer. Does not verify its signature, because mailcertd
 * does not rely on it.
 * @param location the location of a problem
 * @see RFC 2986 section 4
 */
export function parseCertificateRequest(der: Buffer, location: string): Parsed<CertificateRequest, Problem> {
  const reader = new DerReader(der);
  return parsedOrProblem(reader, readRequest(reader), location);
}

/** Returns undefined if the reader has an error. */
function readRequest(reader: DerReader): CertificateRequest | undefined {
  const bytes = reader.bytes;
  const afterRequest = enterOnlySequence(reader, 'certificationRequest');
  reader.expect(TAG.sequence, 'certificationRequestInfo');
  const afterInfo = reader.enter();
  reader.expect(TAG.integer, 'version');
  const commonNames: string[] = [];
  const subject = readName(reader, 'subject', commonNames);
  const publicKey = readPublicKey(reader);
  let extensions = noExtensions();
  // Some programs omit empty attributes.
  if (reader.hasMore() && reader.expect(TAG.explicit0, 'attributes')) extensions = readAttributes(reader);
  reader.close(afterInfo, 'certificationRequestInfo');
  const signatureAlgorithm = readSignatureAlgorithm(reader);
  reader.expect(TAG.bitString, 'signature');
  reader.close(afterRequest, 'certificationRequest');
  if (reader.error !== undefined) return undefined;
  return {
    sha256Fingerprint: hash('sha256', bytes, 'hex').toUpperCase(),
    subject,
    commonNames,
    dnsNames: extensions.alternativeNames?.dnsNames ?? [],
    ipAddresses: extensions.alternativeNames?.ipAddresses ?? [],
    publicKeyAlgorithm: publicKey.algorithm,
    publicKeySize: publicKey.size,
    signatureAlgorithm,
    publicKeySha256: publicKey.sha256,
  };
}

/** Returns the requested extensions; skips other attributes, such as a challenge password. */
function readAttributes(reader: DerReader): ExtensionFields {
  let extensions = noExtensions();
  const afterAttributes = reader.enter();
  while (reader.hasMore()) {
    reader.expect(TAG.sequence, 'attributes');
    const afterAttribute = reader.enter();
    reader.expect(TAG.objectIdentifier, 'attributes');
    const identifier = reader.bytes.toString('hex', reader.start, reader.end);
    if (!reader.expect(TAG.set, 'attributes')) break;
    if (EXTENSION_REQUESTS.has(identifier)) {
      const afterValues = reader.enter();
      if (reader.hasMore()) extensions = readExtensions(reader);
      reader.leave(afterValues);
    }
    reader.leave(afterAttribute);
  }
  reader.leave(afterAttributes);
  return extensions;
}
