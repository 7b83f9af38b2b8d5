import { randomBytes } from 'node:crypto';
import { ISSUE_OPERATIONS } from '../../domain/certificate/issue-sentences.ts';
import { writePem } from '../../formats/pem/write-pem.ts';
import { parseCertificate } from '../../formats/x509/parse-certificate.ts';
import type { CertificateIssuer } from '../../work/ports/stores.ts';
import { issueFailure } from './issue-failure.ts';
import { makeKey, privateKeyPem, signWith } from './make-key.ts';
import { parseSubject } from './parse-subject.ts';
import { SubjectError } from './subject-error.ts';

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
        throw new SubjectError({
          en: 'the subject is empty, but it is also the issuer',
          ja: 'サブジェクトが空です。自己署名証明書では発行者の名前でもあるため、指定が必要です',
        });
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
      if (parsed.kind === 'problem') throw new Error(`${parsed.problem.reason} ${parsed.problem.detail}`);
      return {
        certificate: parsed.value,
        certificatePem: writePem('CERTIFICATE', der),
        privateKeyPem: privateKeyPem(key),
      };
    } catch (error) {
      throw issueFailure(ISSUE_OPERATIONS.issueSelfSigned, parameters.subject, error);
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
