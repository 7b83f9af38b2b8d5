import { phrase } from '../../text/phrase.ts';
import type { Instant } from '../../time.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { ServerData } from '../data/server-data.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import { type OnDiskData, SERVED_FACTS, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { addressLines, earlierProbeLines, onDiskLines, reloadHintLines, servedByLines } from '../served-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = ServedData & OnDiskData & Partial<Pick<ServerData, 'publicKeyAlgorithm'>>;

/** Returns the connectors that serve the certificate, for the beginning of a sentence. */
function connectorsText(connector: string, { connectors, direction }: Data): EventLine {
  const others = connectors.length - 1;
  if (others <= 0) return (write) => write.connector(connector, direction);
  return phrase({
    en: (write: Writer) => `${write.quote(connector)} and ${countWithNoun(others, 'other connector')}`,
    ja: (write) => `コネクタ${write.quote(connector)}ほか ${others} 個`,
  });
}

const servedUntilLine = (at: Instant): EventLine =>
  phrase({
    en: (write: Writer) => `The served certificate expires on ${write.instant(at)}.`,
    ja: (write) => `提示している証明書の有効期限: ${write.instant(at)}`,
  });

/** Returns the expiry of the served certificate, or a hint why a key type is not served. */
function expiryOrReloadLines(data: Data): readonly EventLine[] {
  if (data.publicKeyAlgorithm === undefined) return [servedUntilLine(data.notAfter), ...reloadHintLines(data)];
  return [
    ...reloadHintLines(data),
    phrase({
      en: 'If the server was reloaded since then, check its log for the reason.',
      ja: '再読み込み後も提示されない場合は、サーバーのログで理由を確認してください。',
    }),
  ];
}

/** A server still serves a certificate that was replaced on disk, because it was not reloaded. */
export const servedCertificateDiffersFromDisk: EventDefinition<
  Data,
  ['connector', 'servedThumbprint', 'diskThumbprint', 'secondsOnDisk']
> = defineEvent({
  eventId: 1406,
  symbolicName: 'ServedCertificateDiffersFromDisk',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Old certificate still served', ja: '更新前の証明書の提示' }),
  effect: effectByProtocol('until-served-expiry'),
  parameters: ['connector', 'servedThumbprint', 'diskThumbprint', 'secondsOnDisk'],
  requiredFacts: { ...SERVED_FACTS, certificates: true, locations: true, onDiskSince: true },
  firstLine: ({ parameters: { connector, servedThumbprint, diskThumbprint, secondsOnDisk }, data }) => {
    // The key type, if a key type is not served at all.
    const { publicKeyAlgorithm: keyType, connectors } = data;
    const ms = Number(secondsOnDisk) * 1000;
    const subject = connectorsText(connector, data);
    const verb = connectors.length > 1 ? 'serve' : 'serves';
    return keyType === undefined
      ? phrase({
          en: (write: Writer) =>
            `${write.text(subject)} still ${verb} an old certificate (${servedThumbprint}); the new one (${diskThumbprint}) was written ${write.duration(ms)} ago.`,
          ja: (write) =>
            `${write.text(subject)}は、新しい証明書 (${diskThumbprint}) がファイルに書き込まれてから ${write.duration(ms)}が過ぎた今も、以前の証明書 (${servedThumbprint}) を提示しています。`,
        })
      : phrase({
          en: (write: Writer) =>
            `${write.text(subject)} ${verb} only ${servedThumbprint}, not the ${keyType} certificate ${diskThumbprint}, which was written ${write.duration(ms)} ago.`,
          ja: (write) =>
            `${write.text(subject)}は ${servedThumbprint} のみを提示し、${write.duration(ms)}前からファイルにある ${keyType} の証明書 ${diskThumbprint} を提示していません。`,
        });
  },
  lines: ({ data }) => [
    ...servedByLines(data),
    ...addressLines(data),
    ...onDiskLines(data),
    ...expiryOrReloadLines(data),
    ...earlierProbeLines(data),
  ],
});
