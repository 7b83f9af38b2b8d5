import type { EventDefinition } from '../event-definition.ts';
import { quoteName } from '../quote-name.ts';
import { reasonTextOrCode } from '../reason-text.ts';
import { reasonLines } from '../sentences.ts';

/** A discovered setting cannot be determined. Checks that depend on it are left out. */
export const settingUnresolved: EventDefinition = {
  eventId: 1109,
  symbolicName: 'SettingUnresolved',
  provider: 'own',
  level: 'Warning',
  parameters: ['inventory', 'location', 'reason'],
  en: ({ parameters: [inventory = '', location = '', reason = ''], facts }, localization) => [
    `Cannot determine setting ${quoteName(location, 'en')} of ${quoteName(inventory, 'en')}.`,
    `Error: ${facts.detail || reasonTextOrCode(reason, 'en')}`,
    ...reasonLines(facts, localization),
    'A connector that can no longer be read is checked as last discovered. An unknown certificate is not checked.',
  ],
  ja: ({ parameters: [inventory = '', location = '', reason = ''], facts }, localization) => [
    `${quoteName(inventory, 'ja')}の設定に判断できない箇所があります: ${quoteName(location, 'ja')}。`,
    `詳細: ${facts.detail || reasonTextOrCode(reason, 'ja')}`,
    ...reasonLines(facts, localization),
    '読み取れなくなったコネクタは最後に検出した内容で確認し、不明な証明書は確認の対象外です。',
  ],
};
