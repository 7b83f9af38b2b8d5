import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { reasonInParentheses } from '../reason-text.ts';
import { storeName } from '../store-name.ts';

/**
 * mailcertd cannot read private keys of a store, so it cannot check whether they match. It does not
 * report them as missing.
 */
export const privateKeyNotChecked: EventDefinition = {
  eventId: 1201,
  symbolicName: 'PrivateKeyNotChecked',
  provider: 'own',
  level: 'Warning',
  parameters: ['store', 'count'],
  en: ({ parameters: [store = '', count = '0'], facts: { reason, locations = [] } }) => [
    `${countWithNoun(count, 'private key')} in ${storeName(store, 'en')} cannot be checked${reasonInParentheses(reason, 'en')}.`,
    ...(locations.length === 0
      ? []
      : [`Key files: ${locations.join(', ')}${Number(count) > locations.length ? ', and more' : ''}`]),
    'Servers that can read the keys are not affected. mailcertd assumes that the keys match their certificates.',
  ],
  ja: ({ parameters: [store = '', count = '0'], facts: { reason, locations = [] } }) => [
    `${storeName(store, 'ja')}の秘密キー ${count} 個を判定できません${reasonInParentheses(reason, 'ja')}。`,
    ...(locations.length === 0
      ? []
      : [`秘密キーのファイル: ${locations.join(', ')}${Number(count) > locations.length ? ' ほか' : ''}`]),
    '読み取れるサーバーには影響しません。証明書には秘密キーがあるものとして扱います。',
  ],
};
