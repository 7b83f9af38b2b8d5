import type { EventDefinition } from '../event-definition.ts';
import { connectorLines, lastSeenLines, locationLines, remainingInJapanese } from '../sentences.ts';
import { counted, remainingIn, when } from '../wording.ts';

/**
 * A certificate that connectors use is expiring. All connectors of the certificate share one event.
 */
export const starttlsCertificateExpiresSoon: EventDefinition = {
  eventId: 12018,
  symbolicName: 'STARTTLSCertificateExpiresSoon',
  provider: 'exchange',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'hoursLeft'],
  en: ({ parameters: [fqdn = '', thumbprint = '', hours = '0'], facts, timeCreated }, wording) => {
    const count = facts.connectors?.length ?? 1;
    return [
      `The certificate for ${fqdn} (thumbprint ${thumbprint}, used by ${counted(count, 'connector')}) expires in ${remainingIn(facts, timeCreated, hours, 'en')}.`,
      `It expires on ${when(facts.notAfter, wording)}.`,
      ...connectorLines(facts, wording),
      ...locationLines(facts, wording),
      ...lastSeenLines(facts, wording),
    ];
  },
  ja: ({ parameters: [fqdn = '', thumbprint = '', hours = '0'], facts, timeCreated }, wording) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}、使用コネクタ ${facts.connectors?.length ?? 1} 個) の有効期限まであと ${remainingInJapanese(facts, timeCreated, hours)}。`,
    `有効期限: ${when(facts.notAfter, wording)}`,
    ...connectorLines(facts, wording),
    ...locationLines(facts, wording),
    ...lastSeenLines(facts, wording),
  ],
};
