import { isClientRejection } from '../../selection/client-rejection.ts';
import { phrase } from '../../text/phrase.ts';
import { certificateFileLines, requiredNameLine, usedByLines } from '../connector-sentences.ts';
import type { ConnectorData, ConnectorsData, NameData } from '../data/connector-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import type { SelectionData } from '../data/selection-data.ts';
import type { ServerData } from '../data/server-data.ts';
import { areOnlyForStarttlsMail, effectsOf, hasConfiguredFiles } from '../effect-by-protocol.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { errorDetailLines } from '../line.ts';
import type { MailEffects } from '../mail-effect.ts';
import { isErrorInCertificate, noCertificateCause } from '../no-certificate-cause.ts';
import { closestCertificateLine, reasonLines } from '../reason-sentences.ts';
import { isFileError } from '../rejection-text.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = Pick<NameData, 'fqdn' | 'fqdnSource'> &
  Pick<ReasonData, 'reason'> &
  Partial<
    ConnectorData &
      ConnectorsData &
      Pick<NameData, 'tlsCertificateName'> &
      ServerData &
      Pick<ReasonData, 'path' | 'detail' | 'failure'> &
      SelectionData
  >;

/** Returns whether the server still serves the certificate in its file, which clients reject. */
function isStillServed(data: Partial<Data>): boolean {
  return hasConfiguredFiles(data) && data.reason !== undefined && isClientRejection(data.reason);
}

function effectOf(data: Partial<Data>): MailEffects {
  return effectsOf(isStillServed(data) ? 'selected-rejected' : 'no-certificate', data);
}

/** Returns the connector or the number of connectors, as the subject of a sentence. */
function subjectOf(connector: string, { connectors, direction }: Data): EventLine {
  if (connectors === undefined || connectors.length < 2) return (write) => write.connector(connector, direction);
  return phrase({ en: `${connectors.length} connectors`, ja: `${connectors.length} 個のコネクタ` });
}

/** Returns whether the cause is that a file is missing or has no certificate. */
function isFileUnusable({ path, reason }: Data): boolean {
  return path !== undefined && isFileError(reason);
}

/**
 * Returns the first line: the cause, and the connectors without a certificate. In Japanese, these
 * are two sentences.
 */
function firstLine(domainName: string, connector: string, data: Data): EventLine {
  const cause = noCertificateCause(domainName, data);
  const subject = subjectOf(connector, data);
  const isOne = data.connectors === undefined || data.connectors.length < 2;
  const tls = areOnlyForStarttlsMail(data) ? 'STARTTLS' : 'TLS';
  if (isStillServed(data))
    return phrase({
      en: (write: Writer) => `${write.text(cause)}: ${write.text(subject)} still ${isOne ? 'uses' : 'use'} it.`,
      ja: (write) => `${write.text(cause)}${write.text(subject)}は引き続きこの証明書を使用しています。`,
    });
  const has = isOne ? 'has' : 'have';
  const isForName = isOne && data.fqdn !== '';
  if (isFileUnusable(data))
    return phrase({
      en: (write: Writer) =>
        `${write.text(cause)}: ${write.text(subject)} ${has} no certificate${isForName ? ` for ${data.fqdn}` : ''}.`,
      ja: (write) =>
        `${write.text(cause)}${write.text(subject)}には${isForName ? ` ${data.fqdn} の` : ''}証明書がありません。`,
    });
  const missingObject = isErrorInCertificate(data) ? 'certificate' : 'usable certificate';
  return phrase({
    en: (write: Writer) => `${write.text(cause)}: ${write.text(subject)} ${has} no ${missingObject} for ${tls}.`,
    ja: (write) => `${write.text(cause)}${write.text(subject)}には ${tls} で使用できる証明書がありません。`,
  });
}

/** Returns the lines with the required names: of all connectors, or of the only one. */
function nameLines(fqdn: string, data: Data): readonly EventLine[] {
  const { connectors, fqdns } = data;
  return connectors !== undefined && fqdns !== undefined && connectors.length > 1
    ? usedByLines({ connectors, fqdns })
    : [requiredNameLine(data.fqdn === '' ? { ...data, fqdn } : data)];
}

/**
 * A connector has no usable certificate. Connectors with the same certificate file share one event.
 * @see https://learn.microsoft.com/previous-versions/office/exchange-server-2010/ff360317(v=exchg.140)
 */
export const cannotLoadStarttlsCertificateFromStore: EventDefinition<Data, ['domainName', 'connector', 'fqdn']> =
  defineEvent({
    eventId: 12014,
    symbolicName: 'CannotLoadSTARTTLSCertificateFromStore',
    provider: 'exchange',
    level: 'Error',
    title: phrase({ en: 'No usable certificate', ja: '使える証明書なし' }),
    effect: effectOf,
    parameters: ['domainName', 'connector', 'fqdn'],
    requiredFacts: { fqdn: true, fqdnSource: true, reason: true },
    firstLine: ({ parameters: { domainName, connector }, data }) => firstLine(domainName, connector, data),
    lines: ({ parameters: { fqdn }, data }) => [
      ...nameLines(fqdn, data),
      ...reasonLines(data),
      ...errorDetailLines(data.detail ?? '', data.failure),
      ...certificateFileLines(data),
      ...(hasConfiguredFiles(data) && data.nearestMiss === undefined ? [] : [closestCertificateLine(data)]),
    ],
  });
