import type { EventDefinition } from '../event-definition.ts';
import { reasonInParentheses } from '../reason-text.ts';
import { configurationLines, reasonLines } from '../sentences.ts';

/**
 * The file of the recorded internal transport certificate exists, but has no readable certificate.
 */
export const internalTransportCertificateCorrupted: EventDefinition = {
  eventId: 12022,
  symbolicName: 'InternalTransportCertificateCorrupted',
  provider: 'exchange',
  level: 'Error',
  parameters: ['location'],
  en: ({ parameters: [location = ''], facts }, localization) => [
    `The file of the internal transport certificate is not a readable certificate${reasonInParentheses(facts.reason, 'en')}: ${location}.`,
    ...(facts.thumbprint === undefined ? [] : [`Thumbprint: ${facts.thumbprint}`]),
    ...reasonLines(facts, localization),
    ...(facts.detail ? [`Error: ${facts.detail}`] : []),
    ...configurationLines(facts, localization),
  ],
  ja: ({ parameters: [location = ''], facts }, localization) => [
    `内部トランスポート証明書のファイルを証明書として読み取れません${reasonInParentheses(facts.reason, 'ja')}: ${location}。`,
    ...(facts.thumbprint === undefined ? [] : [`拇印: ${facts.thumbprint}`]),
    ...reasonLines(facts, localization),
    ...(facts.detail ? [`詳細: ${facts.detail}`] : []),
    ...configurationLines(facts, localization),
  ],
};
