import { isClientRejection } from '../../selection/client-rejection.ts';
import type { EventDefinition, Locale, Wording } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { englishCause, isOfOneCertificate, japaneseCause, japaneseInUse } from '../no-certificate-cause.ts';
import {
  certificateFileLines,
  connectorLines,
  connectorName,
  nameLine,
  nearestLines,
  reasonLines,
} from '../sentences.ts';
import { startsWithoutStarttls, startsWithStarttls } from '../starts-with-starttls.ts';

const CLIENTS_REFUSE: Readonly<Record<Locale, string>> = {
  en: 'Effect: the server continues to serve it, and clients that verify certificates refuse it.',
  ja: '影響: サーバーはこの証明書を提示し続けますが、証明書を検証する相手には受け入れられません。',
};

const MAIL: Readonly<Record<Locale, string>> = {
  en: 'Effect: mail on this connector is sent unencrypted, or deferred if the remote server requires TLS.',
  ja: '影響: このコネクタのメールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。',
};

const CLIENTS: Readonly<Record<Locale, string>> = {
  en: 'Effect: clients cannot connect, or see a warning.',
  ja: '影響: クライアントは接続できないか、警告が表示されます。',
};

const BOTH: Readonly<Record<Locale, string>> = {
  en: 'Effect: mail is sent unencrypted, or deferred if the remote server requires TLS. Clients cannot connect, or see a warning.',
  ja: '影響: メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。クライアントは接続できないか、警告が表示されます。',
};

/**
 * Returns the effect of a missing certificate on connections, by the protocols of the connectors.
 */
function effectLines(facts: Facts, locale: Locale): readonly string[] {
  const { certificateFiles = [], reason } = facts;
  if (certificateFiles.length > 0 && isClientRejection(reason)) return [CLIENTS_REFUSE[locale]];
  if (startsWithStarttls(facts)) return [MAIL[locale]];
  return [(startsWithoutStarttls(facts) ? CLIENTS : BOTH)[locale]];
}

const isOfFiles = ({ certificateFiles = [] }: Facts): boolean => certificateFiles.length > 0;

function englishLine(domainName: string, connector: string, facts: Facts, wording: Wording): string {
  const { connectors = [], direction, path, reason, fqdn } = facts;
  const cause = englishCause(domainName, facts, wording);
  const isOne = connectors.length < 2;
  const who = isOne ? connectorName(connector, direction, 'en') : `${connectors.length} connectors`;
  if (isOfFiles(facts) && isClientRejection(reason)) return `${cause}: ${who} still ${isOne ? 'uses' : 'use'} it.`;
  const has = isOne ? 'has' : 'have';
  if (path !== undefined && reason?.startsWith('certificate-file-') === true)
    return `${cause}: ${who} ${has} no certificate${isOne && fqdn !== undefined ? ` for ${fqdn}` : ''}.`;
  const what = isOfOneCertificate(facts) ? 'certificate' : 'usable certificate';
  return `${cause}: ${who} ${has} no ${what} for ${startsWithStarttls(facts) ? 'STARTTLS' : 'TLS'}.`;
}

function japaneseLine(domainName: string, connector: string, facts: Facts): string {
  const { connectors = [], direction, path, reason, fqdn } = facts;
  const isOne = connectors.length < 2;
  const who = isOne ? connectorName(connector, direction, 'ja') : `${connectors.length} 個のコネクタ`;
  const cause = japaneseCause(domainName, facts);
  const inUse = japaneseInUse(facts);
  const tls = startsWithStarttls(facts) ? 'STARTTLS' : 'TLS';
  if (inUse !== undefined)
    return `${cause}${who}が ${tls} で提示しているのは${inUse}${inUse.endsWith(')') ? ' ' : ''}です。`;
  if (path !== undefined && reason?.startsWith('certificate-file-') === true)
    return `${cause}${who}に${isOne && fqdn !== undefined ? ` ${fqdn} の` : ''}証明書がない状態です。`;
  return `${cause}${who}が ${tls} で提示できる有効な証明書がない状態です。`;
}

function furtherLines(
  { parameters: [, , fqdn = ''], facts }: { parameters: readonly string[]; facts: Facts },
  wording: Wording,
): readonly string[] {
  return [
    ...((facts.connectors ?? []).length > 1 ? connectorLines(facts, wording) : [nameLine({ fqdn, ...facts }, wording)]),
    ...reasonLines(facts, wording),
    ...certificateFileLines(facts, wording),
    ...(isOfFiles(facts) && facts.nearestMiss === undefined ? [] : nearestLines(facts, wording)),
    ...effectLines(facts, wording.locale),
  ];
}

/**
 * A connector has no usable certificate. Connectors with the same certificate file share one event.
 * @see https://learn.microsoft.com/previous-versions/office/exchange-server-2010/ff360317(v=exchg.140)
 */
export const cannotLoadStarttlsCertificateFromStore: EventDefinition = {
  eventId: 12014,
  symbolicName: 'CannotLoadSTARTTLSCertificateFromStore',
  provider: 'exchange',
  level: 'Error',
  parameters: ['domainName', 'connector', 'fqdn'],
  en: (described, wording) => {
    const [domainName = '', connector = ''] = described.parameters;
    return [englishLine(domainName, connector, described.facts, wording), ...furtherLines(described, wording)];
  },
  ja: (described, wording) => {
    const [domainName = '', connector = ''] = described.parameters;
    return [japaneseLine(domainName, connector, described.facts), ...furtherLines(described, wording)];
  },
};
