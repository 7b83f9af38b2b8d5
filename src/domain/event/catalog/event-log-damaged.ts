import { phrase } from '../../text/phrase.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { detailLine, ERROR_LABEL, labeledLine } from '../line.ts';

type Data = ErrorData & Pick<ReasonData, 'path'>;

/**
 * The event log was damaged: the file was renamed, and its readable rows were copied to a new log.
 * The location is empty if the file disappeared. The detail then says when, and what the new file
 * contains.
 */
export const eventLogDamaged: EventDefinition<Data, ['location', 'detail']> = defineEvent({
  eventId: 1105,
  symbolicName: 'EventLogDamaged',
  provider: 'own',
  level: 'Error',
  title: phrase({ en: 'Event log damaged', ja: 'イベント ログの破損' }),
  effect: 'problems-undetected',
  parameters: ['location', 'detail'],
  requiredFacts: { ...ERROR_FACTS, path: true },
  laterData: { path: '' },
  firstLine: ({ parameters: { location } }) =>
    location === ''
      ? phrase({
          en: 'The file of the event log disappeared.',
          ja: 'イベント ログのファイルがなくなりました。',
        })
      : phrase({
          en: `The event log was damaged and was renamed to ${location}; the new log contains every readable row.`,
          ja: `イベント ログが破損していたため、${location} として退避し、読み取れた内容を引き継いで新しいログを開始しました。`,
        }),
  lines: ({ parameters: { location, detail }, data: { failure } }) => [
    ...(location === ''
      ? []
      : [
          phrase({
            en: 'Conditions that were lost are raised again if the problem still exists.',
            ja: '失われた未解消の問題は、まだ続いていれば再び記録します。',
          }),
        ]),
    labeledLine(ERROR_LABEL, detailLine(detail, failure)),
  ],
});
