import type { EventDefinition } from '../event-definition.ts';
import { quoteName } from '../quote-name.ts';

/** A silence cannot be read. It no longer suppresses alerts, and was removed. */
export const silenceUnreadable: EventDefinition = {
  eventId: 1112,
  symbolicName: 'SilenceUnreadable',
  provider: 'own',
  level: 'Warning',
  parameters: ['silenceId', 'detail'],
  en: ({ parameters: [silenceId = '', detail = ''] }) => [
    `Silence ${quoteName(silenceId, 'en')} cannot be read and is ignored; its suppressed alerts are sent again.`,
    'It was removed from the event log.',
    `Error: ${detail}`,
  ],
  ja: ({ parameters: [silenceId = '', detail = ''] }) => [
    `通知停止 ${quoteName(silenceId, 'ja')} を読み取れないため、無視します。対象だった問題は再び通知されます。`,
    'この通知停止はイベント ログから削除されました。',
    `詳細: ${detail}`,
  ],
};
