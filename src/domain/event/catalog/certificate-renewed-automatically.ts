import { phrase } from '../../text/phrase.ts';
import { expiryLine, RELOAD_SERVERS } from '../certificate-sentences.ts';
import { servicesLines } from '../change-sentences.ts';
import type { PreviousData } from '../data/certificate-data.ts';
import type { RequestData, StoreChangeData } from '../data/change-data.ts';
import { REQUEST_FACTS, STORED_CERTIFICATE_FACTS, type StoredCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';

type Data = StoredCertificateData &
  Pick<StoreChangeData, 'services'> &
  Partial<Pick<PreviousData, 'previousThumbprint'>> &
  RequestData;

/** An expiring self-signed certificate of the personal store was renewed, with a new key. */
export const certificateRenewedAutomatically: EventDefinition<
  Data,
  ['thumbprint', 'previousThumbprint', 'names', 'notAfter']
> = defineEvent({
  eventId: 1005,
  symbolicName: 'CertificateRenewedAutomatically',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Certificate renewed', ja: '証明書の自動更新' }),
  effect: 'none-until-old-expiry',
  parameters: ['thumbprint', 'previousThumbprint', 'names', 'notAfter'],
  requiredFacts: { ...STORED_CERTIFICATE_FACTS, ...REQUEST_FACTS, services: true },
  firstLine: ({ parameters: { thumbprint, names } }) =>
    phrase({
      en: `The self-signed certificate for ${names} was renewed automatically (thumbprint ${thumbprint}).`,
      ja: `${names} の自己署名証明書を自動的に更新しました (拇印 ${thumbprint})。`,
    }),
  lines: ({ parameters: { previousThumbprint }, data }) => [
    phrase({
      en: `It replaces ${previousThumbprint}, with the same names and services and a new key.`,
      ja: `拇印 ${previousThumbprint} の証明書に代わるもので、名前とサービスは同じ、秘密キーは新しく作成したものです。`,
    }),
    expiryLine(data),
    ...servicesLines(data),
    ...locationLines(data),
    RELOAD_SERVERS,
  ],
});
