import { isStillPresented, type StillPresented } from '../../connector/still-presented.ts';
import type { EventDefinition, Locale } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { certificateFileLines, connectorName, nameLine, nearestLines, reasonLines } from '../sentences.ts';

/** What of no use is presented all the same, by a server that names files. */
const PRESENTS: Readonly<Record<StillPresented, Readonly<Record<Locale, string>>>> = {
  'certificate-host-mismatch': { en: 'that carries other names', ja: '別の名前の証明書' },
  'purpose-mismatch': { en: 'that is not for TLS servers', ja: 'サーバー用ではない証明書' },
  'not-yet-valid': { en: 'that is not valid yet', ja: '有効期間前の証明書' },
};

const isOfFiles = ({ certificateFiles = [] }: Facts): boolean => certificateFiles.length > 0;

function firstLine(domainName: string, connector: string, facts: Facts, locale: Locale): string {
  const name = connectorName(connector, facts.direction, locale);
  const { reason } = facts;
  const presents = isOfFiles(facts) && isStillPresented(reason) ? PRESENTS[reason][locale] : undefined;
  if (locale === 'ja') {
    const what =
      presents === undefined
        ? 'が STARTTLS で提示できる有効な証明書がない状態です'
        : `が STARTTLS で提示しているのは${presents}です`;
    return `${domainName} に使える証明書がありません。${name}${what}。`;
  }
  const what =
    presents === undefined ? 'has nothing valid to present in STARTTLS' : `presents one in STARTTLS ${presents}`;
  return `No usable certificate for ${domainName}: ${name} ${what}.`;
}

function effect(facts: Facts, locale: Locale): string {
  if (isOfFiles(facts) && isStillPresented(facts.reason)) {
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
    firstLine(domainName, connector, facts, 'en'),
    nameLine({ fqdn, ...facts }, wording),
    ...reasonLines(facts, wording),
    ...certificateFileLines(facts, wording),
    ...(isOfFiles(facts) && facts.nearest === undefined ? [] : nearestLines(facts, wording)),
    effect(facts, 'en'),
  ],
  ja: ({ parameters: [domainName = '', connector = '', fqdn = ''], facts }, wording) => [
    firstLine(domainName, connector, facts, 'ja'),
    nameLine({ fqdn, ...facts }, wording),
    ...reasonLines(facts, wording),
    ...certificateFileLines(facts, wording),
    ...(isOfFiles(facts) && facts.nearest === undefined ? [] : nearestLines(facts, wording)),
    effect(facts, 'ja'),
  ],
};
