import { isFileStore } from '../../connector/certificate-file.ts';
import type { Described, EventDefinition, Locale, Wording } from '../event-definition.ts';
import type { Facts, UnreadableFile } from '../facts.ts';
import { inBrackets } from '../reason-words.ts';
import { reasonLines } from '../sentences.ts';
import { storeName } from '../store-name.ts';
import { counted } from '../wording.ts';

/** Returns the block numbers: ` (blocks 0, 1, 2 and more; 240 in all)`. Empty for a whole file. */
function blocksOf({ blocks, blockCount }: UnreadableFile, locale: Locale): string {
  if (blocks === undefined) return '';
  const numbers = blocks.join(', ');
  const isCut = (blockCount ?? 0) > blocks.length;
  if (locale === 'ja') return isCut ? ` (ブロック ${numbers} ほか、計 ${blockCount} 個)` : ` (ブロック ${numbers})`;
  const noun = blocks.length === 1 ? 'block' : 'blocks';
  return isCut ? ` (${noun} ${numbers} and more; ${blockCount} in all)` : ` (${noun} ${numbers})`;
}

/** Returns a line for each listed file, and one with the number of files that are not listed. */
function fileLines({ files = [], count = 0 }: Facts, { locale }: Wording): readonly string[] {
  const lines = files.map((file) => {
    const detail = file.detail === undefined ? '' : `: ${file.detail}`;
    return `${file.path}${blocksOf(file, locale)}${detail}`;
  });
  const others = count - files.length;
  if (others <= 0) return lines;
  return [...lines, locale === 'ja' ? `ほか ${others} 個` : `and ${others} more`];
}

/**
 * Returns the subject of the first line: part of a file, a file of a store, or a number of files.
 */
function subjectOf(
  { parameters: [store = '', , count = '0'], facts: { files = [] } }: Described,
  locale: Locale,
): string {
  const name = storeName(store, locale);
  const [first] = files;
  const ja = locale === 'ja';
  if (isFileStore(store)) return ja ? `${name}の一部` : `Part of ${name}`;
  if (count === '1' && first !== undefined) {
    return ja ? `${name}のファイル ${first.path} ` : `${first.path} in ${name}`;
  }
  return ja ? `${name}の ${count} 個のファイル` : `${counted(count, 'file')} in ${name}`;
}

/**
 * Files of a store, or blocks in them, cannot be read as certificates or keys. Other files of the
 * store are still monitored.
 */
export const certificateUnreadable: EventDefinition = {
  eventId: 1102,
  symbolicName: 'CertificateUnreadable',
  provider: 'own',
  level: 'Warning',
  parameters: ['store', 'reason', 'count'],
  en: (described, wording) => [
    `${subjectOf(described, 'en')} cannot be read${inBrackets(described.facts.reason, 'en')}.`,
    ...reasonLines(described.facts, wording),
    ...fileLines(described.facts, wording),
    'The other certificates of the store are monitored.',
  ],
  ja: (described, wording) => [
    `${subjectOf(described, 'ja')}を読み取れません${inBrackets(described.facts.reason, 'ja')}。`,
    ...reasonLines(described.facts, wording),
    ...fileLines(described.facts, wording),
    'ストアのほかの証明書は監視を続けます。',
  ],
};
