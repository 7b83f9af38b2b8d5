import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { quoteName } from '../quote-name.ts';
import { certificateLines } from '../sentences.ts';

/**
 * Certificates of a store are expiring that no connector uses and no newer certificate replaces.
 */
export const unusedCertificateExpiresSoon: EventDefinition = {
  eventId: 1301,
  symbolicName: 'UnusedCertificateExpiresSoon',
  provider: 'own',
  level: 'Warning',
  parameters: ['store', 'count'],
  en: ({ parameters: [store = '', count = ''], facts }, localization) => [
    `${countWithNoun(count, 'certificate')} that no connector uses will expire soon in certificate store ${quoteName(store, 'en')}.`,
    ...certificateLines(facts, localization),
    'No newer certificate has the same names. Renew those that are still needed.',
  ],
  ja: ({ parameters: [store = '', count = ''], facts }, localization) => [
    `証明書ストア${quoteName(store, 'ja')}で、どのコネクタも使用していない証明書 ${count} 個の有効期限がまもなく切れます。`,
    ...certificateLines(facts, localization),
    '同じ名前を持つ新しい証明書はありません。ほかの用途で必要なものは更新してください。',
  ],
};
