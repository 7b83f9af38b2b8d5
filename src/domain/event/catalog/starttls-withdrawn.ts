import type { Localization } from '../../text/locale.ts';
import type { EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { formatInstant } from '../format-instant.ts';
import { connectorName, reasonLines } from '../sentences.ts';
import { addressLines, noTlsEffectLine, serverResponseLines } from '../served-sentences.ts';

function lastOfferLines({ lastOfferedAt }: Facts, localization: Localization): readonly string[] {
  if (lastOfferedAt === undefined) return [];
  const at = formatInstant(lastOfferedAt, localization);
  return [localization.locale === 'ja' ? `最後に提供を確認した日時: ${at}` : `Last offered on ${at}.`];
}

function settingLines({ path }: Facts, { locale }: Localization): readonly string[] {
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
  en: ({ parameters: [connector = '', probeUrl = ''], facts }, localization) => [
    `${connectorName(connector, facts.direction, 'en')} no longer offers STARTTLS at ${probeUrl}.`,
    ...lastOfferLines(facts, localization),
    ...settingLines(facts, localization),
    ...serverResponseLines(facts, localization),
    ...addressLines(facts, localization),
    ...reasonLines(facts, localization),
    noTlsEffectLine(facts, 'en'),
  ],
  ja: ({ parameters: [connector = '', probeUrl = ''], facts }, localization) => [
    `${connectorName(connector, facts.direction, 'ja')}は ${probeUrl} で STARTTLS を提供しなくなりました。`,
    ...lastOfferLines(facts, localization),
    ...settingLines(facts, localization),
    ...serverResponseLines(facts, localization),
    ...addressLines(facts, localization),
    ...reasonLines(facts, localization),
    noTlsEffectLine(facts, 'ja'),
  ],
};
