import type { EventDefinition } from '../event-definition.ts';
import { inBrackets } from '../reason-words.ts';
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
  en: ({ parameters: [location = ''], facts }, wording) => [
    `The file of the internal transport certificate is not a readable certificate${inBrackets(facts.reason, 'en')}: ${location}.`,
    ...(facts.thumbprint === undefined ? [] : [`Thumbprint: ${facts.thumbprint}`]),
    ...reasonLines(facts, wording),
    ...(facts.detail ? [`Error: ${facts.detail}`] : []),
    ...configurationLines(facts, wording),
  ],
  ja: ({ parameters: [location = ''], facts }, wording) => [
    `内部トランスポート証明書のファイルを証明書として読み取れません${inBrackets(facts.reason, 'ja')}: ${location}。`,
    ...(facts.thumbprint === undefined ? [] : [`拇印: ${facts.thumbprint}`]),
    ...reasonLines(facts, wording),
    ...(facts.detail ? [`詳細: ${facts.detail}`] : []),
    ...configurationLines(facts, wording),
  ],
};
