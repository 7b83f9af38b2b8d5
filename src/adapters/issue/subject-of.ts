import { type DistinguishedName, parseDistinguishedName } from '../../domain/certificate/parse-distinguished-name.ts';
import { subjectFault } from '../../domain/certificate/subject-fault.ts';

/**
 * Parses the subject of an order.
 * @throws if the text is not a distinguished name, or cannot be written into a certificate
 */
export function parsedSubjectOf(text: string): DistinguishedName {
  const parsed = parseDistinguishedName(text);
  if (parsed.kind === 'fault') throw new Error(`the subject is invalid: at ${parsed.at}, ${parsed.detail}`);
  const fault = subjectFault(parsed.name);
  if (fault !== undefined) throw new Error(`the subject cannot be used: ${fault}`);
  return parsed.name;
}
