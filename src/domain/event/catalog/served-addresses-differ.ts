import { phrase } from '../../text/phrase.ts';
import type { ListData } from '../event-data.ts';
import { NO_PROBED_CONNECTOR, type ProbedConnectorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { certificateLines, connectorPhrase } from '../sentences.ts';
import { addressLines } from '../served-sentences.ts';

type Data = ProbedConnectorData & Pick<ListData, 'certificates' | 'count'>;

/**
 * Returns whether only one address serves the certificates. Without a list of addresses, the host
 * is the only address.
 */
function isOneAddress({ addresses }: Data): boolean {
  return addresses === undefined || new Set(addresses.map(({ address }) => address)).size <= 1;
}

/**
 * The addresses of one connector serve different certificates, or one address serves them in turn.
 */
export const servedAddressesDiffer: EventDefinition<Data, ['connector', 'probe']> = defineEvent({
  eventId: 1408,
  symbolicName: 'ServedAddressesDiffer',
  provider: 'own',
  level: 'Warning',
  title: { en: 'Addresses serve different certificates', ja: 'アドレスごとの証明書の相違' },
  effect: 'no-effect',
  parameters: ['connector', 'probe'],
  missingData: { ...NO_PROBED_CONNECTOR, certificates: [], count: 0 },
  firstLine: ({ parameters: { connector, probe }, data }) => {
    const name = connectorPhrase(connector, data.direction);
    return isOneAddress(data)
      ? phrase({
          en: `The address of ${probe} (${name.en}) serves different certificates in turn.`,
          ja: `${name.ja}の ${probe} では、同じアドレスで異なる証明書が交互に提示されています。`,
        })
      : phrase({
          en: `The addresses of ${probe} (${name.en}) serve different certificates.`,
          ja: `${name.ja}の ${probe} では、アドレスごとに異なる証明書が提示されています。`,
        });
  },
  lines: ({ data }, localization) => [
    ...addressLines(data, localization),
    ...certificateLines(data, localization),
    phrase({
      en: 'Usually, the certificate of one of several servers was not renewed or not reloaded.',
      ja: '多くの場合、一部のサーバーで証明書の更新または再読み込みが行われていないために起こります。',
    }),
  ],
});
