import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { quoteName } from '../quote-name.ts';
import { reasonInParentheses } from '../reason-text.ts';
import { reasonLines } from '../sentences.ts';

/**
 * Returns whether a discovered server no longer exists. Only an administrator knows whether it was
 * removed for good.
 */
function isServerRemoved(reason: string | undefined): boolean {
  return reason === 'not_installed' || reason === 'not_configured';
}

/**
 * The settings of an automatically discovered server cannot be read. Until they can be read again,
 * conditions about the server are neither raised nor cleared.
 */
export const settingsUnreadable: EventDefinition = {
  eventId: 1108,
  symbolicName: 'SettingsUnreadable',
  provider: 'own',
  level: 'Error',
  parameters: ['inventory', 'location', 'reason'],
  en: ({ parameters: [inventory = '', location = ''], facts }, localization) => [
    `The settings of ${quoteName(inventory, 'en')} cannot be read${reasonInParentheses(facts.reason, 'en')}; open conditions about it stay open.`,
    `Source: ${location}`,
    ...reasonLines(facts, localization),
    ...(facts.detail ? [`Error: ${facts.detail}`] : []),
    facts.lastSeen === undefined
      ? 'Its connectors are unknown.'
      : `Its connectors of the last discovery, on ${formatInstant(facts.lastSeen, localization)}, are still monitored.`,
    ...(isServerRemoved(facts.reason)
      ? ['If the server was removed, reload mailcertd to stop monitoring its connectors.']
      : []),
  ],
  ja: ({ parameters: [inventory = '', location = ''], facts }, localization) => [
    `${quoteName(inventory, 'ja')}の設定を読み取れません${reasonInParentheses(facts.reason, 'ja')}。未解消の問題がある場合は、そのまま保持します。`,
    `読み取り元: ${location}`,
    ...reasonLines(facts, localization),
    ...(facts.detail ? [`詳細: ${facts.detail}`] : []),
    facts.lastSeen === undefined
      ? 'このサーバーのコネクタは把握できていません。'
      : `最後に検出したコネクタ (${formatInstant(facts.lastSeen, localization)}) の監視を続けます。`,
    ...(isServerRemoved(facts.reason)
      ? ['サーバーを削除した場合は、mailcertd を再読み込みすると監視対象から除外されます。']
      : []),
  ],
};
