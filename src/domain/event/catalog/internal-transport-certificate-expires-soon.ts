import type { EventDefinition } from '../event-definition.ts';
import { remainingTimeOf } from '../format-duration.ts';
import { formatInstant } from '../format-instant.ts';
import { configurationLines, earlierScanLines, locationLines, remainingTimeInJapanese } from '../sentences.ts';

/** The internal transport certificate is expiring, as defined by `expiresSoon`. */
export const internalTransportCertificateExpiresSoon: EventDefinition = {
  eventId: 12017,
  symbolicName: 'InternalTransportCertificateExpiresSoon',
  provider: 'exchange',
  level: 'Warning',
  parameters: ['thumbprint', 'hoursLeft'],
  en: ({ parameters: [thumbprint = '', hours = '0'], facts, timeCreated }, localization) => [
    `The internal transport certificate (thumbprint ${thumbprint}) expires in ${remainingTimeOf(facts, timeCreated, hours, 'en')}.`,
    `It expires on ${formatInstant(facts.notAfter, localization)}.`,
    ...locationLines(facts, localization),
    ...earlierScanLines(facts, localization),
    ...configurationLines(facts, localization),
  ],
  ja: ({ parameters: [thumbprint = '', hours = '0'], facts, timeCreated }, localization) => [
    `内部トランスポート証明書 (拇印 ${thumbprint}) の有効期限まであと ${remainingTimeInJapanese(facts, timeCreated, hours)}。`,
    `有効期限: ${formatInstant(facts.notAfter, localization)}`,
    ...locationLines(facts, localization),
    ...earlierScanLines(facts, localization),
    ...configurationLines(facts, localization),
  ],
};
