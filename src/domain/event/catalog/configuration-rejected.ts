import type { EventDefinition } from '../event-definition.ts';

/**
 * The configuration file has errors, or only a restart can load it. The previous configuration
 * stays in use until a correct one is loaded.
 */
export const configurationRejected: EventDefinition = {
  eventId: 1003,
  symbolicName: 'ConfigurationRejected',
  provider: 'own',
  level: 'Error',
  parameters: ['file', 'problems'],
  en: ({ parameters: [file = '', problems = ''], facts }) => [
    facts.reason === 'restart_required'
      ? `Configuration ${file} was not loaded: mailcertd must be restarted; the previous configuration stays active.`
      : `Configuration ${file} has errors and was rejected; the previous configuration stays active.`,
    ...problems.split('\n'),
  ],
  ja: ({ parameters: [file = '', problems = ''], facts }) => [
    facts.reason === 'restart_required'
      ? `mailcertd の再起動が必要なため、構成ファイル ${file} を適用しませんでした。以前の構成のまま動作を続けます。`
      : `構成ファイル ${file} に誤りがあるため適用しませんでした。以前の構成のまま動作を続けます。`,
    ...problems.split('\n'),
  ],
};
