import { phrase } from '../../text/phrase.ts';
import { requestedByLines, servicesLines } from '../change-sentences.ts';
import type { CertificateData, PreviousData, StoreData } from '../data/certificate-data.ts';
import type { RequestData, StoreChangeData } from '../data/change-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { REQUEST_FACTS } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';

type Data = Pick<StoreChangeData, 'requestSha256' | 'services'> &
  Pick<CertificateData, 'subject'> &
  Pick<ReasonData, 'path'> &
  Pick<StoreData, 'store'> &
  Partial<Pick<PreviousData, 'previousThumbprint'>> &
  RequestData;

/**
 * A command added a CSR to the personal store. Its private key stays there until the issued
 * certificate is imported.
 */
export const certificateRequested: EventDefinition<Data, ['requestSha256', 'names', 'path']> = defineEvent({
  eventId: 1011,
  symbolicName: 'CertificateRequested',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'CSR created', ja: '証明書の要求 (CSR) の作成' }),
  effect: 'no-effect',
  parameters: ['requestSha256', 'names', 'path'],
  requiredFacts: { ...REQUEST_FACTS, requestSha256: true, services: true, subject: true, path: true, store: true },
  firstLine: ({ parameters: { requestSha256, names } }) =>
    phrase({
      en: `A CSR for ${names} was created (SHA-256 ${requestSha256}).`,
      ja: `${names} の証明書の要求 (CSR) を作成しました (SHA-256: ${requestSha256})。`,
    }),
  lines: ({ parameters: { path }, data }) => [
    phrase({
      en: `Send this CSR to a CA, then import the issued certificate: ${path}`,
      ja: `次のファイルを証明機関 (CA) に提出し、発行された証明書をインポートしてください: ${path}`,
    }),
    phrase({ en: 'The private key is in the store.', ja: '秘密キーはストアに保管されています。' }),
    ...(data.previousThumbprint === undefined
      ? []
      : [
          phrase({
            en: `The new certificate will replace ${data.previousThumbprint}.`,
            ja: `拇印 ${data.previousThumbprint} の証明書を更新するための要求です。`,
          }),
        ]),
    ...servicesLines(data),
    ...requestedByLines(data),
  ],
});
