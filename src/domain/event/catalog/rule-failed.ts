import { phrase } from '../../text/phrase.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { errorDetailLines } from '../line.ts';

/** A rule failed inside mailcertd: the state of its event is unknown. The other rules ran. */
export const ruleFailed: EventDefinition<ErrorData, ['eventId', 'detail']> = defineEvent({
  eventId: 1107,
  symbolicName: 'RuleFailed',
  provider: 'own',
  level: 'Error',
  title: phrase({ en: 'Rule failed', ja: '判定の失敗' }),
  effect: 'problems-undetected',
  parameters: ['eventId', 'detail'],
  requiredFacts: ERROR_FACTS,
  firstLine: ({ parameters: { eventId } }) =>
    phrase({
      en: `The rule for event ${eventId} failed because of an error in mailcertd, so its conditions are unknown.`,
      ja: `イベント ${eventId} の判定が mailcertd の内部エラーで失敗したため、該当する問題があるかどうかは不明です。`,
    }),
  lines: ({ parameters: { detail }, data: { failure } }) => [
    phrase({
      en: 'Any open conditions of this event stay open. All other rules ran.',
      ja: 'このイベントの未解消の問題がある場合は、そのまま保持します。ほかの判定は実行されています。',
    }),
    ...errorDetailLines(detail, failure),
    phrase({
      en: 'This is a bug in mailcertd. Please report it with this text.',
      ja: 'mailcertd の不具合です。この内容を添えて報告してください。',
    }),
  ],
});
