import { isConnectorFile } from '../../connector/certificate-file.ts';
import { reasonInParentheses } from '../../failure/reason-text.ts';
import { type Phrase, phrase } from '../../text/phrase.ts';
import { othersLines } from '../certificate-sentences.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { StoreData } from '../data/certificate-data.ts';
import type { ListData, UnreadableFile } from '../data/list-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { detailLine, labeledLine } from '../line.ts';
import { reasonLines } from '../reason-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = Pick<StoreData, 'store'> & Pick<ReasonData, 'reason'> & Pick<ListData, 'count' | 'files'>;

/** Returns the block numbers: ` (blocks 0, 1, 2 and more; 240 in all)`. Empty for a whole file. */
function blockNumbers({ blocks, blockCount }: UnreadableFile): EventLine {
  if (blocks === undefined) return '';
  const numbers = (write: Writer): string => write.list(blocks.map(String));
  const noun = blocks.length === 1 ? 'block' : 'blocks';
  if (blockCount === undefined || blockCount <= blocks.length)
    return phrase({
      en: (write: Writer) => ` (${noun} ${numbers(write)})`,
      ja: (write) => ` (ブロック ${numbers(write)})`,
    });
  return phrase({
    en: (write: Writer) => ` (${noun} ${numbers(write)} and more; ${blockCount} in all)`,
    ja: (write) => ` (ブロック ${numbers(write)} ほか、計 ${blockCount} 個)`,
  });
}

/** Returns a line for each listed file, and one with the number of files that are not listed. */
function fileLines({ files, count }: Data): readonly EventLine[] {
  const lines = files.map((file) => {
    const blocks = blockNumbers(file);
    const object = (write: Writer): string => `${file.path}${write.text(blocks)}`;
    return file.detail === undefined ? object : labeledLine(object, detailLine(file.detail, file.failure));
  });
  return [...lines, ...othersLines(count, files.length)];
}

/**
 * Returns the subject of the first line: part of a file, a file of a store, or a number of files.
 */
function subjectOf(store: string, count: string, [firstFile]: Data['files']): EventLine {
  if (isConnectorFile(store))
    return phrase({
      en: (write: Writer) => `Part of ${write.store(store)}`,
      ja: (write) => `${write.store(store)}の一部`,
    });
  if (count === '1' && firstFile !== undefined)
    return phrase({
      en: (write: Writer) => `${firstFile.path} in ${write.store(store)}`,
      ja: (write) => `${write.store(store)}のファイル ${firstFile.path} `,
    });
  return phrase({
    en: (write: Writer) => `${countWithNoun(count, 'file')} in ${write.store(store)}`,
    ja: (write) => `${write.store(store)}の ${count} 個のファイル`,
  });
}

const REPLACE_COPY: Phrase<string> = phrase({
  en: 'Replace the file with a complete copy.',
  ja: '完全なファイルに置き換えてください。',
});

const REPLACE_OR_REMOVE: Phrase<string> = phrase({
  en: 'Replace the file with a complete copy, or remove it from the store.',
  ja: '完全なファイルに置き換えるか、ストアから削除してください。',
});

/** Returns the line with the next step for a truncated file. */
function truncatedLines(store: string, { reason }: Data): readonly EventLine[] {
  if (reason !== 'der_truncated' && reason !== 'pem_unterminated') return [];
  return [isConnectorFile(store) ? REPLACE_COPY : REPLACE_OR_REMOVE];
}

/**
 * Files of a store, or blocks in them, cannot be read as certificates or keys. Other files of the
 * store are still monitored.
 */
export const certificateUnreadable: EventDefinition<Data, ['store', 'reason', 'count']> = defineEvent({
  eventId: 1102,
  symbolicName: 'CertificateUnreadable',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Certificate unreadable', ja: '証明書の読み取り不可' }),
  effect: 'problems-undetected',
  parameters: ['store', 'reason', 'count'],
  requiredFacts: { store: true, reason: true, count: true, files: true },
  firstLine: ({ parameters: { store, count }, data: { files, reason } }) => {
    const subject = subjectOf(store, count, files);
    return phrase({
      en: (write: Writer) => `${write.text(subject)} cannot be read${reasonInParentheses(reason, 'en')}.`,
      ja: (write) => `${write.text(subject)}を読み取れません${reasonInParentheses(reason, 'ja')}。`,
    });
  },
  lines: ({ parameters: { store }, data }) => [
    ...reasonLines(data),
    ...fileLines(data),
    ...truncatedLines(store, data),
    phrase({
      en: 'The other certificates of the store are monitored.',
      ja: 'ストアのほかの証明書は監視を続けます。',
    }),
  ],
});
