import { phrase } from '../../text/phrase.ts';
import {
  ERROR_FACTS,
  type ErrorData,
  STORED_CERTIFICATE_FACTS,
  type StoredCertificateData,
} from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { detailLine, ERROR_LABEL, labeledLine } from '../line.ts';
import { storeWriteLines } from '../store-write-lines.ts';
import type { Writer } from '../writer.ts';

type Data = StoredCertificateData & ErrorData;

/**
 * An automatic renewal failed: no certificate could be issued or written. The next scan retries.
 */
export const certificateNotRenewed: EventDefinition<Data, ['thumbprint', 'names', 'detail']> = defineEvent({
  eventId: 1012,
  symbolicName: 'CertificateNotRenewed',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Certificate not renewed', ja: '証明書の更新失敗' }),
  isReminder: true,
  effect: () => ['none-until-expiry', 'then-rejected-where-trusted'],
  parameters: ['thumbprint', 'names', 'detail'],
  requiredFacts: { ...STORED_CERTIFICATE_FACTS, ...ERROR_FACTS },
  firstLine: ({ parameters: { thumbprint, names } }) =>
    phrase({
      en: `The self-signed certificate for ${names} could not be renewed automatically (thumbprint ${thumbprint}).`,
      ja: `${names} の自己署名証明書を自動的に更新できませんでした (拇印 ${thumbprint})。`,
    }),
  lines: ({ parameters: { detail }, data }) => {
    return [
      phrase({
        en: (write: Writer) => `It expires on ${write.instant(data.notAfter)}. The next scan tries again.`,
        ja: (write) => `有効期限は ${write.instant(data.notAfter)} です。次回のスキャンで再試行します。`,
      }),
      labeledLine(ERROR_LABEL, detailLine(detail, data.failure)),
      ...storeWriteLines(data.failure),
    ];
  },
});
