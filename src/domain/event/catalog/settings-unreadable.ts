import type { EventDefinition } from '../event-definition.ts';
import { inBrackets } from '../reason-words.ts';
import { reasonLines } from '../sentences.ts';
import { quoted, when } from '../wording.ts';

/**
 * Returns whether a discovered server no longer exists. Only an administrator knows whether it was
 * removed for good.
 */
function isNowhere(reason: string | undefined): boolean {
  return reason === 'not_installed' || reason === 'not_configured';
}

/**
 * The settings of an automatically discovered server cannot be read. Its conditions are neither
 * raised nor cleared until they can.
 */
export const settingsUnreadable: EventDefinition = {
  eventId: 1108,
  symbolicName: 'SettingsUnreadable',
  provider: 'own',
  level: 'Error',
  parameters: ['inventory', 'location', 'reason'],
  en: ({ parameters: [inventory = '', location = ''], facts }, wording) => [
    `The settings of ${quoted(inventory, 'en')} cannot be read${inBrackets(facts.reason, 'en')}; its open conditions stay open.`,
    `Asked: ${location}`,
    ...reasonLines(facts, wording),
    ...(facts.detail ? [`What came back: ${facts.detail}`] : []),
    facts.lastSeen === undefined
      ? 'None of its connectors is known.'
      : `Its connectors are taken as they were last found, on ${when(facts.lastSeen, wording)}.`,
    ...(isNowhere(facts.reason)
      ? ['If it was removed for good, reload mailcertd: its connectors are given up then.']
      : []),
  ],
  ja: ({ parameters: [inventory = '', location = ''], facts }, wording) => [
    `${quoted(inventory, 'ja')}の設定を読み取れません${inBrackets(facts.reason, 'ja')}。未解消の問題はそのまま保持します。`,
    `読み取り元: ${location}`,
    ...reasonLines(facts, wording),
    ...(facts.detail ? [`詳細: ${facts.detail}`] : []),
    facts.lastSeen === undefined
      ? 'このサーバーのコネクタは把握できていません。'
      : `コネクタは最後に検出した内容 (${when(facts.lastSeen, wording)}) として扱います。`,
    ...(isNowhere(facts.reason)
      ? ['撤去した場合は mailcertd を再読み込みしてください。そのコネクタの監視を終えます。']
      : []),
  ],
};
