import type { EventDefinition } from '../event-definition.ts';
import { quoteName } from '../quote-name.ts';

/**
 * The personal store was empty, but a self-signed certificate could not be issued or written. The
 * next scan retries.
 */
export const selfSignedCertificateNotInstalled: EventDefinition = {
  eventId: 1006,
  symbolicName: 'SelfSignedCertificateNotInstalled',
  provider: 'own',
  level: 'Error',
  parameters: ['store', 'detail'],
  en: ({ parameters: [store = '', detail = ''] }) => [
    `A self-signed certificate could not be installed in the empty personal store ${quoteName(store, 'en')}.`,
    'The next scan tries again.',
    `Error: ${detail}`,
  ],
  ja: ({ parameters: [store = '', detail = ''] }) => [
    `空の個人用ストア${quoteName(store, 'ja')}に自己署名証明書をインストールできませんでした。`,
    '次回のスキャンで再試行します。',
    `詳細: ${detail}`,
  ],
};
