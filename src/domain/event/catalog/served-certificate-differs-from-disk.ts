import { type Phrase, phrase } from '../../text/phrase.ts';
import { countWithNoun } from '../count-with-noun.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import type { ServerData } from '../event-data.ts';
import { NO_SERVED, type OnDiskData, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { formatDuration } from '../format-duration.ts';
import { UNKNOWN_INSTANT } from '../format-instant.ts';
import type { EventLine } from '../line.ts';
import type { Localization } from '../localization.ts';
import { instantLine, quotedPhrase } from '../sentences.ts';
import { addressLines, earlierProbeLines, onDiskLines, reloadHintLines, servedByLines } from '../served-sentences.ts';

type Data = ServedData & OnDiskData & Partial<Pick<ServerData, 'publicKeyAlgorithm'>>;

/** Returns the connectors that serve the certificate, for the beginning of a sentence. */
function connectorsText(connector: string, { connectors }: Data): Phrase<string> {
  const others = connectors.length - 1;
  const { en: english, ja: japanese } = quotedPhrase(connector);
  if (others <= 0) return phrase({ en: english, ja: `コネクタ${japanese}` });
  return phrase({
    en: `${english} and ${countWithNoun(others, 'other connector')}`,
    ja: `コネクタ${japanese}ほか ${others} 個`,
  });
}

const SERVED_UNTIL = phrase({
  en: (at: string) => `The served certificate expires on ${at}.`,
  ja: (at) => `提示している証明書の有効期限: ${at}`,
});

/** Returns the expiry of the served certificate, or a hint why a key type is not served. */
function expiryOrReloadLines(data: Data, localization: Localization): readonly EventLine[] {
  if (data.publicKeyAlgorithm === undefined)
    return [instantLine(SERVED_UNTIL, data.notAfter, localization), ...reloadHintLines(data)];
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
  title: { en: 'Old certificate still served', ja: '更新前の証明書の提示' },
  effect: effectByProtocol('until-served-expiry'),
  parameters: ['connector', 'servedThumbprint', 'diskThumbprint', 'secondsOnDisk'],
  missingData: { ...NO_SERVED, certificates: [], locations: [], onDiskSince: UNKNOWN_INSTANT },
  missingParameters: { secondsOnDisk: '0' },
  firstLine: ({ parameters: { connector, servedThumbprint, diskThumbprint, secondsOnDisk }, data }) => {
    // The key type, if a key type is not served at all.
    const { publicKeyAlgorithm: keyType, connectors } = data;
    const ms = Number(secondsOnDisk) * 1000;
    const [english, japanese] = [formatDuration(ms, 'en'), formatDuration(ms, 'ja')];
    const subject = connectorsText(connector, data);
    const verb = connectors.length > 1 ? 'serve' : 'serves';
    return keyType === undefined
      ? phrase({
          en: `${subject.en} still ${verb} ${servedThumbprint}; ${diskThumbprint} has been on disk for ${english}.`,
          ja: `${subject.ja}は今も ${servedThumbprint} を提示しています。ファイル上の証明書は ${japanese}前から ${diskThumbprint} です。`,
        })
      : phrase({
          en: `${subject.en} ${verb} no ${keyType} certificate, only ${servedThumbprint}; ${diskThumbprint} has been on disk for ${english}.`,
          ja: `${subject.ja}は ${keyType} の証明書を提示していません (提示しているのは ${servedThumbprint} のみです)。${diskThumbprint} は ${japanese}前からファイルにあります。`,
        });
  },
  lines: ({ data }, localization) => [
    ...servedByLines(data),
    ...addressLines(data, localization),
    ...onDiskLines(data, localization),
    ...expiryOrReloadLines(data, localization),
    ...earlierProbeLines(data, localization),
  ],
});
