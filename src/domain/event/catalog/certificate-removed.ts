import { phrase } from '../../text/phrase.ts';
import { requestedByLines } from '../change-sentences.ts';
import type { CertificateData, StoreData } from '../data/certificate-data.ts';
import type { RequestData, StoreChangeData } from '../data/change-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { REQUEST_FACTS } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';

type Data = Pick<StoreData, 'store'> &
  Pick<StoreChangeData, 'services'> &
  Pick<ReasonData, 'path'> &
  Pick<CertificateData, 'subject'> &
  Partial<CertificateData & Pick<StoreChangeData, 'requestSha256'>> &
  RequestData;

/** Length of the SHA-256 of a CSR, in hex digits. A thumbprint has 40. */
const SHA256_LENGTH = 64;

/** A command moved a certificate or a CSR of the personal store, with its key, to the trash. */
export const certificateRemoved: EventDefinition<Data, ['id', 'names', 'path']> = defineEvent({
  eventId: 1010,
  symbolicName: 'CertificateRemoved',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Certificate removed', ja: '証明書の削除' }),
  effect: 'no-effect',
  parameters: ['id', 'names', 'path'],
  requiredFacts: { ...REQUEST_FACTS, store: true, services: true, path: true, subject: true },
  firstLine: ({ parameters: { id, names } }) =>
    id.length === SHA256_LENGTH
      ? phrase({
          en: `The CSR for ${names} was removed from the personal store (SHA-256 ${id}).`,
          ja: `${names} の証明書の要求 (CSR) を個人用ストアから削除しました (SHA-256 ${id})。`,
        })
      : phrase({
          en: `The certificate for ${names} was removed from the personal store (thumbprint ${id}).`,
          ja: `${names} の証明書を個人用ストアから削除しました (拇印 ${id})。`,
        }),
  lines: ({ parameters: { path }, data }) => [
    phrase({
      en: `It is in the trash with its private key. To restore it, move this directory into the store: ${path}`,
      ja: `秘密キーとともにごみ箱にあります。元に戻すには、次のフォルダーをストアに移動してください: ${path}`,
    }),
    ...requestedByLines(data),
  ],
});
