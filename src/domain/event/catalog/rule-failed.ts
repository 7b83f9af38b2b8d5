import type { EventDefinition } from '../event-definition.ts';

/** A rule failed inside mailcertd: the state of its event is unknown. The other rules ran. */
export const ruleFailed: EventDefinition = {
  eventId: 1107,
  symbolicName: 'RuleFailed',
  provider: 'own',
  level: 'Error',
  parameters: ['eventId', 'detail'],
  en: ({ parameters: [eventId = '', detail = ''] }) => [
    `The rule for event ${eventId} failed because of an error in mailcertd, so its conditions are unknown.`,
    'Any open conditions of this event stay open. All other rules ran.',
    `Error: ${detail}`,
    'This is a bug in mailcertd. Please report it with this text.',
  ],
  ja: ({ parameters: [eventId = '', detail = ''] }) => [
    `イベント ${eventId} の判定が mailcertd 内部で失敗したため、該当するかどうかは不明です。`,
    'このイベントの未解消の問題がある場合は、そのまま保持します。ほかの判定は実行されています。',
    `詳細: ${detail}`,
    'mailcertd の不具合です。この内容を添えて報告してください。',
  ],
};
