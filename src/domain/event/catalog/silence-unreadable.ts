import { phrase } from '../../text/phrase.ts';
import { type ErrorData, NO_ERROR } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { errorDetailLines } from '../line.ts';
import type { Writer } from '../writer.ts';

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
      en: (write: Writer) =>
        `Silence ${write.quote(silenceId)} cannot be read and is ignored; its suppressed alerts are sent again.`,
      ja: (write) =>
        `通知停止${write.quote(silenceId)}を読み取れないため、無視します。対象だった問題は再び通知されます。`,
    }),
  lines: ({ parameters: { detail }, data: { failure } }) => [
    phrase({
      en: 'It was removed from the event log.',
      ja: 'この通知停止はイベント ログから削除されました。',
    }),
    ...errorDetailLines(detail, failure),
  ],
});
