import type { EventDefinition } from '../event-definition.ts';
import { configurationLines, locationLines } from '../sentences.ts';

/**
 * The recorded internal transport certificate is missing. A certificate that matches the computer's
 * FQDN is used instead.
 */
export const cannotLoadInternalTransportCertificateFallbackServerFqdn: EventDefinition = {
  eventId: 12023,
  symbolicName: 'CannotLoadInternalTransportCertificateFallbackServerFQDN',
  provider: 'exchange',
  level: 'Warning',
  parameters: ['recordedThumbprint', 'thumbprintUsed'],
  en: ({ parameters: [recorded = '', used = ''], facts }, wording) => [
    `Internal transport certificate ${recorded} not found; ${used}, which carries this computer's FQDN, is used instead.`,
    ...(facts.fqdn === undefined ? [] : [`The computer's FQDN: ${facts.fqdn}`]),
    ...locationLines(facts, wording),
    ...(facts.configurationLine === undefined
      ? ['Record the one that is used, or put the recorded one back.']
      : configurationLines(facts, wording)),
  ],
  ja: ({ parameters: [recorded = '', used = ''], facts }, wording) => [
    `内部トランスポート証明書 ${recorded} が見つからないため、このコンピューターの FQDN を含む ${used} を使用しています。`,
    ...(facts.fqdn === undefined ? [] : [`コンピューターの FQDN: ${facts.fqdn}`]),
    ...locationLines(facts, wording),
    ...(facts.configurationLine === undefined
      ? ['使用中の証明書を記録するか、記録されている証明書を元に戻してください。']
      : configurationLines(facts, wording)),
  ],
};
