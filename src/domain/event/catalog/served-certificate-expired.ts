import { phrase } from '../../text/phrase.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import { type OnDiskData, SERVED_FACTS, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { reasonLines } from '../reason-sentences.ts';
import {
  addressLines,
  earlierProbeLines,
  onDiskLines,
  reloadHintLines,
  servedByLines,
  subjectLines,
} from '../served-sentences.ts';
import type { Writer } from '../writer.ts';

type Data = ServedData & Pick<ReasonData, 'reason'> & Partial<OnDiskData>;

/** A served certificate has expired, and it is not the one that is selected from disk. */
export const servedCertificateExpired: EventDefinition<Data, ['fqdn', 'thumbprint']> = defineEvent({
  eventId: 1403,
  symbolicName: 'ServedCertificateExpired',
  provider: 'own',
  level: 'Error',
  title: phrase({ en: 'Served certificate expired', ja: '提示中の証明書の有効期限切れ' }),
  effect: effectByProtocol('served-rejected'),
  parameters: ['fqdn', 'thumbprint'],
  requiredFacts: { ...SERVED_FACTS, reason: true },
  firstLine: ({ parameters: { fqdn, thumbprint }, data }) => {
    return phrase({
      en: (write: Writer) =>
        `The certificate served for ${fqdn} expired on ${write.instant(data.notAfter)} (thumbprint ${thumbprint}).`,
      ja: (write) =>
        `${fqdn} でサーバーが提示している証明書は ${write.instant(data.notAfter)} に有効期限切れとなりました (拇印 ${thumbprint})。`,
    });
  },
  lines: ({ data }) => [
    ...servedByLines(data),
    ...addressLines(data),
    ...subjectLines(data),
    ...reasonLines(data),
    ...onDiskLines(data),
    ...reloadHintLines(data),
    ...earlierProbeLines(data),
  ],
});
