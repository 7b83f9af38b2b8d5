import type { EventDefinition } from '../event-definition.ts';
import { configurationLines, lastSeenLines, locationLines, remainingInJapanese } from '../sentences.ts';
import { remainingIn, when } from '../wording.ts';

/** The internal transport certificate is expiring, as defined by `expiresSoon`. */
export const internalTransportCertificateExpiresSoon: EventDefinition = {
  eventId: 12017,
  symbolicName: 'InternalTransportCertificateExpiresSoon',
  provider: 'exchange',
  level: 'Warning',
  parameters: ['thumbprint', 'hoursLeft'],
  en: ({ parameters: [thumbprint = '', hours = '0'], facts, timeCreated }, wording) => [
    `The internal transport certificate (thumbprint ${thumbprint}) expires in ${remainingIn(facts, timeCreated, hours, 'en')}.`,
    `It expires on ${when(facts.notAfter, wording)}.`,
    ...locationLines(facts, wording),
    ...lastSeenLines(facts, wording),
    ...configurationLines(facts, wording),
  ],
  ja: ({ parameters: [thumbprint = '', hours = '0'], facts, timeCreated }, wording) => [
    `内部トランスポート証明書 (拇印 ${thumbprint}) の有効期限まであと ${remainingInJapanese(facts, timeCreated, hours)}。`,
    `有効期限: ${when(facts.notAfter, wording)}`,
    ...locationLines(facts, wording),
    ...lastSeenLines(facts, wording),
    ...configurationLines(facts, wording),
  ],
};
