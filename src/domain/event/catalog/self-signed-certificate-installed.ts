import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';
import { locationLines } from '../sentences.ts';

/** The personal store was empty at the first start, so a self-signed certificate was installed. */
export const selfSignedCertificateInstalled: EventDefinition = {
  eventId: 1004,
  symbolicName: 'SelfSignedCertificateInstalled',
  provider: 'own',
  level: 'Information',
  parameters: ['thumbprint', 'names', 'notAfter'],
  en: ({ parameters: [thumbprint = '', names = ''], facts }, localization) => [
    `A self-signed certificate for ${names} was installed in the empty personal store (thumbprint ${thumbprint}).`,
    `It is the internal transport certificate, and expires on ${formatInstant(facts.notAfter, localization)}.`,
    'Mail clients do not trust it. Replace it with a certificate from a CA.',
    ...locationLines(facts, localization),
  ],
  ja: ({ parameters: [thumbprint = '', names = ''], facts }, localization) => [
    `個人用ストアが空のため、${names} の自己署名証明書をインストールしました (拇印 ${thumbprint})。`,
    `内部トランスポート証明書として設定しました (有効期限 ${formatInstant(facts.notAfter, localization)})。`,
    'メール クライアントからは信頼されないため、証明機関 (CA) の証明書に置き換えてください。',
    ...locationLines(facts, localization),
  ],
};
