import { phrase } from '../../text/phrase.ts';
import { expiryLine, RELOAD_SERVERS } from '../certificate-sentences.ts';
import { requestedByLines, servicesLines } from '../change-sentences.ts';
import type { PreviousData } from '../data/certificate-data.ts';
import type { RequestData, StoreChangeData } from '../data/change-data.ts';
import { REQUEST_FACTS, STORED_CERTIFICATE_FACTS, type StoredCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';

type Data = StoredCertificateData &
  Pick<StoreChangeData, 'services'> &
  Partial<Pick<PreviousData, 'previousThumbprint'>> &
  RequestData;

/** A command (new, renew or import) added a certificate to the personal store. */
export const certificateInstalled: EventDefinition<Data, ['thumbprint', 'names', 'services', 'notAfter']> = defineEvent(
  {
    eventId: 1008,
    symbolicName: 'CertificateInstalled',
    provider: 'own',
    level: 'Information',
    title: phrase({ en: 'Certificate installed', ja: '証明書のインストール' }),
    effect: ({ previousThumbprint }) => [previousThumbprint === undefined ? 'no-effect' : 'none-until-old-expiry'],
    parameters: ['thumbprint', 'names', 'services', 'notAfter'],
    requiredFacts: { ...STORED_CERTIFICATE_FACTS, ...REQUEST_FACTS, services: true },
    firstLine: ({ parameters: { thumbprint, names } }) =>
      phrase({
        en: `A certificate for ${names} was installed in the personal store (thumbprint ${thumbprint}).`,
        ja: `${names} の証明書を個人用ストアにインストールしました (拇印 ${thumbprint})。`,
      }),
    lines: ({ data }) => [
      ...(data.previousThumbprint === undefined
        ? []
        : [
            phrase({
              en: `It renews ${data.previousThumbprint}, which remains in the store until you remove it.`,
              ja: `拇印 ${data.previousThumbprint} の証明書を更新したものです。以前の証明書は削除するまでストアに残ります。`,
            }),
          ]),
      expiryLine(data),
      ...servicesLines(data),
      ...locationLines(data),
      ...requestedByLines(data),
      ...(data.previousThumbprint === undefined ? [] : [RELOAD_SERVERS]),
    ],
  },
);
