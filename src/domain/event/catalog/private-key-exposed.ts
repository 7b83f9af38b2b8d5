import { phrase } from '../../text/phrase.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { StoreData } from '../data/certificate-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { keyFileLines } from '../file-sentences.ts';
import type { Writer } from '../writer.ts';

/** Every account of the host can read private keys of a store. */
export const privateKeyExposed: EventDefinition<StoreData, ['store', 'count']> = defineEvent({
  eventId: 1204,
  symbolicName: 'PrivateKeyExposed',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Private key exposed', ja: '秘密キーの過剰なアクセス許可' }),
  effect: 'no-effect',
  parameters: ['store', 'count'],
  requiredFacts: { store: true, locations: true },
  firstLine: ({ parameters: { store, count } }) =>
    phrase({
      en: (write: Writer) =>
        `Every account of this computer can read ${countWithNoun(count, 'private key')} in ${write.store(store)}.`,
      ja: (write) =>
        `${write.store(store)}の秘密キー ${count} 個を、このコンピューターのすべてのアカウントが読み取れます。`,
    }),
  lines: ({ parameters: { count }, data }) => [
    ...keyFileLines(data, count),
    phrase({
      en: 'Anyone who has copied a key can impersonate the server until the certificate expires.',
      ja: '秘密キーをコピーされると、証明書の有効期間中、サーバーになりすまされるおそれがあります。',
    }),
    phrase({
      en: 'If another account may have read a key, have the certificate reissued with a new key, and revoke the old certificate.',
      ja: 'ほかのアカウントに秘密キーを読み取られた可能性がある場合は、新しい秘密キーで証明書を再発行し、以前の証明書を失効させてください。',
    }),
  ],
});
