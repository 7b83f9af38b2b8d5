import type { EventDefinition } from '../event-definition.ts';
import { requestedByLines } from '../sentences.ts';

/** Length of the SHA-256 of a CSR, in hex digits. A thumbprint has 40. */
const SHA256_LENGTH = 64;

/** A command moved a certificate or a CSR of the personal store, with its key, to the trash. */
export const certificateRemoved: EventDefinition = {
  eventId: 1010,
  symbolicName: 'CertificateRemoved',
  provider: 'own',
  level: 'Information',
  parameters: ['id', 'names', 'path'],
  en: ({ parameters: [id = '', names = '', path = ''], facts }, localization) => [
    id.length === SHA256_LENGTH
      ? `The CSR for ${names} was removed from the personal store (SHA-256 ${id}).`
      : `The certificate for ${names} was removed from the personal store (thumbprint ${id}).`,
    `It is in the trash with its private key. To restore it, move this directory into the store: ${path}`,
    ...requestedByLines(facts, localization),
  ],
  ja: ({ parameters: [id = '', names = '', path = ''], facts }, localization) => [
    id.length === SHA256_LENGTH
      ? `${names} の証明書の要求を個人用ストアから削除しました (SHA-256 ${id})。`
      : `${names} の証明書を個人用ストアから削除しました (拇印 ${id})。`,
    `秘密キーとともにごみ箱にあります。元に戻すには、次のフォルダーをストアに移動してください: ${path}`,
    ...requestedByLines(facts, localization),
  ],
};
