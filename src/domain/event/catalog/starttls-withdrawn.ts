import type { EventDefinition, Wording } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { connectorName, reasonLines } from '../sentences.ts';
import { addressLines, answerLines, withoutTlsLine } from '../served-sentences.ts';
import { when } from '../wording.ts';

function offeredLines({ lastOfferedAt }: Facts, wording: Wording): readonly string[] {
  if (lastOfferedAt === undefined) return [];
  const at = when(lastOfferedAt, wording);
  return [wording.locale === 'ja' ? `最後に提供を確認した日時: ${at}` : `Last offered on ${at}.`];
}

function placeLines({ path }: Facts, { locale }: Wording): readonly string[] {
  if (path === undefined) return [];
  return [locale === 'ja' ? `サーバー側の設定箇所: ${path}` : `Setting of the server: ${path}`];
}

/**
 * A server no longer offers STARTTLS: it cannot load its certificate or key, or another host
 * removes STARTTLS from the connection.
 */
export const starttlsWithdrawn: EventDefinition = {
  eventId: 1402,
  symbolicName: 'StarttlsWithdrawn',
  provider: 'own',
  level: 'Error',
  parameters: ['connector', 'probe'],
  en: ({ parameters: [connector = '', probe = ''], facts }, wording) => [
    `${connectorName(connector, facts.direction, 'en')} no longer offers STARTTLS at ${probe}.`,
    ...offeredLines(facts, wording),
    ...placeLines(facts, wording),
    ...answerLines(facts, wording),
    ...addressLines(facts, wording),
    ...reasonLines(facts, wording),
    withoutTlsLine(facts, 'en'),
  ],
  ja: ({ parameters: [connector = '', probe = ''], facts }, wording) => [
    `${connectorName(connector, facts.direction, 'ja')}は ${probe} で STARTTLS を提供しなくなりました。`,
    ...offeredLines(facts, wording),
    ...placeLines(facts, wording),
    ...answerLines(facts, wording),
    ...addressLines(facts, wording),
    ...reasonLines(facts, wording),
    withoutTlsLine(facts, 'ja'),
  ],
};
