import { countWithNoun, singularOrPlural } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { quoteName } from '../quote-name.ts';
import { certificateLines } from '../sentences.ts';

/**
 * Certificates of a store have expired that no connector uses and no newer certificate replaces.
 */
export const unusedCertificateExpired: EventDefinition = {
  eventId: 1300,
  symbolicName: 'UnusedCertificateExpired',
  provider: 'own',
  level: 'Warning',
  parameters: ['store', 'count'],
  en: ({ parameters: [store = '', count = ''], facts }, localization) => [
    `${countWithNoun(count, 'certificate')} that no connector uses ${singularOrPlural(count, 'has', 'have')} expired in certificate store ${quoteName(store, 'en')}.`,
    ...certificateLines(facts, localization),
    'No newer certificate has the same names. Renew those that are still needed, and remove the others.',
  ],
  ja: ({ parameters: [store = '', count = ''], facts }, localization) => [
    `証明書ストア${quoteName(store, 'ja')}で、どのコネクタも使用していない証明書 ${count} 個の有効期限が切れました。`,
    ...certificateLines(facts, localization),
    '同じ名前を持つ新しい証明書はありません。ほかの用途で必要なものは更新し、不要なものは削除してください。',
  ],
};
