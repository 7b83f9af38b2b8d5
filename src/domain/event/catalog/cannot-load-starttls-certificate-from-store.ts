import { isClientRejection } from '../../selection/client-rejection.ts';
import { joinJapanese } from '../../text/join-japanese.ts';
import { type Phrase, phrase } from '../../text/phrase.ts';
import { areOnlyForStarttlsMail, effectsOf, hasConfiguredFiles } from '../effect-by-protocol.ts';
import type { ConnectorData, ConnectorsData, NameData, ReasonData, SelectionData, ServerData } from '../event-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import type { EventLine } from '../line.ts';
import type { Localization } from '../localization.ts';
import type { MailEffects } from '../mail-effect.ts';
import { isErrorInCertificate, japaneseCertificateInUse, noCertificateCause } from '../no-certificate-cause.ts';
import { fileErrorText } from '../rejection-text.ts';
import {
  certificateFileLines,
  connectorName,
  nearestMissLine,
  reasonLines,
  requiredNameLine,
  usedByLines,
} from '../sentences.ts';

type Data = Pick<NameData, 'fqdn' | 'fqdnSource'> &
  Pick<ReasonData, 'reason'> &
  Partial<
    ConnectorData &
      ConnectorsData &
      Pick<NameData, 'tlsCertificateName'> &
      ServerData &
      Pick<ReasonData, 'path' | 'detail'> &
      SelectionData
  >;

/** Returns whether the server still serves the certificate in its file, which clients reject. */
function isStillServed(data: Data): boolean {
  return hasConfiguredFiles(data) && isClientRejection(data.reason);
}

function effectOf(data: Data): MailEffects {
  return effectsOf(isStillServed(data) ? 'selected-rejected' : 'no-certificate', data);
}

/** Returns the connector or the number of connectors, as the subject of a sentence. */
function subjectOf(connector: string, { connectors, direction }: Data): Phrase<string> {
  if (connectors === undefined || connectors.length < 2)
    return { en: connectorName(connector, direction, 'en'), ja: connectorName(connector, direction, 'ja') };
  return phrase({ en: `${connectors.length} connectors`, ja: `${connectors.length} 個のコネクタ` });
}

/** Returns whether the cause is that a file is missing or has no certificate. */
function isFileUnusable({ path, reason }: Data): boolean {
  return path !== undefined && fileErrorText(reason, 'en') !== undefined;
}

/**
 * Returns the first line: the cause, and the connectors without a certificate. In Japanese, these
 * are two sentences.
 */
function firstLine(domainName: string, connector: string, data: Data, localization: Localization): Phrase<string> {
  const cause = noCertificateCause(domainName, data, localization);
  const subject = subjectOf(connector, data);
  const isOne = data.connectors === undefined || data.connectors.length < 2;
  const tls = areOnlyForStarttlsMail(data) ? 'STARTTLS' : 'TLS';
  const inUse = japaneseCertificateInUse(data);
  if (inUse !== undefined)
    return phrase({
      en: `${cause.en}: ${subject.en} still ${isOne ? 'uses' : 'use'} it.`,
      ja: joinJapanese(`${cause.ja}${subject.ja}が ${tls} で提示しているのは`, inUse, 'です。'),
    });
  const has = isOne ? 'has' : 'have';
  const isForName = isOne && data.fqdn !== '';
  if (isFileUnusable(data))
    return phrase({
      en: `${cause.en}: ${subject.en} ${has} no certificate${isForName ? ` for ${data.fqdn}` : ''}.`,
      ja: `${cause.ja}${subject.ja}に${isForName ? ` ${data.fqdn} の` : ''}証明書がない状態です。`,
    });
  const missingObject = isErrorInCertificate(data) ? 'certificate' : 'usable certificate';
  return phrase({
    en: `${cause.en}: ${subject.en} ${has} no ${missingObject} for ${tls}.`,
    ja: `${cause.ja}${subject.ja}が ${tls} で提示できる有効な証明書がない状態です。`,
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
    title: { en: 'No usable certificate', ja: '使える証明書なし' },
    effect: effectOf,
    parameters: ['domainName', 'connector', 'fqdn'],
    missingData: { fqdn: '', fqdnSource: 'connector', reason: '' },
    firstLine: ({ parameters: { domainName, connector }, data }, localization) =>
      firstLine(domainName, connector, data, localization),
    lines: ({ parameters: { fqdn }, data }, localization) => [
      ...nameLines(fqdn, data),
      ...reasonLines(data),
      ...certificateFileLines(data),
      ...(hasConfiguredFiles(data) && data.nearestMiss === undefined ? [] : [nearestMissLine(data, localization)]),
    ],
    hasEffectLine: true,
  });
