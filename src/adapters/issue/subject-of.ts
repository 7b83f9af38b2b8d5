import { type DistinguishedName, parseDistinguishedName } from '../../domain/certificate/parse-distinguished-name.ts';
import { subjectFault } from '../../domain/certificate/subject-fault.ts';

/** The name that an order's subject spells. @throws where it is no name, or one that nothing is made for. */
export function parsedSubjectOf(text: string): DistinguishedName {
  const parsed = parseDistinguishedName(text);
  if (parsed.kind === 'fault') throw new Error(`the subject is no name: at ${parsed.at}, ${parsed.detail}`);
  const fault = subjectFault(parsed.name);
  if (fault !== undefined) throw new Error(`the subject cannot be written: ${fault}`);
  return parsed.name;
}
