import type { EventDefinition } from '../event-definition.ts';
import { configurationLines, locationLines } from '../sentences.ts';

/**
 * The recorded internal transport certificate is missing. A certificate that matches the computer's
 * FQDN is used instead. If the configuration sets the recorded certificate, the required change of
 * its line (`configurationLine`) replaces the general advice.
 */
export const cannotLoadInternalTransportCertificateFallbackServerFqdn: EventDefinition = {
  eventId: 12023,
  symbolicName: 'CannotLoadInternalTransportCertificateFallbackServerFQDN',
  provider: 'exchange',
  level: 'Warning',
  parameters: ['recordedThumbprint', 'thumbprintUsed'],
  en: ({ parameters: [recorded = '', used = ''], facts }, localization) => [
    `Internal transport certificate ${recorded} not found; ${used}, which matches this computer's FQDN, is used instead.`,
    ...(facts.fqdn === undefined ? [] : [`FQDN of this computer: ${facts.fqdn}`]),
    ...locationLines(facts, localization),
    ...(facts.configurationLine === undefined
      ? ['Set the used certificate as the internal transport certificate, or restore the previous one.']
      : configurationLines(facts, localization)),
  ],
  ja: ({ parameters: [recorded = '', used = ''], facts }, localization) => [
    `内部トランスポート証明書 ${recorded} が見つからないため、このコンピューターの FQDN を含む ${used} を使用しています。`,
    ...(facts.fqdn === undefined ? [] : [`コンピューターの FQDN: ${facts.fqdn}`]),
    ...locationLines(facts, localization),
    ...(facts.configurationLine === undefined
      ? ['使用中の証明書を内部トランスポート証明書として設定するか、設定済みの証明書を元に戻してください。']
      : configurationLines(facts, localization)),
  ],
};
