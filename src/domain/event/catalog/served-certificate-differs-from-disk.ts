import type { EventDefinition, Wording } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { addressLines, lastServedLines, onDiskLines, servedByLines, staleLines } from '../served-sentences.ts';
import { counted, duration, quoted, when } from '../wording.ts';

/** Who serves it, as the beginning of a sentence. */
function who(connector: string, { connectors = [] }: Facts, { locale }: Wording): string {
  const others = connectors.length - 1;
  if (locale === 'ja') return `コネクタ${quoted(connector, locale)}${others > 0 ? `ほか ${others} 個` : ''}`;
  return others > 0
    ? `${quoted(connector, locale)} and ${counted(others, 'other connector')}`
    : quoted(connector, locale);
}

function endLine({ notAfter }: Facts, wording: Wording): string {
  const at = when(notAfter, wording);
  return wording.locale === 'ja' ? `提示している証明書の有効期限: ${at}` : `What is served expires on ${at}.`;
}

/** A server goes on presenting what was replaced on disk: it was not reloaded. */
export const servedCertificateDiffersFromDisk: EventDefinition = {
  eventId: 1406,
  symbolicName: 'ServedCertificateDiffersFromDisk',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'servedThumbprint', 'diskThumbprint', 'secondsOnDisk'],
  en: ({ parameters: [connector = '', served = '', disk = '', seconds = '0'], facts }, wording) => [
    `${who(connector, facts, wording)} still ${(facts.connectors?.length ?? 1) > 1 ? 'serve' : 'serves'} ${served}; ${disk} has been on disk for ${duration(Number(seconds) * 1000, 'en')}.`,
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...onDiskLines(facts, wording),
    endLine(facts, wording),
    ...staleLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
  ja: ({ parameters: [connector = '', served = '', disk = '', seconds = '0'], facts }, wording) => [
    `${who(connector, facts, wording)}は今も ${served} を提示しています。ファイル上の証明書は ${duration(Number(seconds) * 1000, 'ja')}前から ${disk} です。`,
    ...servedByLines(facts, wording),
    ...addressLines(facts, wording),
    ...onDiskLines(facts, wording),
    endLine(facts, wording),
    ...staleLines(facts, wording),
    ...lastServedLines(facts, wording),
  ],
};
