import { phrase } from '../../text/phrase.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import type { ReasonData } from '../event-data.ts';
import { NO_SERVED, type OnDiskData, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { reasonLines } from '../sentences.ts';
import {
  addressLines,
  earlierProbeLines,
  onDiskLines,
  reloadHintLines,
  servedByLines,
  subjectLines,
} from '../served-sentences.ts';

type Data = ServedData & Pick<ReasonData, 'reason'> & Partial<OnDiskData>;

/** A served certificate has expired, and it is not the one that is selected from disk. */
export const servedCertificateExpired: EventDefinition<Data, ['fqdn', 'thumbprint']> = defineEvent({
  eventId: 1403,
  symbolicName: 'ServedCertificateExpired',
  provider: 'own',
  level: 'Error',
  title: { en: 'Served certificate expired', ja: '提示中の証明書の有効期限切れ' },
  effect: effectByProtocol('served-rejected'),
  parameters: ['fqdn', 'thumbprint'],
  missingData: { ...NO_SERVED, reason: '' },
  firstLine: ({ parameters: { fqdn, thumbprint }, data }, localization) => {
    const expiry = formatInstant(data.notAfter, localization);
    return phrase({
      en: `The certificate served for ${fqdn} expired on ${expiry} (thumbprint ${thumbprint}).`,
      ja: `${fqdn} でサーバーが提示している証明書は ${expiry} に有効期限切れとなりました (拇印 ${thumbprint})。`,
    });
  },
  lines: ({ data }, localization) => [
    ...servedByLines(data),
    ...addressLines(data, localization),
    ...subjectLines(data),
    ...reasonLines(data),
    ...onDiskLines(data, localization),
    ...reloadHintLines(data),
    ...earlierProbeLines(data, localization),
  ],
});
