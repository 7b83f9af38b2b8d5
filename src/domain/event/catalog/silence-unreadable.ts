import { phrase } from '../../text/phrase.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { errorDetailLines } from '../line.ts';
import type { Writer } from '../writer.ts';

/** A silence cannot be read. It no longer suppresses alerts, and was removed. */
export const silenceUnreadable: EventDefinition<ErrorData, ['silenceId', 'detail']> = defineEvent({
  eventId: 1112,
  symbolicName: 'SilenceUnreadable',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Unreadable silence', ja: '読み取れない通知停止' }),
  effect: 'no-effect',
  parameters: ['silenceId', 'detail'],
  requiredFacts: ERROR_FACTS,
  firstLine: ({ parameters: { silenceId } }) =>
    phrase({
      en: (write: Writer) =>
        `Silence ${write.quote(silenceId)} cannot be read and is ignored; alerts that it suppressed are sent from now on.`,
      ja: (write) =>
        `通知停止${write.quote(silenceId)}を読み取れないため、無視します。通知を停止していた問題は、今後は通知されます。`,
    }),
  lines: ({ parameters: { detail }, data: { failure } }) => [
    phrase({
      en: 'It was removed from the event log. To keep the alerts silenced, add the silence again: mailcertd silences add --help',
      ja: 'この通知停止はイベント ログから削除されました。停止を続ける場合は、追加し直してください: mailcertd silences add --help',
    }),
    ...errorDetailLines(detail, failure),
  ],
});
