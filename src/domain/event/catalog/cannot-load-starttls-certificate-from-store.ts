import { isClientRejection } from '../../selection/client-rejection.ts';
import type { Locale, Localization } from '../../text/locale.ts';
import type { EventDefinition } from '../event-definition.ts';
import type { Facts } from '../facts.ts';
import { allTransferMail, noneTransfersMail } from '../mail-transfer-protocols.ts';
import {
  englishCause,
  isErrorInCertificate,
  japaneseCause,
  japaneseCertificateInUse,
} from '../no-certificate-cause.ts';
import {
  certificateFileLines,
  connectorName,
  nearestMissLines,
  reasonLines,
  requiredNameLine,
  usedByLines,
} from '../sentences.ts';

const EFFECT_IF_STILL_SERVED: Readonly<Record<Locale, string>> = {
  en: 'Effect: the server continues to serve it, and clients that verify certificates refuse it.',
  ja: '影響: サーバーはこの証明書を提示し続けますが、証明書を検証する相手には受け入れられません。',
};

const EFFECT_ON_MAIL: Readonly<Record<Locale, string>> = {
  en: 'Effect: mail on this connector is sent unencrypted, or deferred if the remote server requires TLS.',
  ja: '影響: このコネクタのメールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。',
};

const EFFECT_ON_CLIENTS: Readonly<Record<Locale, string>> = {
  en: 'Effect: clients cannot connect, or see a warning.',
  ja: '影響: クライアントは接続できないか、警告が表示されます。',
};

const EFFECT_ON_MAIL_AND_CLIENTS: Readonly<Record<Locale, string>> = {
  en: 'Effect: mail is sent unencrypted, or deferred if the remote server requires TLS. Clients cannot connect, or see a warning.',
  ja: '影響: メールは暗号化されずに送受信されるか、相手が TLS を必須としている場合は配送が遅延します。クライアントは接続できないか、警告が表示されます。',
};

/** Returns the effect of a missing certificate on mail and on clients, by the protocols. */
function effectLines(facts: Facts, locale: Locale): readonly string[] {
  const { certificateFiles = [], reason } = facts;
  if (certificateFiles.length > 0 && isClientRejection(reason)) return [EFFECT_IF_STILL_SERVED[locale]];
  if (allTransferMail(facts)) return [EFFECT_ON_MAIL[locale]];
  return [(noneTransfersMail(facts) ? EFFECT_ON_CLIENTS : EFFECT_ON_MAIL_AND_CLIENTS)[locale]];
}

const hasConfiguredFiles = ({ certificateFiles = [] }: Facts): boolean => certificateFiles.length > 0;

/** Returns the first line in English: the cause, then the connectors without a certificate. */
function englishFirstLine(domainName: string, connector: string, facts: Facts, localization: Localization): string {
  const { connectors = [], direction, path, reason, fqdn } = facts;
  const cause = englishCause(domainName, facts, localization);
  const hasOneConnector = connectors.length < 2;
  const connectorText = hasOneConnector ? connectorName(connector, direction, 'en') : `${connectors.length} connectors`;
  if (hasConfiguredFiles(facts) && isClientRejection(reason))
    return `${cause}: ${connectorText} still ${hasOneConnector ? 'uses' : 'use'} it.`;
  const has = hasOneConnector ? 'has' : 'have';
  if (path !== undefined && reason?.startsWith('certificate-file-') === true)
    return `${cause}: ${connectorText} ${has} no certificate${hasOneConnector && fqdn !== undefined ? ` for ${fqdn}` : ''}.`;
  const missingObject = isErrorInCertificate(facts) ? 'certificate' : 'usable certificate';
  return `${cause}: ${connectorText} ${has} no ${missingObject} for ${allTransferMail(facts) ? 'STARTTLS' : 'TLS'}.`;
}

/** Returns the first line in Japanese: a sentence about the cause, and one about the connectors. */
function japaneseFirstLine(domainName: string, connector: string, facts: Facts): string {
  const { connectors = [], direction, path, reason, fqdn } = facts;
  const hasOneConnector = connectors.length < 2;
  const connectorText = hasOneConnector
    ? connectorName(connector, direction, 'ja')
    : `${connectors.length} 個のコネクタ`;
  const cause = japaneseCause(domainName, facts);
  const inUse = japaneseCertificateInUse(facts);
  const tls = allTransferMail(facts) ? 'STARTTLS' : 'TLS';
  if (inUse !== undefined)
    return `${cause}${connectorText}が ${tls} で提示しているのは${inUse}${inUse.endsWith(')') ? ' ' : ''}です。`;
  if (path !== undefined && reason?.startsWith('certificate-file-') === true)
    return `${cause}${connectorText}に${hasOneConnector && fqdn !== undefined ? ` ${fqdn} の` : ''}証明書がない状態です。`;
  return `${cause}${connectorText}が ${tls} で提示できる有効な証明書がない状態です。`;
}

function otherLines(
  { parameters: [, , fqdn = ''], facts }: { parameters: readonly string[]; facts: Facts },
  localization: Localization,
): readonly string[] {
  return [
    ...((facts.connectors ?? []).length > 1
      ? usedByLines(facts, localization)
      : [requiredNameLine({ fqdn, ...facts }, localization)]),
    ...reasonLines(facts, localization),
    ...certificateFileLines(facts, localization),
    ...(hasConfiguredFiles(facts) && facts.nearestMiss === undefined ? [] : nearestMissLines(facts, localization)),
    ...effectLines(facts, localization.locale),
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
  en: (content, localization) => {
    const [domainName = '', connector = ''] = content.parameters;
    return [englishFirstLine(domainName, connector, content.facts, localization), ...otherLines(content, localization)];
  },
  ja: (content, localization) => {
    const [domainName = '', connector = ''] = content.parameters;
    return [japaneseFirstLine(domainName, connector, content.facts), ...otherLines(content, localization)];
  },
};
