import type { EventDefinition } from '../event-definition.ts';
import { inWords } from '../reason-words.ts';
import { reasonLines } from '../sentences.ts';
import { quoted } from '../wording.ts';

/** A discovered setting cannot be determined. Checks that depend on it are left out. */
export const settingUnresolved: EventDefinition = {
  eventId: 1109,
  symbolicName: 'SettingUnresolved',
  provider: 'own',
  level: 'Warning',
  parameters: ['inventory', 'location', 'reason'],
  en: ({ parameters: [inventory = '', location = '', reason = ''], facts }, wording) => [
    `The settings of ${quoted(inventory, 'en')} leave ${quoted(location, 'en')} open.`,
    `What it is: ${facts.detail || inWords(reason, 'en')}`,
    ...reasonLines(facts, wording),
    'Nothing is guessed: what depends on it is not judged.',
  ],
  ja: ({ parameters: [inventory = '', location = '', reason = ''], facts }, wording) => [
    `${quoted(inventory, 'ja')}の設定に判断できない箇所があります: ${quoted(location, 'ja')}。`,
    `詳細: ${facts.detail || inWords(reason, 'ja')}`,
    ...reasonLines(facts, wording),
    '推測はしません。この設定に依存する内容は判定の対象外です。',
  ],
};
