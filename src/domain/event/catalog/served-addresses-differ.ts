import { phrase } from '../../text/phrase.ts';
import { certificateLines } from '../certificate-sentences.ts';
import type { ListData } from '../data/list-data.ts';
import { PROBED_CONNECTOR_FACTS, type ProbedConnectorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { addressLines, nextStepLine } from '../served-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = ProbedConnectorData & Pick<ListData, 'certificates' | 'count'>;

/**
 * Returns whether only one address serves the certificates. Without a list of addresses, the host
 * is the only address.
 */
function isOneAddress({ addresses }: Data): boolean {
  return addresses === undefined || new Set(addresses.map(({ address }) => address)).size <= 1;
}

/** Returns the line with the addresses of the certificate that expires first; empty if unknown. */
function oldestCertificateLines(data: Data): readonly EventLine[] {
  const [oldest] = data.certificates.toSorted((first, second) => first.notAfter - second.notAfter);
  const addresses = (data.addresses ?? []).flatMap(({ address, thumbprint }) =>
    oldest !== undefined && thumbprint === oldest.thumbprint ? [address] : [],
  );
  if (addresses.length === 0 || isOneAddress(data)) return [];
  const list = [...new Set(addresses)];
  return [
    nextStepLine(
      data,
      phrase({
        en: (write: Writer) =>
          `The certificate that expires first is served at ${write.list(list)}: renew it there, or reload that server.`,
        ja: (write) =>
          `有効期限が最も早い証明書は ${write.list(list)} で提示されています。そのサーバーで証明書を更新するか、サーバーを再読み込みしてください。`,
      }),
    ),
  ];
}

/**
 * The addresses of one connector serve different certificates, or one address serves them in turn.
 */
export const servedAddressesDiffer: EventDefinition<Data, ['connector', 'probe']> = defineEvent({
  eventId: 1408,
  symbolicName: 'ServedAddressesDiffer',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Addresses serve different certificates', ja: 'アドレスごとの証明書の相違' }),
  effect: 'no-effect',
  parameters: ['connector', 'probe'],
  requiredFacts: { ...PROBED_CONNECTOR_FACTS, certificates: true, count: true },
  firstLine: ({ parameters: { connector, probe }, data }) =>
    isOneAddress(data)
      ? phrase({
          en: (write: Writer) =>
            `The address of ${probe} (${write.connector(connector, data.direction)}) serves different certificates in turn.`,
          ja: (write) =>
            `${write.connector(connector, data.direction)}の ${probe} では、同じアドレスで異なる証明書が交互に提示されています。`,
        })
      : phrase({
          en: (write: Writer) =>
            `The addresses of ${probe} (${write.connector(connector, data.direction)}) serve different certificates.`,
          ja: (write) =>
            `${write.connector(connector, data.direction)}の ${probe} では、アドレスごとに異なる証明書が提示されています。`,
        }),
  lines: ({ data }) => [
    ...addressLines(data),
    ...certificateLines(data),
    phrase({
      en: 'Usually, the certificate of one of several servers was not renewed or not reloaded.',
      ja: '多くの場合、一部のサーバーで証明書の更新または再読み込みが行われていないために起こります。',
    }),
    ...oldestCertificateLines(data),
  ],
});
