import { phrase } from '../../text/phrase.ts';
import { certificateLines } from '../certificate-sentences.ts';
import { countWithNoun } from '../count-with-noun.ts';
import { CERTIFICATES_OF_STORE_FACTS, type CertificatesOfStoreData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import type { Writer } from '../writer.ts';

/** Certificates of an automatically renewed store were not renewed in time. @see renewalDeadline */
export const renewalOverdue: EventDefinition<CertificatesOfStoreData, ['store', 'count']> = defineEvent({
  eventId: 1304,
  symbolicName: 'RenewalOverdue',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Renewal overdue', ja: '証明書の更新の遅れ' }),
  effect: () => ['none-until-expiry', 'then-rejected'],
  parameters: ['store', 'count'],
  requiredFacts: CERTIFICATES_OF_STORE_FACTS,
  firstLine: ({ parameters: { store, count } }) =>
    phrase({
      en: (write: Writer) =>
        `Automatic renewal is overdue for ${countWithNoun(count, 'certificate')} in ${write.store(store)}.`,
      ja: (write) => `${write.store(store)}の証明書 ${count} 個が、更新時期を過ぎても自動更新されていません。`,
    }),
  lines: ({ data }) => [
    ...certificateLines(data),
    phrase({
      en: 'Renewal was due when a third of the lifetime, but at most 28 days, was left. It is more than 2 days late (for lifetimes under 24 days: more than a twelfth of the lifetime). Check the log of the program that renews them.',
      ja: '残りが有効期間の 3 分の 1 (最長 28 日) になった時点で更新されるはずでしたが、それからさらに 2 日 (有効期間が 24 日未満の場合はその 12 分の 1) が経過しました。自動更新を行うプログラムのログを確認してください。',
    }),
  ],
});
