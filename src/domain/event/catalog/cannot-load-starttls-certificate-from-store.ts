import type { EventDefinition, Locale } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { certificateFileLines, connectorName, nameLine, nearestLines, reasonLines } from '../sentences.ts';

/** What a server that names files goes on presenting all the same. */
const STILL_PRESENTED: ReadonlySet<string> = new Set(['certificate-host-mismatch', 'not-yet-valid']);

const isOfFiles = ({ certificateFiles = [] }: Facts): boolean => certificateFiles.length > 0;

function effect(facts: Facts, locale: Locale): string {
  if (isOfFiles(facts) && STILL_PRESENTED.has(facts.reason ?? '')) {
    return locale === 'ja'
      ? '影響: サーバーはこの証明書を提示し続けますが、証明書を検証する相手には受け入れられません。'
      : 'Effect: the server presents it all the same, and whoever verifies it does not accept it.';
  }
  return locale === 'ja'
    ? '影響: このコネクタのメールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。'
    : 'Effect: mail on this connector goes unencrypted, or is deferred where the other side insists on TLS.';
}

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
  en: ({ parameters: [domainName = '', connector = '', fqdn = ''], facts }, wording) => [
    `No usable certificate for ${domainName}: ${connectorName(connector, facts.direction, 'en')} has nothing valid to present in STARTTLS.`,
    nameLine({ fqdn, ...facts }, wording),
    ...reasonLines(facts, wording),
    ...certificateFileLines(facts, wording),
    ...(isOfFiles(facts) && facts.nearest === undefined ? [] : nearestLines(facts, wording)),
    effect(facts, 'en'),
  ],
  ja: ({ parameters: [domainName = '', connector = '', fqdn = ''], facts }, wording) => [
    `${domainName} に使える証明書がありません。${connectorName(connector, facts.direction, 'ja')}が STARTTLS で提示できる有効な証明書がない状態です。`,
    nameLine({ fqdn, ...facts }, wording),
    ...reasonLines(facts, wording),
    ...certificateFileLines(facts, wording),
    ...(isOfFiles(facts) && facts.nearest === undefined ? [] : nearestLines(facts, wording)),
    effect(facts, 'ja'),
  ],
};
