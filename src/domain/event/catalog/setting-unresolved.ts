import type { EventDefinition } from '../event-definition.ts';
import { inWords } from '../reason-words.ts';
import { reasonLines } from '../sentences.ts';
import { quoteName } from '../wording.ts';

/** A discovered setting cannot be determined. Checks that depend on it are left out. */
export const settingUnresolved: EventDefinition = {
  eventId: 1109,
  symbolicName: 'SettingUnresolved',
  provider: 'own',
  level: 'Warning',
  parameters: ['inventory', 'location', 'reason'],
  en: ({ parameters: [inventory = '', location = '', reason = ''], facts }, wording) => [
    `Cannot determine setting ${quoteName(location, 'en')} of ${quoteName(inventory, 'en')}.`,
    `Error: ${facts.detail || inWords(reason, 'en')}`,
    ...reasonLines(facts, wording),
    'A connector that can no longer be read is checked as last discovered. An unknown certificate is not checked.',
  ],
  ja: ({ parameters: [inventory = '', location = '', reason = ''], facts }, wording) => [
    `${quoteName(inventory, 'ja')}の設定に判断できない箇所があります: ${quoteName(location, 'ja')}。`,
    `詳細: ${facts.detail || inWords(reason, 'ja')}`,
    ...reasonLines(facts, wording),
    '読み取れなくなったコネクタは最後に検出した内容で確認し、不明な証明書は確認の対象外です。',
  ],
};
