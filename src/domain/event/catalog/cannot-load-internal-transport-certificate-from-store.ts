import type { EventDefinition } from '../event-definition.ts';
import { configurationLines } from '../sentences.ts';

/**
 * The recorded internal transport certificate is missing, and no valid certificate in a personal
 * store matches the computer's FQDN.
 */
export const cannotLoadInternalTransportCertificateFromStore: EventDefinition = {
  eventId: 12013,
  symbolicName: 'CannotLoadInternalTransportCertificateFromStore',
  provider: 'exchange',
  level: 'Error',
  parameters: ['thumbprint'],
  en: ({ parameters: [thumbprint = ''], facts }, localization) => [
    `Internal transport certificate ${thumbprint} is missing from the personal store, and no certificate replaces it.`,
    ...(facts.fqdn === undefined ? [] : [`No valid certificate matches the FQDN of this computer, ${facts.fqdn}.`]),
    "Restore it, or set another one. Until then, this server has no certificate for mail between the organization's servers.",
    ...configurationLines(facts, localization),
  ],
  ja: ({ parameters: [thumbprint = ''], facts }, localization) => [
    `内部トランスポート証明書 (拇印 ${thumbprint}) が個人用ストアになく、代わりの証明書もありません。`,
    ...(facts.fqdn === undefined ? [] : [`このコンピューターの FQDN (${facts.fqdn}) を含む有効な証明書もありません。`]),
    '元の証明書を戻すか、別の証明書を設定してください。それまで、組織内のサーバー間で提示できる証明書がありません。',
    ...configurationLines(facts, localization),
  ],
};
