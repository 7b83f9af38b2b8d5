import type { EventDefinition } from '../event-definition.ts';

/**
 * The event log was damaged: the file was renamed, and its readable rows were copied to a new log.
 * The location is empty if the file disappeared. The detail then says when, and what the new file
 * contains.
 */
export const eventLogDamaged: EventDefinition = {
  eventId: 1105,
  symbolicName: 'EventLogDamaged',
  provider: 'own',
  level: 'Error',
  parameters: ['location', 'detail'],
  en: ({ parameters: [location = '', detail = ''] }) =>
    location === ''
      ? ['The file of the event log disappeared.', `Error: ${detail}`]
      : [
          `The event log was damaged and was renamed to ${location}; the new log contains every readable row.`,
          'Conditions that were lost are raised again if the problem still exists.',
          `Error: ${detail}`,
        ],
  ja: ({ parameters: [location = '', detail = ''] }) =>
    location === ''
      ? ['イベント ログのファイルがなくなりました。', `詳細: ${detail}`]
      : [
          `イベント ログが破損していたため、${location} として退避し、読み取れた内容を引き継いで新しいログを開始しました。`,
          '失われた未解消の問題は、引き続き該当すれば再度記録します。',
          `詳細: ${detail}`,
        ],
};
