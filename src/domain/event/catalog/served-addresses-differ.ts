import type { EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { certificateLines, connectorName } from '../sentences.ts';
import { addressLines } from '../served-sentences.ts';

/**
 * Returns whether only one address serves the certificates. Without a list of addresses, the host
 * is the only address.
 */
function isOneAddress({ addresses = [] }: Facts): boolean {
  return new Set(addresses.map(({ address }) => address)).size <= 1;
}

/**
 * The addresses of one connector serve different certificates, or one address serves them in turn.
 */
export const servedAddressesDiffer: EventDefinition = {
  eventId: 1408,
  symbolicName: 'ServedAddressesDiffer',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'probe'],
  en: ({ parameters: [connector = '', probeUrl = ''], facts }, localization) => [
    isOneAddress(facts)
      ? `The address of ${probeUrl} (${connectorName(connector, facts.direction, 'en')}) serves different certificates in turn.`
      : `The addresses of ${probeUrl} (${connectorName(connector, facts.direction, 'en')}) serve different certificates.`,
    ...addressLines(facts, localization),
    ...certificateLines(facts, localization),
    'Usually, the certificate of one of several servers was not renewed or not reloaded.',
  ],
  ja: ({ parameters: [connector = '', probeUrl = ''], facts }, localization) => [
    isOneAddress(facts)
      ? `${connectorName(connector, facts.direction, 'ja')}の ${probeUrl} では、同じアドレスで異なる証明書が交互に提示されています。`
      : `${connectorName(connector, facts.direction, 'ja')}の ${probeUrl} では、アドレスごとに異なる証明書が提示されています。`,
    ...addressLines(facts, localization),
    ...certificateLines(facts, localization),
    '多くの場合、複数のサーバーの一部で証明書が更新または再読み込みされていません。',
  ],
};
