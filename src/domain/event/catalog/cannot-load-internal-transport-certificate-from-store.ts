import { phrase } from '../../text/phrase.ts';
import { configurationLines } from '../change-sentences.ts';
import type { CertificateData } from '../data/certificate-data.ts';
import type { ConfigurationData } from '../data/change-data.ts';
import type { NameData, OrganizationData } from '../data/connector-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { internalEffect } from '../internal-effect.ts';

type Data = Pick<CertificateData, 'thumbprint'> &
  Pick<NameData, 'fqdn'> &
  Partial<ConfigurationData & OrganizationData>;

/**
 * The recorded internal transport certificate is missing, and no valid certificate in a personal
 * store matches the computer's FQDN.
 */
export const cannotLoadInternalTransportCertificateFromStore: EventDefinition<Data, ['thumbprint']> = defineEvent({
  eventId: 12013,
  symbolicName: 'CannotLoadInternalTransportCertificateFromStore',
  provider: 'exchange',
  level: 'Error',
  title: phrase({ en: 'Internal transport certificate missing', ja: '内部トランスポート証明書の消失' }),
  effect: internalEffect('internal-mail-deferred'),
  parameters: ['thumbprint'],
  requiredFacts: { thumbprint: true, fqdn: true },
  firstLine: ({ parameters: { thumbprint } }) =>
    phrase({
      en: `Internal transport certificate ${thumbprint} is missing from the personal store, and no certificate replaces it.`,
      ja: `内部トランスポート証明書 (拇印 ${thumbprint}) が個人用ストアになく、代わりの証明書もありません。`,
    }),
  lines: ({ data }) => [
    ...(data.fqdn === ''
      ? []
      : [
          phrase({
            en: `No valid certificate matches the FQDN of this computer, ${data.fqdn}.`,
            ja: `このコンピューターの FQDN (${data.fqdn}) を含む有効な証明書もありません。`,
          }),
        ]),
    phrase({
      en: 'Restore it, or set another one.',
      ja: '元の証明書を戻すか、別の証明書を設定してください。',
    }),
    ...configurationLines(data),
  ],
});
