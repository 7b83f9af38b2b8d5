import type { EventDefinition } from '../event-definition.ts';
import { connectorName, reasonLines } from '../sentences.ts';
import { addressLines, earlierProbeLines } from '../served-sentences.ts';

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
  en: ({ parameters: [connector = '', probeUrl = '', protocol = ''], facts }, localization) => [
    `${connectorName(connector, facts.direction, 'en')} supports no version newer than ${protocol} at ${probeUrl}.`,
    ...addressLines(facts, localization),
    ...reasonLines(facts, localization),
    'Many clients no longer support this version: their mail is sent unencrypted, or not at all.',
    ...earlierProbeLines(facts, localization),
  ],
  ja: ({ parameters: [connector = '', probeUrl = '', protocol = ''], facts }, localization) => [
    `${connectorName(connector, facts.direction, 'ja')}は ${probeUrl} で ${protocol} より新しい TLS に対応していません。`,
    ...addressLines(facts, localization),
    ...reasonLines(facts, localization),
    'このバージョンは多くのクライアントで無効になっており、メールは暗号化されずに送受信されるか、配送されません。',
    ...earlierProbeLines(facts, localization),
  ],
};
