import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { remainingTimeOf } from '../format-duration.ts';
import { formatInstant } from '../format-instant.ts';
import { earlierScanLines, locationLines, remainingTimeInJapanese, usedByLines } from '../sentences.ts';

/**
 * A certificate that connectors use is expiring. All connectors of the certificate share one event.
 */
export const starttlsCertificateExpiresSoon: EventDefinition = {
  eventId: 12018,
  symbolicName: 'STARTTLSCertificateExpiresSoon',
  provider: 'exchange',
  level: 'Warning',
  parameters: ['fqdn', 'thumbprint', 'hoursLeft'],
  en: ({ parameters: [fqdn = '', thumbprint = '', hours = '0'], facts, timeCreated }, localization) => {
    const count = facts.connectors?.length ?? 1;
    return [
      `The certificate for ${fqdn} (thumbprint ${thumbprint}, used by ${countWithNoun(count, 'connector')}) expires in ${remainingTimeOf(facts, timeCreated, hours, 'en')}.`,
      `It expires on ${formatInstant(facts.notAfter, localization)}.`,
      ...usedByLines(facts, localization),
      ...locationLines(facts, localization),
      ...earlierScanLines(facts, localization),
    ];
  },
  ja: ({ parameters: [fqdn = '', thumbprint = '', hours = '0'], facts, timeCreated }, localization) => [
    `${fqdn} の証明書 (拇印 ${thumbprint}、使用コネクタ ${facts.connectors?.length ?? 1} 個) の有効期限まであと ${remainingTimeInJapanese(facts, timeCreated, hours)}。`,
    `有効期限: ${formatInstant(facts.notAfter, localization)}`,
    ...usedByLines(facts, localization),
    ...locationLines(facts, localization),
    ...earlierScanLines(facts, localization),
  ],
};
