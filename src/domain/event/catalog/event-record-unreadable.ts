import { phrase } from '../../text/phrase.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { errorDetailLines } from '../line.ts';
import type { Writer } from '../writer.ts';

/**
 * A record of the event log cannot be read. This event is shown in place of that record, and is
 * never written.
 */
export const eventRecordUnreadable: EventDefinition<ErrorData, ['eventRecordId', 'eventId', 'detail']> = defineEvent({
  eventId: 1113,
  symbolicName: 'EventRecordUnreadable',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Unreadable event record', ja: '読み取れないイベント レコード' }),
  effect: 'no-effect',
  parameters: ['eventRecordId', 'eventId', 'detail'],
  requiredFacts: ERROR_FACTS,
  firstLine: ({ parameters: { eventRecordId, eventId } }) =>
    phrase({
      en: (write: Writer) => `Record ${eventRecordId} of the event log (${write.quotedEvent(eventId)}) cannot be read.`,
      ja: (write) => `イベント ログのレコード ${eventRecordId} (${write.quotedEvent(eventId)}) を読み取れません。`,
    }),
  lines: ({ parameters: { detail }, data: { failure } }) => [
    ...errorDetailLines(detail, failure),
    phrase({
      en: 'The other records are not affected. Nothing needs to be done.',
      ja: 'ほかのレコードに影響はありません。対処は不要です。',
    }),
  ],
});
