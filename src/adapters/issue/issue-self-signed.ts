import { randomBytes } from 'node:crypto';
import { causeOf } from '../../domain/failure/cause-of.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';
import { ISSUE_FAILURES } from '../../domain/failure/issue-failures.ts';
import { problemCause } from '../../domain/failure/problem-failures.ts';
import { writePem } from '../../formats/pem/write-pem.ts';
import { parseCertificate } from '../../formats/x509/parse-certificate.ts';
import { IssueError } from '../../work/errors.ts';
import type { CertificateIssuer } from '../../work/ports/stores.ts';
import { makeKey, privateKeyPem, signWith } from './make-key.ts';
import { parseSubject } from './parse-subject.ts';

/**
 * Issues self-signed certificates for TLS servers: X.509 v3, not a CA, for server and client
 * authentication. The serial number has 16 random bytes. The digest is SHA-256, or stronger to
 * match the key.
 * @see RFC 5280
 */
export const issueSelfSigned: CertificateIssuer = {
  /** @throws {IssueError} */
  issue: async (parameters) => {
    try {
      const subject = parseSubject(parameters.subject);
      // An issuer must have a name: RFC 5280 section 4.1.2.4.
      if (subject.length === 0) {
        throw new FailureError(ISSUE_FAILURES.subject_empty);
      }
      // node-forge loads slowly, and few processes issue certificates.
      const { writeTbsCertificate } = await import('../../formats/x509/write-certificate.ts');
      const { signatureDigest, wrapSigned } = await import('../../formats/x509/write-signed.ts');
      const key = await makeKey(parameters.key);
      const toBeSigned = writeTbsCertificate(parameters, {
        subject,
        spki: key.spki,
        serialNumber: positiveSerialNumber(),
      });
      const der = wrapSigned(
        toBeSigned,
        await signWith(key, toBeSigned, signatureDigest(parameters.key)),
        parameters.key,
      );
      // Parsed, so that the fields are the same as when the certificate is read from a file.
      const parsed = parseCertificate(der, parameters.subject);
      if (parsed.kind === 'problem') throw new FailureError(problemCause(parsed.problem));
      return {
        certificate: parsed.value,
        certificatePem: writePem('CERTIFICATE', der),
        privateKeyPem: privateKeyPem(key),
      };
    } catch (error) {
      const { subject } = parameters;
      throw new IssueError(ISSUE_FAILURES.self_signed_not_created({ subject, cause: causeOf(error) }), error);
    }
  },
};

/**
 * Returns a random serial number. The highest bit is 0, so that the number is positive. The second
 * bit is 1, so that the number always has 16 bytes.
 * @see RFC 5280 section 4.1.2.2
 */
function positiveSerialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}
