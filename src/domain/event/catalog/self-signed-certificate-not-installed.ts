import { phrase } from '../../text/phrase.ts';
import type { StoreData } from '../data/certificate-data.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { detailLine, ERROR_LABEL, labeledLine } from '../line.ts';
import { storeWriteLines } from '../store-write-lines.ts';
import type { Writer } from '../writer.ts';

type Data = ErrorData & Pick<StoreData, 'store'>;

/**
 * The personal store was empty, but a self-signed certificate could not be issued or written. The
 * next scan retries.
 */
export const selfSignedCertificateNotInstalled: EventDefinition<Data, ['store', 'detail']> = defineEvent({
  eventId: 1006,
  symbolicName: 'SelfSignedCertificateNotInstalled',
  provider: 'own',
  level: 'Error',
  title: phrase({ en: 'No self-signed certificate installed', ja: '自己署名証明書のインストール失敗' }),
  effect: 'unencrypted-without-other-certificate',
  parameters: ['store', 'detail'],
  requiredFacts: { ...ERROR_FACTS, store: true },
  firstLine: ({ parameters: { store } }) =>
    phrase({
      en: (write: Writer) =>
        `A self-signed certificate could not be installed in the empty personal store ${write.quote(store)}.`,
      ja: (write) => `空の個人用ストア${write.quote(store)}に自己署名証明書をインストールできませんでした。`,
    }),
  lines: ({ parameters: { detail }, data: { failure } }) => [
    phrase({ en: 'The next scan tries again.', ja: '次回のスキャンで再試行します。' }),
    labeledLine(ERROR_LABEL, detailLine(detail, failure)),
    ...storeWriteLines(failure),
  ],
});
