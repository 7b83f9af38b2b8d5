import { reasonInParentheses } from '../../failure/reason-text.ts';
import { phrase } from '../../text/phrase.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { StoreData } from '../data/certificate-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { keyFileLines } from '../file-sentences.ts';
import { grantAccessLines } from '../reason-sentences.ts';
import type { Writer } from '../writer.ts';

type Data = StoreData & Partial<Pick<ReasonData, 'reason'>>;

/**
 * mailcertd cannot read private keys of a store, so it cannot check whether they match. It does not
 * report them as missing.
 */
export const privateKeyNotChecked: EventDefinition<Data, ['store', 'count']> = defineEvent({
  eventId: 1201,
  symbolicName: 'PrivateKeyNotChecked',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Private key not checked', ja: '秘密キーの確認不可' }),
  effect: 'problems-undetected',
  parameters: ['store', 'count'],
  requiredFacts: { store: true, locations: true },
  firstLine: ({ parameters: { store, count }, data: { reason } }) =>
    phrase({
      en: (write: Writer) =>
        `${countWithNoun(count, 'private key')} in ${write.store(store)} cannot be checked${reasonInParentheses(reason, 'en')}.`,
      ja: (write) =>
        `${write.store(store)}の秘密キー ${count} 個を確認できません${reasonInParentheses(reason, 'ja')}。`,
    }),
  lines: ({ parameters: { count }, data }) => [
    ...keyFileLines(data, count),
    phrase({
      en: 'Servers that can read the keys are not affected. mailcertd assumes that the keys match their certificates.',
      ja: '秘密キーを読み取れるサーバーには影響しません。mailcertd は、秘密キーが証明書と一致するものとして扱います。',
    }),
    ...grantAccessLines(data),
  ],
});
