import { phrase } from '../../text/phrase.ts';
import { configurationLines } from '../change-sentences.ts';
import type { CertificateData, StoreData } from '../data/certificate-data.ts';
import type { ConfigurationData } from '../data/change-data.ts';
import type { NameData } from '../data/connector-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import { labeledLines } from '../line.ts';

type Data = Pick<CertificateData, 'thumbprint'> &
  Pick<NameData, 'fqdn'> &
  Pick<StoreData, 'locations'> &
  Partial<ConfigurationData>;

/**
 * The recorded internal transport certificate is missing. A certificate that matches the computer's
 * FQDN is used instead. If the configuration sets the recorded certificate, the required change of
 * its line (`configurationLine`) replaces the general advice.
 */
export const cannotLoadInternalTransportCertificateFallbackServerFqdn: EventDefinition<
  Data,
  ['recordedThumbprint', 'thumbprintUsed']
> = defineEvent({
  eventId: 12023,
  symbolicName: 'CannotLoadInternalTransportCertificateFallbackServerFQDN',
  provider: 'exchange',
  level: 'Warning',
  title: phrase({ en: 'Another internal transport certificate in use', ja: '別の内部トランスポート証明書の使用' }),
  effect: 'no-effect',
  parameters: ['recordedThumbprint', 'thumbprintUsed'],
  requiredFacts: { thumbprint: true, fqdn: true, locations: true },
  firstLine: ({ parameters: { recordedThumbprint: recorded, thumbprintUsed: used } }) =>
    phrase({
      en: `Internal transport certificate ${recorded} was not found; ${used}, matching this computer's FQDN, is used instead.`,
      ja: `内部トランスポート証明書 ${recorded} が見つからないため、このコンピューターの FQDN を含む証明書 ${used} を使用しています。`,
    }),
  lines: ({ data }) => [
    ...labeledLines(phrase({ en: 'FQDN of this computer', ja: 'コンピューターの FQDN' }), data.fqdn),
    ...locationLines(data),
    ...(data.configurationLine === undefined
      ? [
          phrase({
            en: 'Set the used certificate as the internal transport certificate, or restore the previous one.',
            ja: '使用中の証明書を内部トランスポート証明書として設定するか、設定されていた証明書を元に戻してください。',
          }),
        ]
      : configurationLines(data)),
  ],
});
