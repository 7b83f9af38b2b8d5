import { phrase } from '../../text/phrase.ts';
import { earlierScanLines } from '../certificate-sentences.ts';
import { configurationLines } from '../change-sentences.ts';
import { type InternalCertificateData, STORED_CERTIFICATE_FACTS } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';
import { internalEffect } from '../internal-effect.ts';
import type { Writer } from '../writer.ts';

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
    title: phrase({ en: 'Internal transport certificate expired', ja: '内部トランスポート証明書の有効期限切れ' }),
    effect: internalEffect('no-internal-effect-of-expired'),
    parameters: ['thumbprint'],
    requiredFacts: STORED_CERTIFICATE_FACTS,
    firstLine: ({ parameters: { thumbprint }, data }) => {
      const expired = phrase({
        en: (write: Writer) =>
          `The internal transport certificate (thumbprint ${thumbprint}) expired on ${write.instant(data.notAfter)}.`,
        ja: (write) =>
          `内部トランスポート証明書 (拇印 ${thumbprint}) は ${write.instant(data.notAfter)} に有効期限切れとなりました。`,
      });
      if (data.withoutExchange === true) return expired;
      return phrase({
        en: (write: Writer) => `${write.text(expired)} Internal connections continue to work.`,
        ja: (write) => `${write.text(expired)}内部の通信は継続しています。`,
      });
    },
    lines: ({ data }) => [...locationLines(data), ...earlierScanLines(data), ...configurationLines(data)],
  });
