import { isConnectorFile, storeLabel } from '../../connector/certificate-file.ts';
import { reasonInParentheses } from '../../failure/reason-text.ts';
import { phrase } from '../../text/phrase.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { StoreData } from '../data/certificate-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { keyFileLines } from '../file-sentences.ts';
import { grantAccessLines } from '../reason-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = StoreData & Partial<Pick<ReasonData, 'reason'>>;

/** Returns the private keys, to begin a sentence: the key of a file, or a number of keys. */
function keysOf(store: string, count: string, [firstKey]: readonly string[]): EventLine {
  if (!isConnectorFile(store) || count !== '1' || firstKey === undefined)
    return phrase({
      en: (write: Writer) => `${countWithNoun(count, 'private key')} in ${write.store(store)}`,
      ja: (write) => `${write.store(store)}の秘密キー ${count} 個`,
    });
  return firstKey === storeLabel(store)
    ? phrase({
        en: (write: Writer) => `The private key in ${write.store(store)}`,
        ja: (write) => `${write.store(store)}の秘密キー`,
      })
    : phrase({
        en: (write: Writer) => `Private key ${firstKey} of ${write.store(store)}`,
        ja: (write) => `${write.store(store)}の秘密キー ${firstKey} `,
      });
}

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
  firstLine: ({ parameters: { store, count }, data: { locations, reason } }) => {
    const keys = keysOf(store, count, locations);
    return phrase({
      en: (write: Writer) => `${write.text(keys)} cannot be checked${reasonInParentheses(reason, 'en')}.`,
      ja: (write) => `${write.text(keys)}を確認できません${reasonInParentheses(reason, 'ja')}。`,
    });
  },
  lines: ({ parameters: { count }, data }) => [
    ...keyFileLines(data, count),
    phrase({
      en: 'Servers that can read the keys are not affected. mailcertd assumes that the keys match their certificates.',
      ja: '秘密キーを読み取れるサーバーには影響しません。mailcertd は、秘密キーが証明書と一致するものとして扱います。',
    }),
    ...grantAccessLines(data, data.locations.length > 1 ? 'files' : 'path'),
  ],
});
