import type { EventDefinition } from '../event-definition.ts';

/**
 * The configuration file has errors. The previous configuration stays in use until they are fixed.
 */
export const configurationRejected: EventDefinition = {
  eventId: 1003,
  symbolicName: 'ConfigurationRejected',
  provider: 'own',
  level: 'Error',
  parameters: ['file', 'problems'],
  en: ({ parameters: [file = '', problems = ''] }) => [
    `Configuration ${file} has errors and was rejected; the previous configuration stays active.`,
    ...problems.split('\n'),
  ],
  ja: ({ parameters: [file = '', problems = ''] }) => [
    `構成ファイル ${file} に誤りがあるため適用しませんでした。以前の構成のまま動作を続けます。`,
    ...problems.split('\n'),
  ],
};
