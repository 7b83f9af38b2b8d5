import type { EventDefinition } from '../event-definition.ts';
import { inBrackets } from '../reason-words.ts';
import { reasonLines } from '../sentences.ts';
import { quoteName, when } from '../wording.ts';

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
    `The settings of ${quoteName(inventory, 'en')} cannot be read${inBrackets(facts.reason, 'en')}; open conditions about it stay open.`,
    `Source: ${location}`,
    ...reasonLines(facts, wording),
    ...(facts.detail ? [`Error: ${facts.detail}`] : []),
    facts.lastSeen === undefined
      ? 'Its connectors are unknown.'
      : `Its connectors of the last discovery, on ${when(facts.lastSeen, wording)}, are still monitored.`,
    ...(isNowhere(facts.reason)
      ? ['If the server was removed, reload mailcertd to stop monitoring its connectors.']
      : []),
  ],
  ja: ({ parameters: [inventory = '', location = ''], facts }, wording) => [
    `${quoteName(inventory, 'ja')}の設定を読み取れません${inBrackets(facts.reason, 'ja')}。未解消の問題がある場合は、そのまま保持します。`,
    `読み取り元: ${location}`,
    ...reasonLines(facts, wording),
    ...(facts.detail ? [`詳細: ${facts.detail}`] : []),
    facts.lastSeen === undefined
      ? 'このサーバーのコネクタは把握できていません。'
      : `最後に検出したコネクタ (${when(facts.lastSeen, wording)}) の監視を続けます。`,
    ...(isNowhere(facts.reason)
      ? ['サーバーを削除した場合は、mailcertd を再読み込みすると監視対象から除外されます。']
      : []),
  ],
};
