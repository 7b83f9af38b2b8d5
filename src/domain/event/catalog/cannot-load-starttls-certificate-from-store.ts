import { isStillPresented } from '../../selection/still-presented.ts';
import { effectLines } from '../connection-effect.ts';
import type { EventDefinition, Wording } from '../event-definition.ts';
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
import { startsWithStarttls } from '../tls-start.ts';

const isOfFiles = ({ certificateFiles = [] }: Facts): boolean => certificateFiles.length > 0;

function englishLine(domainName: string, connector: string, facts: Facts, wording: Wording): string {
  const { connectors = [], direction, path, reason, fqdn } = facts;
  const cause = englishCause(domainName, facts, wording);
  const isOne = connectors.length < 2;
  const who = isOne ? connectorName(connector, direction, 'en') : `${connectors.length} connectors`;
  if (isOfFiles(facts) && isStillPresented(reason)) return `${cause}: ${who} still ${isOne ? 'uses' : 'use'} it.`;
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
    ...(isOfFiles(facts) && facts.nearest === undefined ? [] : nearestLines(facts, wording)),
    ...effectLines(facts, wording.locale),
  ];
}

/**
 * A connector has no usable certificate. Connectors that name one file share the event.
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
