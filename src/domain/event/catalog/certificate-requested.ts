import type { EventDefinition } from '../event-definition.ts';
import { requestedByLines, servicesLines } from '../sentences.ts';

/**
 * A command added a CSR to the personal store. Its private key stays there until the issued
 * certificate is imported.
 */
export const certificateRequested: EventDefinition = {
  eventId: 1011,
  symbolicName: 'CertificateRequested',
  provider: 'own',
  level: 'Information',
  parameters: ['requestSha256', 'names', 'path'],
  en: ({ parameters: [sha256 = '', names = '', path = ''], facts }, localization) => [
    `A certificate for ${names} was requested (SHA-256 of the CSR ${sha256}).`,
    `Send this CSR to a CA, then import the issued certificate: ${path}`,
    'The private key is in the store.',
    ...(facts.previousThumbprint === undefined
      ? []
      : [`The new certificate will replace ${facts.previousThumbprint}.`]),
    ...servicesLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
  ja: ({ parameters: [sha256 = '', names = '', path = ''], facts }, localization) => [
    `${names} の証明書の要求を作成しました (要求の SHA-256 ${sha256})。`,
    `次のファイルを証明機関 (CA) に提出し、発行された証明書をインポートしてください: ${path}`,
    '秘密キーはストアに保管されています。',
    ...(facts.previousThumbprint === undefined
      ? []
      : [`拇印 ${facts.previousThumbprint} の証明書を更新するための要求です。`]),
    ...servicesLines(facts, localization),
    ...requestedByLines(facts, localization),
  ],
};
