import type { EventDefinition } from '../event-definition.ts';
import { formatInstant } from '../format-instant.ts';

/**
 * An automatic renewal failed: no certificate could be issued or written. The next scan retries.
 */
export const certificateNotRenewed: EventDefinition = {
  eventId: 1012,
  symbolicName: 'CertificateNotRenewed',
  provider: 'own',
  level: 'Warning',
  parameters: ['thumbprint', 'names', 'detail'],
  en: ({ parameters: [thumbprint = '', names = '', detail = ''], facts }, localization) => [
    `The self-signed certificate for ${names} could not be renewed automatically (thumbprint ${thumbprint}).`,
    `It expires on ${formatInstant(facts.notAfter, localization)}. The next scan tries again.`,
    `Error: ${detail}`,
  ],
  ja: ({ parameters: [thumbprint = '', names = '', detail = ''], facts }, localization) => [
    `${names} の自己署名証明書を自動的に更新できませんでした (拇印 ${thumbprint})。`,
    `有効期限は ${formatInstant(facts.notAfter, localization)} です。次回のスキャンで再試行します。`,
    `詳細: ${detail}`,
  ],
};
