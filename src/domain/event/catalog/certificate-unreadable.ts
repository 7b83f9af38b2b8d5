import { isFileStore } from '../../connector/certificate-file.ts';
import type { Locale, Localization } from '../../text/locale.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { EventContent, EventDefinition } from '../event-definition.ts';
import type { Facts, UnreadableFile } from '../facts.ts';
import { reasonInParentheses } from '../reason-text.ts';
import { reasonLines } from '../sentences.ts';
import { storeName } from '../store-name.ts';

/** Returns the block numbers: ` (blocks 0, 1, 2 and more; 240 in all)`. Empty for a whole file. */
function blockNumbersText({ blocks, blockCount }: UnreadableFile, locale: Locale): string {
  if (blocks === undefined) return '';
  const numbers = blocks.join(', ');
  const isTruncated = (blockCount ?? 0) > blocks.length;
  if (locale === 'ja')
    return isTruncated ? ` (ブロック ${numbers} ほか、計 ${blockCount} 個)` : ` (ブロック ${numbers})`;
  const noun = blocks.length === 1 ? 'block' : 'blocks';
  return isTruncated ? ` (${noun} ${numbers} and more; ${blockCount} in all)` : ` (${noun} ${numbers})`;
}

/** Returns a line for each listed file, and one with the number of files that are not listed. */
function fileLines({ files = [], count = 0 }: Facts, { locale }: Localization): readonly string[] {
  const lines = files.map((file) => {
    const detail = file.detail === undefined ? '' : `: ${file.detail}`;
    return `${file.path}${blockNumbersText(file, locale)}${detail}`;
  });
  const others = count - files.length;
  if (others <= 0) return lines;
  return [...lines, locale === 'ja' ? `ほか ${others} 個` : `and ${others} more`];
}

/**
 * Returns the subject of the first line: part of a file, a file of a store, or a number of files.
 */
function subjectOf(
  { parameters: [store = '', , count = '0'], facts: { files = [] } }: EventContent,
  locale: Locale,
): string {
  const storeText = storeName(store, locale);
  const [firstFile] = files;
  const ja = locale === 'ja';
  if (isFileStore(store)) return ja ? `${storeText}の一部` : `Part of ${storeText}`;
  if (count === '1' && firstFile !== undefined) {
    return ja ? `${storeText}のファイル ${firstFile.path} ` : `${firstFile.path} in ${storeText}`;
  }
  return ja ? `${storeText}の ${count} 個のファイル` : `${countWithNoun(count, 'file')} in ${storeText}`;
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
  en: (content, localization) => [
    `${subjectOf(content, 'en')} cannot be read${reasonInParentheses(content.facts.reason, 'en')}.`,
    ...reasonLines(content.facts, localization),
    ...fileLines(content.facts, localization),
    'The other certificates of the store are monitored.',
  ],
  ja: (content, localization) => [
    `${subjectOf(content, 'ja')}を読み取れません${reasonInParentheses(content.facts.reason, 'ja')}。`,
    ...reasonLines(content.facts, localization),
    ...fileLines(content.facts, localization),
    'ストアのほかの証明書は監視を続けます。',
  ],
};
