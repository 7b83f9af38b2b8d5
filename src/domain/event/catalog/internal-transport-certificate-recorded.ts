import { phrase } from '../../text/phrase.ts';
import { expiryLine } from '../certificate-sentences.ts';
import { requestedByLines } from '../change-sentences.ts';
import type { PreviousData } from '../data/certificate-data.ts';
import type { RequestData } from '../data/change-data.ts';
import { STORED_CERTIFICATE_FACTS, type StoredCertificateData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { locationLines } from '../file-sentences.ts';

type Data = StoredCertificateData & Partial<Pick<PreviousData, 'previousThumbprint'> & RequestData>;

/** An automatic renewal or a command recorded another internal transport certificate. */
export const internalTransportCertificateRecorded: EventDefinition<
  Data,
  ['thumbprint', 'previousThumbprint', 'names']
> = defineEvent({
  eventId: 1007,
  symbolicName: 'InternalTransportCertificateRecorded',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Internal transport certificate set', ja: '内部トランスポート証明書の設定' }),
  effect: 'no-effect',
  parameters: ['thumbprint', 'previousThumbprint', 'names'],
  requiredFacts: STORED_CERTIFICATE_FACTS,
  firstLine: ({ parameters: { thumbprint, names } }) =>
    phrase({
      en: `The certificate for ${names} is now the internal transport certificate (thumbprint ${thumbprint}).`,
      ja: `${names} の証明書を内部トランスポート証明書として設定しました (拇印 ${thumbprint})。`,
    }),
  lines: ({ parameters: { previousThumbprint }, data }) => [
    previousThumbprint === ''
      ? phrase({ en: 'There was no previous one.', ja: 'これまでに設定されていた証明書はありません。' })
      : phrase({
          en: `It replaces ${previousThumbprint}.`,
          ja: `拇印 ${previousThumbprint} の証明書に代わるものです。`,
        }),
    expiryLine(data),
    ...locationLines(data),
    ...requestedByLines(data),
  ],
});
