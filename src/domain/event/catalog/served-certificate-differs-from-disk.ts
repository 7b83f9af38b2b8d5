import type { Localization } from '../../text/locale.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { EventContent, EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { formatDuration } from '../format-duration.ts';
import { formatInstant } from '../format-instant.ts';
import { quoteName } from '../quote-name.ts';
import { addressLines, earlierProbeLines, onDiskLines, reloadHintLines, servedByLines } from '../served-sentences.ts';

/** Returns the connectors that serve the certificate, for the beginning of a sentence. */
function connectorsText(connector: string, { connectors = [] }: Facts, { locale }: Localization): string {
  const others = connectors.length - 1;
  if (locale === 'ja') return `コネクタ${quoteName(connector, locale)}${others > 0 ? `ほか ${others} 個` : ''}`;
  return others > 0
    ? `${quoteName(connector, locale)} and ${countWithNoun(others, 'other connector')}`
    : quoteName(connector, locale);
}

function expiryLine({ notAfter }: Facts, localization: Localization): string {
  const at = formatInstant(notAfter, localization);
  return localization.locale === 'ja'
    ? `提示している証明書の有効期限: ${at}`
    : `The served certificate expires on ${at}.`;
}

/**
 * Returns the first line. The fact `publicKeyAlgorithm` names a key type that is not served at all.
 */
function firstLine(
  [connector = '', servedThumbprint = '', diskThumbprint = '', seconds = '0']: readonly string[],
  facts: Facts,
  localization: Localization,
): string {
  const { publicKeyAlgorithm: keyType } = facts;
  const ja = localization.locale === 'ja';
  const timeOnDisk = formatDuration(Number(seconds) * 1000, localization.locale);
  const subject = connectorsText(connector, facts, localization);
  if (ja && keyType !== undefined) {
    return `${subject}は ${keyType} の証明書を提示していません (提示しているのは ${servedThumbprint} のみです)。${diskThumbprint} は ${timeOnDisk}前からファイルにあります。`;
  }
  if (ja) {
    return `${subject}は今も ${servedThumbprint} を提示しています。ファイル上の証明書は ${timeOnDisk}前から ${diskThumbprint} です。`;
  }
  const verb = (facts.connectors?.length ?? 1) > 1 ? 'serve' : 'serves';
  return keyType === undefined
    ? `${subject} still ${verb} ${servedThumbprint}; ${diskThumbprint} has been on disk for ${timeOnDisk}.`
    : `${subject} ${verb} no ${keyType} certificate, only ${servedThumbprint}; ${diskThumbprint} has been on disk for ${timeOnDisk}.`;
}

/** Returns the expiry of the served certificate, or a hint why a key type is not served. */
function expiryOrReloadLines(facts: Facts, localization: Localization): readonly string[] {
  if (facts.publicKeyAlgorithm === undefined)
    return [expiryLine(facts, localization), ...reloadHintLines(facts, localization)];
  return [
    ...reloadHintLines(facts, localization),
    localization.locale === 'ja'
      ? '再読み込み後も提示されない場合は、サーバーのログで理由を確認してください。'
      : 'If the server was reloaded since then, check its log for the reason.',
  ];
}

function eventText({ parameters, facts }: EventContent, localization: Localization): readonly [string, ...string[]] {
  return [
    firstLine(parameters, facts, localization),
    ...servedByLines(facts, localization),
    ...addressLines(facts, localization),
    ...onDiskLines(facts, localization),
    ...expiryOrReloadLines(facts, localization),
    ...earlierProbeLines(facts, localization),
  ];
}

/** A server still serves a certificate that was replaced on disk, because it was not reloaded. */
export const servedCertificateDiffersFromDisk: EventDefinition = {
  eventId: 1406,
  symbolicName: 'ServedCertificateDiffersFromDisk',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'servedThumbprint', 'diskThumbprint', 'secondsOnDisk'],
  en: eventText,
  ja: eventText,
};
