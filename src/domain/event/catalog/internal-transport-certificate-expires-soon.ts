import { phrase } from '../../text/phrase.ts';
import { earlierScanLines, expiryLine, remainingTime } from '../certificate-sentences.ts';
import { configurationLines } from '../change-sentences.ts';
import { type InternalCertificateData, STORED_CERTIFICATE_FACTS } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import { internalEffect } from '../internal-effect.ts';
import type { Writer } from '../writer.ts';

/** The internal transport certificate is expiring, as defined by `expiresSoon`. */
export const internalTransportCertificateExpiresSoon: EventDefinition<
  InternalCertificateData,
  ['thumbprint', 'hoursLeft']
> = defineEvent({
  eventId: 12017,
  symbolicName: 'InternalTransportCertificateExpiresSoon',
  provider: 'exchange',
  level: 'Warning',
  title: phrase({ en: 'Internal transport certificate expires soon', ja: '内部トランスポート証明書の有効期限間近' }),
  isReminder: true,
  effect: internalEffect('no-internal-effect'),
  parameters: ['thumbprint', 'hoursLeft'],
  requiredFacts: STORED_CERTIFICATE_FACTS,
  firstLine: ({ parameters: { thumbprint, hoursLeft }, data, timeCreated }) => {
    const remaining = remainingTime(data, timeCreated, hoursLeft);
    return phrase({
      en: (write: Writer) =>
        `The internal transport certificate (thumbprint ${thumbprint}) expires in ${write.text(remaining)}.`,
      ja: (write) => `内部トランスポート証明書 (拇印 ${thumbprint}) の有効期限まであと ${write.text(remaining)}。`,
    });
  },
  lines: ({ data }) => [
    expiryLine(data),
    ...locationLines(data),
    ...earlierScanLines(data),
    ...configurationLines(data),
  ],
});
