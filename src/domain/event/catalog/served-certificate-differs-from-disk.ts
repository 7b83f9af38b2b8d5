import type { EventDefinition, Wording } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { addressLines, lastServedLines, onDiskLines, servedByLines, staleLines } from '../served-sentences.ts';
import { counted, duration, quoteName, when } from '../wording.ts';

/** Returns the connectors that serve the certificate, for the beginning of a sentence. */
function who(connector: string, { connectors = [] }: Facts, { locale }: Wording): string {
  const others = connectors.length - 1;
  if (locale === 'ja') return `コネクタ${quoteName(connector, locale)}${others > 0 ? `ほか ${others} 個` : ''}`;
  return others > 0
    ? `${quoteName(connector, locale)} and ${counted(others, 'other connector')}`
    : quoteName(connector, locale);
}

function endLine({ notAfter }: Facts, wording: Wording): string {
  const at = when(notAfter, wording);
  return wording.locale === 'ja' ? `提示している証明書の有効期限: ${at}` : `The served certificate expires on ${at}.`;
}

/**
 * Returns the first line. The fact `publicKeyAlgorithm` names a key type that is not served at all.
 */
function claim(
  [connector = '', served = '', disk = '', seconds = '0']: readonly string[],
  facts: Facts,
  wording: Wording,
): string {
  const { publicKeyAlgorithm: kind } = facts;
  const ja = wording.locale === 'ja';
  const lasting = duration(Number(seconds) * 1000, wording.locale);
  const subject = who(connector, facts, wording);
  if (ja && kind !== undefined) {
    return `${subject}は ${kind} の証明書を提示していません (提示しているのは ${served} のみです)。${disk} は ${lasting}前からファイルにあります。`;
  }
  if (ja) {
    return `${subject}は今も ${served} を提示しています。ファイル上の証明書は ${lasting}前から ${disk} です。`;
  }
  const verb = (facts.connectors?.length ?? 1) > 1 ? 'serve' : 'serves';
  return kind === undefined
    ? `${subject} still ${verb} ${served}; ${disk} has been on disk for ${lasting}.`
    : `${subject} ${verb} no ${kind} certificate, only ${served}; ${disk} has been on disk for ${lasting}.`;
}

/** Returns the expiry of the served certificate, or a hint why a key type is not served. */
function endLines(facts: Facts, wording: Wording): readonly string[] {
  if (facts.publicKeyAlgorithm === undefined) return [endLine(facts, wording), ...staleLines(facts, wording)];
  return [
    ...staleLines(facts, wording),
    wording.locale === 'ja'
      ? '再読み込み後も提示されない場合は、サーバーのログで理由を確認してください。'
      : 'If the server was reloaded since then, check its log for the reason.',
  ];
}

function text(parameters: readonly string[], facts: Facts, wording: Wording): readonly [string, ...string[]] {
  return [
    claim(parameters, facts, wording),
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...onDiskLines(facts, wording),
    ...endLines(facts, wording),
    ...lastServedLines(facts, wording),
  ];
}

/** A server still serves a certificate that was replaced on disk, because it was not reloaded. */
export const servedCertificateDiffersFromDisk: EventDefinition = {
  eventId: 1406,
  symbolicName: 'ServedCertificateDiffersFromDisk',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'servedThumbprint', 'diskThumbprint', 'secondsOnDisk'],
  en: ({ parameters, facts }, wording) => text(parameters, facts, wording),
  ja: ({ parameters, facts }, wording) => text(parameters, facts, wording),
};
