import type { EventDefinition } from '../event-definition.ts';
import { connectorName, reasonLines } from '../sentences.ts';
import { addressLines, lastServedLines } from '../served-sentences.ts';

/**
 * A server supports only obsolete TLS versions.
 * @see RFC 8996
 */
export const oldTlsProtocol: EventDefinition = {
  eventId: 1409,
  symbolicName: 'OldTlsProtocol',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'probe', 'protocol'],
  en: ({ parameters: [connector = '', probe = '', protocol = ''], facts }, wording) => [
    `${connectorName(connector, facts.direction, 'en')} supports no version newer than ${protocol} at ${probe}.`,
    ...addressLines(facts, wording),
    ...reasonLines(facts, wording),
    'Many clients no longer support this version: their mail is sent unencrypted, or not at all.',
    ...lastServedLines(facts, wording),
  ],
  ja: ({ parameters: [connector = '', probe = '', protocol = ''], facts }, wording) => [
    `${connectorName(connector, facts.direction, 'ja')}は ${probe} で ${protocol} より新しい TLS に対応していません。`,
    ...addressLines(facts, wording),
    ...reasonLines(facts, wording),
    'このバージョンは多くのクライアントで無効になっており、メールは暗号化されずに送受信されるか、配送されません。',
    ...lastServedLines(facts, wording),
  ],
};
