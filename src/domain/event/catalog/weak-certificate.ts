import { countWithNoun, singularOrPlural } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { certificateLines, usedByLines } from '../sentences.ts';
import { storeName } from '../store-name.ts';

/**
 * Certificates of a store that connectors use, or could use, have a weak key or signature.
 * @see NIST SP 800-131A revision 2
 */
export const weakCertificate: EventDefinition = {
  eventId: 1306,
  symbolicName: 'WeakCertificate',
  provider: 'own',
  level: 'Warning',
  parameters: ['store', 'count'],
  en: ({ parameters: [store = '', count = ''], facts }, localization) => [
    `${countWithNoun(count, 'certificate')} for SMTP in ${storeName(store, 'en')} ${singularOrPlural(count, 'has', 'have')} a weak key or signature.`,
    ...certificateLines(facts, localization),
    ...usedByLines(facts, localization),
    'Have them reissued with an RSA key of at least 2048 bits or an EC key of at least 256 bits, signed with SHA-256.',
  ],
  ja: ({ parameters: [store = '', count = ''], facts }, localization) => [
    `${storeName(store, 'ja')}に、キーまたは署名の強度が不足している SMTP 用の証明書が ${count} 個あります。`,
    ...certificateLines(facts, localization),
    ...usedByLines(facts, localization),
    '2048 ビット以上の RSA キーまたは 256 ビット以上の EC キーと SHA-256 の署名で、証明書を再発行してください。',
  ],
};
