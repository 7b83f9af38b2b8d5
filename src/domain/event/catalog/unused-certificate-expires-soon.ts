import { phrase } from '../../text/phrase.ts';
import { certificateLines } from '../certificate-sentences.ts';
import { countWithNoun } from '../count-with-noun.ts';
import { CERTIFICATES_OF_STORE_FACTS, type CertificatesOfStoreData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import type { Writer } from '../writer.ts';

/**
 * Certificates of a store are expiring that no connector uses and no newer certificate replaces.
 */
export const unusedCertificateExpiresSoon: EventDefinition<CertificatesOfStoreData, ['store', 'count']> = defineEvent({
  eventId: 1301,
  symbolicName: 'UnusedCertificateExpiresSoon',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Unused certificate expires soon', ja: '未使用の証明書の有効期限間近' }),
  effect: 'no-effect',
  parameters: ['store', 'count'],
  requiredFacts: CERTIFICATES_OF_STORE_FACTS,
  firstLine: ({ parameters: { store, count } }) =>
    phrase({
      en: (write: Writer) =>
        `${countWithNoun(count, 'certificate')} that no connector uses will expire soon in certificate store ${write.quote(store)}.`,
      ja: (write) =>
        `証明書ストア${write.quote(store)}で、どのコネクタも使用していない証明書 ${count} 個の有効期限がまもなく切れます。`,
    }),
  lines: ({ data }) => [
    ...certificateLines(data),
    phrase({
      en: 'No newer certificate has the same names. Renew those that are still needed.',
      ja: '同じ名前を持つ新しい証明書はありません。ほかの用途で必要なものは更新してください。',
    }),
  ],
});
