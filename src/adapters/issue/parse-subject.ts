import { nameCauseText } from '../../domain/certificate/name-cause.ts';
import { type DistinguishedName, parseDistinguishedName } from '../../domain/certificate/parse-distinguished-name.ts';
import { subjectError } from '../../domain/certificate/subject-error.ts';
import { SubjectError } from './subject-error.ts';

/**
 * Parses the subject of a new certificate or CSR.
 * @throws {SubjectError} if the text is not a distinguished name, or cannot be written into a
 * certificate
 */
export function parseSubject(text: string): DistinguishedName {
  const parsed = parseDistinguishedName(text);
  if (parsed.kind === 'error') {
    const { en, ja } = nameCauseText(parsed.cause);
    const character = parsed.position + 1;
    throw new SubjectError({
      en: `the subject is invalid at character ${character}: ${en}`,
      ja: `サブジェクトの形式が正しくありません (${character} 文字目: ${ja})`,
    });
  }
  const error = subjectError(parsed.name);
  if (error !== undefined) {
    const { en, ja } = nameCauseText(error);
    throw new SubjectError({
      en: `the subject cannot be used: ${en}`,
      ja: `サブジェクトとして使用できません (${ja})`,
    });
  }
  return parsed.name;
}
