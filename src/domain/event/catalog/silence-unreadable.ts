import { phrase } from '../../text/phrase.ts';
import { type ErrorData, NO_ERROR } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { errorDetailLines } from '../line.ts';
import { quoteName } from '../quote-name.ts';

/** A silence cannot be read. It no longer suppresses alerts, and was removed. */
export const silenceUnreadable: EventDefinition<ErrorData, ['silenceId', 'detail']> = defineEvent({
  eventId: 1112,
  symbolicName: 'SilenceUnreadable',
  provider: 'own',
  level: 'Warning',
  title: { en: 'Unreadable silence', ja: '読み取れない通知停止' },
  effect: 'no-effect',
  parameters: ['silenceId', 'detail'],
  missingData: NO_ERROR,
  firstLine: ({ parameters: { silenceId } }) =>
    phrase({
      en: `Silence ${quoteName(silenceId, 'en')} cannot be read and is ignored; its suppressed alerts are sent again.`,
      ja: `通知停止${quoteName(silenceId, 'ja')}を読み取れないため、無視します。対象だった問題は再び通知されます。`,
    }),
  lines: ({ parameters: { detail }, data: { failure } }) => [
    phrase({
      en: 'It was removed from the event log.',
      ja: 'この通知停止はイベント ログから削除されました。',
    }),
    ...errorDetailLines(detail, failure),
  ],
});
