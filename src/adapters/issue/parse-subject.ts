import { type DistinguishedName, parseDistinguishedName } from '../../domain/certificate/parse-distinguished-name.ts';
import { subjectError } from '../../domain/certificate/subject-error.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';
import { ISSUE_FAILURES } from '../../domain/failure/issue-failures.ts';

/**
 * Parses the subject of a new certificate or CSR.
 * @throws {FailureError} if the text is not a distinguished name, or cannot be written into a
 * certificate
 */
export function parseSubject(text: string): DistinguishedName {
  const parsed = parseDistinguishedName(text);
  if (parsed.kind === 'error') {
    const { position, cause } = parsed;
    throw new FailureError(ISSUE_FAILURES.subject_malformed({ character: position + 1, cause }));
  }
  const cause = subjectError(parsed.name);
  if (cause !== undefined) throw new FailureError(ISSUE_FAILURES.subject_not_usable({ cause }));
  return parsed.name;
}
