import type { EventDefinition } from '../event-definition.ts';
import { quoteName } from '../quote-name.ts';
import { reasonLines } from '../sentences.ts';

/** A notifier's endpoint is gone, or its hook must not be run. An administrator must fix it. */
export const notifierDisabled: EventDefinition = {
  eventId: 1501,
  symbolicName: 'NotifierDisabled',
  provider: 'own',
  level: 'Error',
  parameters: ['notifier', 'detail'],
  en: ({ parameters: [notifier = '', detail = ''], facts }, localization) => [
    facts.reason === 'hook_unsafe'
      ? `Notifier ${quoteName(notifier, 'en')} is suspended: other users can change its program.`
      : `Notifier ${quoteName(notifier, 'en')} is disabled until the configuration is reloaded.`,
    ...reasonLines(facts, localization),
    ...(detail === '' ? [] : [`Error: ${detail}`]),
  ],
  ja: ({ parameters: [notifier = '', detail = ''], facts }, localization) => [
    facts.reason === 'hook_unsafe'
      ? `通知先${quoteName(notifier, 'ja')}に通知できません。実行するファイルを他のユーザーが変更できます。`
      : `通知先${quoteName(notifier, 'ja')}を無効にしました。構成が再読み込みされるまで通知しません。`,
    ...reasonLines(facts, localization),
    ...(detail === '' ? [] : [`詳細: ${detail}`]),
  ],
};
