import { phrase } from '../../text/phrase.ts';
import { STORED_CERTIFICATE_FACTS, type StoredCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import type { Writer } from '../writer.ts';

/** The personal store was empty at the first start, so a self-signed certificate was installed. */
export const selfSignedCertificateInstalled: EventDefinition<
  StoredCertificateData,
  ['thumbprint', 'names', 'notAfter']
> = defineEvent({
  eventId: 1004,
  symbolicName: 'SelfSignedCertificateInstalled',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Self-signed certificate installed', ja: '自己署名証明書のインストール' }),
  effect: 'no-effect',
  parameters: ['thumbprint', 'names', 'notAfter'],
  requiredFacts: STORED_CERTIFICATE_FACTS,
  firstLine: ({ parameters: { thumbprint, names } }) =>
    phrase({
      en: `A self-signed certificate for ${names} was installed in the empty personal store (thumbprint ${thumbprint}).`,
      ja: `個人用ストアが空のため、${names} の自己署名証明書をインストールしました (拇印 ${thumbprint})。`,
    }),
  lines: ({ data }) => {
    return [
      phrase({
        en: (write: Writer) =>
          `It is the internal transport certificate, and expires on ${write.instant(data.notAfter)}.`,
        ja: (write) => `内部トランスポート証明書として設定しました (有効期限 ${write.instant(data.notAfter)})。`,
      }),
      phrase({
        en: 'Mail clients do not trust it. Replace it with a certificate from a CA.',
        ja: 'メール クライアントからは信頼されないため、証明機関 (CA) の証明書に置き換えてください。',
      }),
      ...locationLines(data),
    ];
  },
});
