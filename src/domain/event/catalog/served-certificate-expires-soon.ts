import { phrase } from '../../text/phrase.ts';
import { expiryLine, remainingTime } from '../certificate-sentences.ts';
import { effectByProtocol } from '../effect-by-protocol.ts';
import { SERVED_FACTS, type ServedData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import {
  addressLines,
  earlierProbeLines,
  REMOTE_STEP,
  remoteCertificateSubject,
  servedByLines,
  subjectLines,
} from '../served-sentences.ts';
import type { Writer } from '../writer.ts';

/** A served certificate is expiring, and no event about the files on disk covers it. */
export const servedCertificateExpiresSoon: EventDefinition<ServedData, ['fqdn', 'thumbprint', 'hoursLeft']> =
  defineEvent({
    eventId: 1404,
    symbolicName: 'ServedCertificateExpiresSoon',
    provider: 'own',
    level: 'Warning',
    title: phrase({ en: 'Served certificate expires soon', ja: '提示中の証明書の有効期限間近' }),
    isReminder: true,
    effect: effectByProtocol('until-served-expiry'),
    parameters: ['fqdn', 'thumbprint', 'hoursLeft'],
    requiredFacts: SERVED_FACTS,
    firstLine: ({ parameters: { fqdn, thumbprint, hoursLeft }, data, timeCreated }) => {
      const remaining = remainingTime(data, timeCreated, hoursLeft);
      const remote = remoteCertificateSubject(data, thumbprint);
      if (remote !== undefined)
        return phrase({
          en: (write: Writer) => `${write.text(remote)} expires in ${write.text(remaining)}.`,
          ja: (write) => `${write.text(remote)} の有効期限まであと ${write.text(remaining)}。`,
        });
      return phrase({
        en: (write: Writer) =>
          `The certificate served for ${fqdn} (thumbprint ${thumbprint}) expires in ${write.text(remaining)}.`,
        ja: (write) =>
          `${fqdn} でサーバーが提示している証明書 (拇印 ${thumbprint}) の有効期限まであと ${write.text(remaining)}。`,
      });
    },
    lines: ({ data }) => [
      expiryLine(data),
      ...servedByLines(data),
      ...addressLines(data),
      ...subjectLines(data),
      ...(data.direction === 'send' ? [REMOTE_STEP] : []),
      ...earlierProbeLines(data),
    ],
  });
