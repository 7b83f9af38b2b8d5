import { phrase } from '../../text/phrase.ts';
import { type InternalCertificateData, NO_STORED_CERTIFICATE } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { internalEffect } from '../mail-effect.ts';
import { configurationLines, earlierScanLines, locationLines } from '../sentences.ts';

/**
 * The internal transport certificate has expired. The level is only Warning, because the servers of
 * the organization accept it from each other even after its expiry.
 */
export const internalTransportCertificateExpired: EventDefinition<InternalCertificateData, ['thumbprint']> =
  defineEvent({
    eventId: 12015,
    symbolicName: 'InternalTransportCertificateExpired',
    provider: 'exchange',
    level: 'Warning',
    title: { en: 'Internal transport certificate expired', ja: '内部トランスポート証明書の有効期限切れ' },
    effect: internalEffect('no-internal-effect'),
    parameters: ['thumbprint'],
    missingData: NO_STORED_CERTIFICATE,
    firstLine: ({ parameters: { thumbprint }, data }, localization) => {
      const expiry = formatInstant(data.notAfter, localization);
      const english = `The internal transport certificate (thumbprint ${thumbprint}) expired on ${expiry}.`;
      const japanese = `内部トランスポート証明書 (拇印 ${thumbprint}) は ${expiry} に有効期限切れとなりました。`;
      if (data.withoutExchange === true) return phrase({ en: english, ja: japanese });
      return phrase({
        en: `${english} Internal connections continue to work.`,
        ja: `${japanese}内部の通信は継続しています。`,
      });
    },
    lines: ({ data }, localization) => [
      ...locationLines(data),
      ...earlierScanLines(data, localization),
      ...configurationLines(data),
    ],
  });
