import { causeOf } from '../../domain/failure/cause-of.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';
import { ISSUE_FAILURES } from '../../domain/failure/issue-failures.ts';
import { problemCause } from '../../domain/failure/problem-failures.ts';
import { writePem } from '../../formats/pem/write-pem.ts';
import { parseCertificateRequest } from '../../formats/pkcs10/parse-request.ts';
import { IssueError } from '../../work/errors.ts';
import type { RequestIssuer } from '../../work/ports/stores.ts';
import { makeKey, privateKeyPem, signWith } from './make-key.ts';
import { parseSubject } from './parse-subject.ts';

/**
 * Creates certificate signing requests (CSRs) for TLS servers, each signed with a new key.
 * @see RFC 2986
 */
export const issueRequest: RequestIssuer = {
  /** @throws {IssueError} */
  request: async (parameters) => {
    try {
      const subject = parseSubject(parameters.subject);
      // node-forge loads slowly, and few processes issue certificates.
      const { writeRequestInfo } = await import('../../formats/pkcs10/write-request.ts');
      const { signatureDigest, wrapSigned } = await import('../../formats/x509/write-signed.ts');
      const key = await makeKey(parameters.key);
      const toBeSigned = writeRequestInfo(parameters, subject, key.spki);
      const der = wrapSigned(
        toBeSigned,
        await signWith(key, toBeSigned, signatureDigest(parameters.key)),
        parameters.key,
      );
      // Parsed, so that the fields are the same as when the CSR is read from a file.
      const parsed = parseCertificateRequest(der, parameters.subject);
      if (parsed.kind === 'problem') throw new FailureError(problemCause(parsed.problem));
      return {
        request: parsed.value,
        requestPem: writePem('CERTIFICATE REQUEST', der),
        privateKeyPem: privateKeyPem(key),
      };
    } catch (error) {
      const { subject } = parameters;
      throw new IssueError(ISSUE_FAILURES.request_not_created({ subject, cause: causeOf(error) }), error);
    }
  },
};
