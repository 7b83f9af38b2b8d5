import type { EventDefinition } from '../event-definition.ts';
import { reasonLines } from '../sentences.ts';
import { quoted } from '../wording.ts';

/** A notifier's endpoint is gone, or its hook must not be run. An administrator must fix it. */
export const notifierDisabled: EventDefinition = {
  eventId: 1501,
  symbolicName: 'NotifierDisabled',
  provider: 'own',
  level: 'Error',
  parameters: ['notifier', 'detail'],
  en: ({ parameters: [notifier = '', detail = ''], facts }, wording) => [
    facts.reason === 'hook_unsafe'
      ? `Notifier ${quoted(notifier, 'en')} is told nothing until what it runs is mended: others may change it.`
      : `Notifier ${quoted(notifier, 'en')} is disabled: it is told nothing more until the configuration is loaded again.`,
    ...reasonLines(facts, wording),
    ...(detail === '' ? [] : [`What came back: ${detail}`]),
  ],
  ja: ({ parameters: [notifier = '', detail = ''], facts }, wording) => [
    facts.reason === 'hook_unsafe'
      ? `通知先${quoted(notifier, 'ja')}に通知できません。実行するファイルを他のユーザーが変更できます。`
      : `通知先${quoted(notifier, 'ja')}を無効にしました。構成が再読み込みされるまで通知しません。`,
    ...reasonLines(facts, wording),
    ...(detail === '' ? [] : [`詳細: ${detail}`]),
  ],
};
