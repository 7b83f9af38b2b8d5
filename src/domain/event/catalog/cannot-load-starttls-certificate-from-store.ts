import type { EventDefinition } from '../event-definition.ts';
import { connectorName, nameLine, nearestLines, reasonLines } from '../sentences.ts';

/**
 * A connector has nothing valid to present.
 * @see https://learn.microsoft.com/previous-versions/office/exchange-server-2010/ff360317(v=exchg.140)
 */
export const cannotLoadStarttlsCertificateFromStore: EventDefinition = {
  eventId: 12014,
  symbolicName: 'CannotLoadSTARTTLSCertificateFromStore',
  provider: 'exchange',
  level: 'Error',
  parameters: ['domainName', 'connector', 'fqdn'],
  en: ({ parameters: [domainName = '', connector = ''], facts }, wording) => [
    `No usable certificate for ${domainName}: ${connectorName(connector, facts.direction, 'en')} has nothing valid to present in STARTTLS.`,
    nameLine(facts, wording),
    ...reasonLines(facts, wording),
    ...nearestLines(facts, wording),
    'Effect: mail on this connector goes unencrypted, or is deferred where the other side insists on TLS.',
  ],
  ja: ({ parameters: [domainName = '', connector = ''], facts }, wording) => [
    `${domainName} に使える証明書がありません。${connectorName(connector, facts.direction, 'ja')}が STARTTLS で提示できる有効な証明書がない状態です。`,
    nameLine(facts, wording),
    ...reasonLines(facts, wording),
    ...nearestLines(facts, wording),
    '影響: このコネクタのメールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。',
  ],
};
