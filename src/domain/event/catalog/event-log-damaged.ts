import type { EventDefinition } from '../event-definition.ts';

/** The event log's file was damaged: it was set aside, not deleted, and a new one begun. */
export const eventLogDamaged: EventDefinition = {
  eventId: 1105,
  symbolicName: 'EventLogDamaged',
  provider: 'own',
  level: 'Error',
  parameters: ['location', 'detail'],
  en: ({ parameters: [location = '', detail = ''] }) => [
    `The event log was damaged; it was set aside as ${location} and a new one begun.`,
    'What was open is raised again if it still holds.',
    `What came back: ${detail}`,
  ],
  ja: ({ parameters: [location = '', detail = ''] }) => [
    `イベント ログが破損していたため、${location} として退避し、新しいログを開始しました。`,
    '未解消だった問題は、引き続き該当すれば再度記録します。',
    `詳細: ${detail}`,
  ],
};
