import { phrase } from '../../text/phrase.ts';
import { type InternalCertificateData, NO_STORED_CERTIFICATE } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { internalEffect } from '../mail-effect.ts';
import { configurationLines, earlierScanLines, expiryLine, locationLines, remainingTimePhrase } from '../sentences.ts';

/** The internal transport certificate is expiring, as defined by `expiresSoon`. */
export const internalTransportCertificateExpiresSoon: EventDefinition<
  InternalCertificateData,
  ['thumbprint', 'hoursLeft']
> = defineEvent({
  eventId: 12017,
  symbolicName: 'InternalTransportCertificateExpiresSoon',
  provider: 'exchange',
  level: 'Warning',
  title: { en: 'Internal transport certificate expires soon', ja: '内部トランスポート証明書の有効期限間近' },
  isReminder: true,
  effect: internalEffect('no-internal-effect'),
  parameters: ['thumbprint', 'hoursLeft'],
  missingData: NO_STORED_CERTIFICATE,
  missingParameters: { hoursLeft: '0' },
  firstLine: ({ parameters: { thumbprint, hoursLeft }, data, timeCreated }) => {
    const remaining = remainingTimePhrase(data, timeCreated, hoursLeft);
    return phrase({
      en: `The internal transport certificate (thumbprint ${thumbprint}) expires in ${remaining.en}.`,
      ja: `内部トランスポート証明書 (拇印 ${thumbprint}) の有効期限まであと ${remaining.ja}。`,
    });
  },
  lines: ({ data }, localization) => [
    expiryLine(data, localization),
    ...locationLines(data),
    ...earlierScanLines(data, localization),
    ...configurationLines(data),
  ],
});
