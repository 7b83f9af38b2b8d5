import { parseDistinguishedName } from '../certificate/parse-distinguished-name.ts';
import { subjectError } from '../certificate/subject-error.ts';
import { NAME_FAILURES } from '../failure/name-failures.ts';
import type { Refusal } from './refusal.ts';

const COMMON_NAME_OID = '2.5.4.3';

/** A subject with its CNs. */
interface Subject {
  readonly text: string;
  readonly commonNames: readonly string[];
}

/**
 * Parses and checks the subject for a new certificate. Returns a refusal `subject-invalid` with the
 * error if the subject is invalid or empty.
 */
export function readSubject(text: string): Subject | Refusal {
  const parsed = parseDistinguishedName(text);
  if (parsed.kind === 'error') return { reason: 'subject-invalid', subject: text, cause: parsed.cause };
  const cause = parsed.name.length === 0 ? NAME_FAILURES.name_empty : subjectError(parsed.name);
  if (cause !== undefined) return { reason: 'subject-invalid', subject: text, cause };
  const attributes = parsed.name.flat();
  return { text, commonNames: attributes.flatMap(({ type, value }) => (type === COMMON_NAME_OID ? [value] : [])) };
}
