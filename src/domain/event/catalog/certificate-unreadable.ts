import type { EventDefinition } from '../event-definition.ts';
import { inBrackets } from '../reason-words.ts';
import { reasonLines } from '../sentences.ts';

/** Something in a store stands for a certificate or a key and cannot be read as one; its neighbours are read. */
export const certificateUnreadable: EventDefinition = {
  eventId: 1102,
  symbolicName: 'CertificateUnreadable',
  provider: 'own',
  level: 'Warning',
  parameters: ['location', 'reason', 'detail'],
  en: ({ parameters: [location = '', , detail = ''], facts }, wording) => [
    `Cannot be read${inBrackets(facts.reason, 'en')}: ${location}. The rest of the store is watched.`,
    ...reasonLines(facts, wording),
    ...(detail === '' ? [] : [`What came back: ${detail}`]),
  ],
  ja: ({ parameters: [location = '', , detail = ''], facts }, wording) => [
    `読み取れません${inBrackets(facts.reason, 'ja')}: ${location}。ストアの残りの部分は監視を続けます。`,
    ...reasonLines(facts, wording),
    ...(detail === '' ? [] : [`詳細: ${detail}`]),
  ],
};
