import type { EventDefinition } from '../event-definition.ts';

/**
 * A record of the event log cannot be read. This event is shown in place of that record, and is
 * never written.
 */
export const eventRecordUnreadable: EventDefinition = {
  eventId: 1113,
  symbolicName: 'EventRecordUnreadable',
  provider: 'own',
  level: 'Warning',
  parameters: ['eventRecordId', 'eventId', 'detail'],
  en: ({ parameters: [eventRecordId = '', eventId = '', detail = ''] }) => [
    `Record ${eventRecordId} of the event log (event ${eventId}) cannot be read.`,
    `Error: ${detail}`,
  ],
  ja: ({ parameters: [eventRecordId = '', eventId = '', detail = ''] }) => [
    `イベント ログのレコード ${eventRecordId} (イベント ${eventId}) を読み取れません。`,
    `詳細: ${detail}`,
  ],
};
