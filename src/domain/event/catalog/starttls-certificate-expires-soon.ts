import { phrase } from '../../text/phrase.ts';
import { earlierScanLines, expiryLine, remainingTime } from '../certificate-sentences.ts';
import { usedByLines } from '../connector-sentences.ts';
import { countWithNoun } from '../count-with-noun.ts';
import { effectsOf, hasConfiguredFiles } from '../effect-by-protocol.ts';
import { SELECTED_CERTIFICATE_FACTS, type SelectedCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import type { Writer } from '../writer.ts';

/**
 * A certificate that connectors use is expiring. All connectors of the certificate share one event.
 */
export const starttlsCertificateExpiresSoon: EventDefinition<
  SelectedCertificateData,
  ['fqdn', 'thumbprint', 'hoursLeft']
> = defineEvent({
  eventId: 12018,
  symbolicName: 'STARTTLSCertificateExpiresSoon',
  provider: 'exchange',
  level: 'Warning',
  title: phrase({ en: 'Certificate expires soon', ja: '証明書の有効期限間近' }),
  isReminder: true,
  // Exchange 2019, and a server whose settings name the file, use the certificate after its expiry.
  effect: (data) => {
    const isInUse = data.profile === 'exchange-2019' || hasConfiguredFiles(data);
    return effectsOf(isInUse ? 'until-expiry-in-use' : 'until-expiry', data);
  },
  parameters: ['fqdn', 'thumbprint', 'hoursLeft'],
  requiredFacts: SELECTED_CERTIFICATE_FACTS,
  firstLine: ({ parameters: { fqdn, thumbprint, hoursLeft }, data, timeCreated }) => {
    const count = data.connectors.length;
    const remaining = remainingTime(data, timeCreated, hoursLeft);
    return phrase({
      en: (write: Writer) =>
        `The certificate for ${fqdn} (thumbprint ${thumbprint}, used by ${countWithNoun(count, 'connector')}) expires in ${write.text(remaining)}.`,
      ja: (write) =>
        `${fqdn} の証明書 (拇印 ${thumbprint}、使用コネクタ ${count} 個) の有効期限まであと ${write.text(remaining)}。`,
    });
  },
  lines: ({ data }) => [expiryLine(data), ...usedByLines(data), ...locationLines(data), ...earlierScanLines(data)],
});
