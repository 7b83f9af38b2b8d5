import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { reasonInParentheses } from '../reason-text.ts';
import { reasonLines } from '../sentences.ts';
import { capitalizedStoreName, storeName } from '../store-name.ts';

/**
 * Returns whether ProtectHome= of the systemd unit may hide a path from the daemon. The suggested
 * command `namei` does not show this, because a terminal is not part of the unit.
 */
function mayBeHidden(path: string, reason: string | undefined): boolean {
  const isRefused = reason === 'not_found' || reason === 'permission_denied';
  return isRefused && /^\/(?:root|home|run\/user)(?:\/|$)/.test(path);
}

/**
 * A certificate store cannot be read. Until it can be read again, conditions about the store are
 * neither raised nor cleared.
 */
export const storeUnreadable: EventDefinition = {
  eventId: 1100,
  symbolicName: 'StoreUnreadable',
  provider: 'own',
  level: 'Error',
  parameters: ['store', 'path', 'reason'],
  en: ({ parameters: [store = '', path = ''], facts }, localization) => [
    `${capitalizedStoreName(store)} cannot be read${reasonInParentheses(facts.reason, 'en')}; any open conditions about it stay open.`,
    `Path: ${path}`,
    ...reasonLines(facts, localization),
    ...(facts.detail ? [`Error: ${facts.detail}`] : []),
    ...(mayBeHidden(path, facts.reason)
      ? [
          'If the path exists: the systemd unit hides /root, /home and /run/user. To allow access, add a drop-in with ProtectHome=read-only.',
        ]
      : []),
    ...(facts.lastSeen === undefined ? [] : [`Last read on ${formatInstant(facts.lastSeen, localization)}.`]),
  ],
  ja: ({ parameters: [store = '', path = ''], facts }, localization) => [
    `${storeName(store, 'ja')}を読み取れません${reasonInParentheses(facts.reason, 'ja')}。未解消の問題がある場合は、そのまま保持します。`,
    `パス: ${path}`,
    ...reasonLines(facts, localization),
    ...(facts.detail ? [`詳細: ${facts.detail}`] : []),
    ...(mayBeHidden(path, facts.reason)
      ? [
          '存在する場合: ユニットは /root、/home、/run/user をデーモンから隠しています。ドロップインに ProtectHome=read-only を書くと読み取れます。',
        ]
      : []),
    ...(facts.lastSeen === undefined ? [] : [`最後に読み取れた時刻: ${formatInstant(facts.lastSeen, localization)}`]),
  ],
};
