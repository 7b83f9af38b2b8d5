import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { storeName } from '../store-name.ts';

/** Every account of the host can read private keys of a store. */
export const privateKeyExposed: EventDefinition = {
  eventId: 1204,
  symbolicName: 'PrivateKeyExposed',
  provider: 'own',
  level: 'Warning',
  parameters: ['store', 'count'],
  en: ({ parameters: [store = '', count = '0'], facts: { locations = [] } }) => [
    `Every account of this computer can read ${countWithNoun(count, 'private key')} in ${storeName(store, 'en')}.`,
    ...(locations.length === 0
      ? []
      : [`Key files: ${locations.join(', ')}${Number(count) > locations.length ? ', and more' : ''}`]),
    'Anyone who has copied a key can impersonate the server until the certificate expires.',
  ],
  ja: ({ parameters: [store = '', count = '0'], facts: { locations = [] } }) => [
    `${storeName(store, 'ja')}の秘密キー ${count} 個を、このコンピューターのすべてのアカウントが読み取れます。`,
    ...(locations.length === 0
      ? []
      : [`秘密キーのファイル: ${locations.join(', ')}${Number(count) > locations.length ? ' ほか' : ''}`]),
    '秘密キーをコピーされると、証明書の有効期間中、サーバーになりすまされるおそれがあります。',
  ],
};
