import { phrase } from '../../text/phrase.ts';
import { certificateLines } from '../certificate-sentences.ts';
import { countWithNoun, singularOrPlural } from '../count-with-noun.ts';
import { CERTIFICATES_OF_STORE_FACTS, type CertificatesOfStoreData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import type { Writer } from '../writer.ts';

/**
 * Certificates of a store have expired that no connector uses and no newer certificate replaces.
 */
export const unusedCertificateExpired: EventDefinition<CertificatesOfStoreData, ['store', 'count']> = defineEvent({
  eventId: 1300,
  symbolicName: 'UnusedCertificateExpired',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Unused certificate expired', ja: '未使用の証明書の有効期限切れ' }),
  effect: 'no-effect',
  parameters: ['store', 'count'],
  requiredFacts: CERTIFICATES_OF_STORE_FACTS,
  firstLine: ({ parameters: { store, count } }) =>
    phrase({
      en: (write: Writer) =>
        `${countWithNoun(count, 'certificate')} that no connector uses ${singularOrPlural(count, 'has', 'have')} expired in certificate store ${write.quote(store)}.`,
      ja: (write) =>
        `証明書ストア${write.quote(store)}で、どのコネクタも使用していない証明書 ${count} 個の有効期限が切れました。`,
    }),
  lines: ({ data }) => [
    ...certificateLines(data),
    phrase({
      en: 'No newer certificate has the same names. Renew those that are still needed, and remove the others.',
      ja: '同じ名前を持つ新しい証明書はありません。ほかの用途で必要なものは更新し、不要なものは削除してください。',
    }),
  ],
});
