import { reasonText } from '../failure/reason-text.ts';
import { joinJapanese } from '../text/join-japanese.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { Instant } from '../time.ts';
import type { CertificateData, StoreData } from './data/certificate-data.ts';
import type { ConfigurationData, RequestData, StoreChangeData } from './data/change-data.ts';
import type { ConnectorsData, NameData } from './data/connector-data.ts';
import type { ListData } from './data/list-data.ts';
import type { ObservationData } from './data/probe-data.ts';
import type { ReasonData } from './data/reason-data.ts';
import type { SelectionData } from './data/selection-data.ts';
import type { ServerData } from './data/server-data.ts';
import { remainingTimeOf } from './format-duration.ts';
import { labeledLine, labeledLines, listLines } from './line.ts';
import { fileErrorText, rejectionReasonText, rejectionText } from './rejection-text.ts';
import type { EventLine, Writer } from './writer.ts';

/**
 * Japanese texts of TLS failures, by the result types that mail servers report.
 * @see RFC 8460 section 4.3
 */
const JAPANESE_TLS_TEXTS: ReadonlyMap<string, string> = new Map([
  ['starttls-not-supported', 'STARTTLS を利用できません'],
  ['certificate-not-trusted', '証明書が信頼されていません'],
  ['validation-failure', '安全とみなせない接続です'],
]);

/** Returns the line with the expiry of the certificate of an event. */
export function expiryLine({ notAfter }: Pick<CertificateData, 'notAfter'>): EventLine {
  return phrase({
    en: (write: Writer) => `It expires on ${write.instant(notAfter)}.`,
    ja: (write) => `有効期限: ${write.instant(notAfter)}`,
  });
}

const FQDN_SOURCES: Readonly<Record<NameData['fqdnSource'], Phrase<string>>> = {
  connector: phrase({ en: "the connector's FQDN", ja: 'コネクタの FQDN' }),
  computer: phrase({ en: "this computer's FQDN, because the connector has none", ja: 'コンピューターの FQDN' }),
  discovered: phrase({ en: "the server's own name, from its settings", ja: 'サーバーの設定から取得した名前' }),
};

/** Returns the line with the required name and its origin, or with the TlsCertificateName. */
export function requiredNameLine({
  fqdn,
  fqdnSource,
  tlsCertificateName,
}: Pick<NameData, 'fqdn' | 'fqdnSource'> & Partial<NameData>): EventLine {
  if (tlsCertificateName !== undefined)
    return phrase({
      en: `Required certificate: ${tlsCertificateName} (TlsCertificateName). FQDN: ${fqdn}`,
      ja: `検索した証明書名: ${tlsCertificateName} (TlsCertificateName)。コネクタの FQDN: ${fqdn}`,
    });
  const source = FQDN_SOURCES[fqdnSource];
  return labeledLine(phrase({ en: 'Name', ja: '検索した名前' }), (write) => `${fqdn} (${write.text(source)})`);
}

/** Returns the line with the certificate files in the server's settings; empty without any. */
export function certificateFileLines({ certificateFiles }: Partial<ServerData>): readonly EventLine[] {
  return listLines(phrase({ en: 'Configured files', ja: '指定された証明書ファイル' }), certificateFiles);
}

/** Returns the line with the key type, for a server that may have certificates of several types. */
export function publicKeyLines({ publicKeyAlgorithm }: Partial<ServerData>): readonly EventLine[] {
  if (publicKeyAlgorithm === undefined) return [];
  return [labeledLine(phrase({ en: 'Public key', ja: '公開キー' }), publicKeyAlgorithm)];
}

/** Returns a reason with its code, or the code of a reason that this version does not know. */
function reasonInJapanese(reason: string): string {
  const text =
    rejectionReasonText(reason, 'ja') ??
    fileErrorText(reason, 'ja') ??
    JAPANESE_TLS_TEXTS.get(reason) ??
    reasonText(reason, 'ja');
  return text === undefined ? reason : `${text} (${reason})`;
}

/**
 * Returns the line with the reason. It contains the code of the reason, so that administrators can
 * search for it. Empty without a reason.
 */
export function reasonLines({ reason, path, detail }: Partial<ReasonData>): readonly EventLine[] {
  if (reason === undefined || reason === '') return [];
  const fileError = fileErrorText(reason, 'en');
  if (path !== undefined && fileError !== undefined) {
    const detailSuffix = detail === undefined || detail === '' ? '' : `, ${detail}`;
    return [
      phrase({
        en: () => `Reason: ${reason}${detailSuffix}: ${path} ${fileError}`,
        ja: () => `理由: ${fileErrorText(reason, 'ja')}: ${path} (${reason}${detailSuffix})`,
      }),
    ];
  }
  return [phrase({ en: () => `Reason: ${reason}`, ja: () => `理由: ${reasonInJapanese(reason)}` })];
}

const NO_CLOSEST_CERTIFICATE: Phrase<string> = phrase({
  en: 'Closest certificate: none; no certificate in the stores has a name of this domain.',
  ja: '最も近い候補: なし (このドメインの名前を含む証明書はストアにありません)',
});

/**
 * Returns the line with the certificate that was almost selected, and why it was rejected, unless
 * that is only the reason of the event.
 */
export function closestCertificateLine({ nearestMiss, reason }: Partial<SelectionData & ReasonData>): EventLine {
  if (nearestMiss === undefined) return NO_CLOSEST_CERTIFICATE;
  const { thumbprint, notAfter } = nearestMiss;
  const names = (write: Writer): string => write.list(nearestMiss.names.slice(0, 5));
  if (rejectionText(nearestMiss, 'en') === rejectionReasonText(reason ?? '', 'en'))
    return phrase({
      en: (write: Writer) =>
        `Closest certificate: ${thumbprint} (${names(write)}; expires on ${write.instant(notAfter)})`,
      ja: (write) => `最も近い候補: ${thumbprint} (${names(write)}、有効期限 ${write.instant(notAfter)})`,
    });
  return phrase({
    en: (write: Writer) =>
      `Closest certificate: ${thumbprint} (${names(write)}; expires on ${write.instant(notAfter)}) ${rejectionText(nearestMiss, 'en')}.`,
    ja: (write) =>
      `最も近い候補: ${thumbprint} (${names(write)}、有効期限 ${write.instant(notAfter)})。${rejectionText(nearestMiss, 'ja')}。`,
  });
}

function connectorList(label: Phrase<string>, { connectors, fqdns }: ConnectorsData): readonly EventLine[] {
  if (connectors.length === 0) return [];
  const list = (write: Writer): string =>
    write.list(connectors.map((name, index) => `${write.quote(name)} (${fqdns[index] ?? ''})`));
  return [labeledLine(label, list)];
}

/**
 * Returns the line with all connectors that share a certificate, each with its FQDN. Empty if the
 * event names its only connector.
 */
export function usedByLines(data: ConnectorsData): readonly EventLine[] {
  return connectorList(phrase({ en: 'Used by', ja: '使用コネクタ' }), data);
}

/**
 * Returns the line with the connectors that need a certificate and cannot use it, each with its
 * FQDN. Empty if the event names no connectors.
 */
export function neededByLines(data: ConnectorsData): readonly EventLine[] {
  return connectorList(phrase({ en: 'Needed by', ja: 'この名前を検索したコネクタ' }), data);
}

/**
 * Returns the remaining time of a certificate; in Japanese as the end of a sentence: `71 時間 (2 日 23
 * 時間) です`.
 */
export function remainingTime(
  data: Pick<CertificateData, 'notAfter'>,
  timeCreated: Instant | undefined,
  hours: string,
): EventLine {
  return phrase({
    en: () => remainingTimeOf(data, timeCreated, hours, 'en'),
    ja: () => joinJapanese(remainingTimeOf(data, timeCreated, hours, 'ja'), 'です'),
  });
}

/** Returns the lines with the required change of the configuration file, if there is one. */
export function configurationLines({
  configurationLine,
  hasPlaceholder = false,
}: Partial<ConfigurationData>): readonly EventLine[] {
  if (configurationLine === undefined) return [];
  return [
    phrase({
      en: 'The certificate is set in the configuration file, so you must also edit that file.',
      ja: '構成ファイルで証明書が指定されているため、コマンドだけでは解消しません。',
    }),
    phrase({
      en: `Change in the configuration file: ${configurationLine}${hasPlaceholder ? ' (of the new certificate)' : ''}; then: systemctl reload mailcertd`,
      ja: `構成ファイルの変更: ${configurationLine}${hasPlaceholder ? ' (新しい証明書の拇印)' : ''}、その後 systemctl reload mailcertd`,
    }),
  ];
}

const GRANT_ACCESS: Phrase<string> = phrase({
  en: 'Grant the account of mailcertd read access to this path and search access (x) to the directories above it.',
  ja: 'mailcertd を実行するアカウントに、このパスの読み取りと、上位フォルダーの検索 (x) を許可してください。',
});

/** Returns the line with the required access to a path; empty if access was not denied. */
export function grantAccessLines({ reason }: Partial<ReasonData>): readonly EventLine[] {
  return reason === 'permission_denied' ? [GRANT_ACCESS] : [];
}

/** The label of a path. */
export const PATH_LABEL: Phrase<string> = phrase({ en: 'Path', ja: 'パス' });

/** The label of files. */
export const FILE_LABEL: Phrase<string> = phrase({ en: 'File', ja: 'ファイル' });

/** Returns the line with the files of the certificate. */
export function locationLines({ locations }: Partial<StoreData>): readonly EventLine[] {
  return listLines(FILE_LABEL, locations);
}

/**
 * Returns the line with the files of private keys of a store.
 * @param count the number of all private keys, of which only some may be listed
 */
export function keyFileLines({ locations }: StoreData, count: string): readonly EventLine[] {
  if (locations.length === 0) return [];
  const isPartial = Number(count) > locations.length;
  return [
    phrase({
      en: (write: Writer) => `Key files: ${write.list(locations)}${isPartial ? ', and more' : ''}`,
      ja: (write) => `秘密キーのファイル: ${write.list(locations)}${isPartial ? ' ほか' : ''}`,
    }),
  ];
}

const NO_SERVICES: Phrase<string> = phrase({ en: 'none', ja: 'なし' });

function serviceLines(label: Phrase<string>, services: readonly string[] | undefined): readonly EventLine[] {
  if (services === undefined) return [];
  return [labeledLine(label, services.length > 0 ? (write) => write.list(services) : NO_SERVICES)];
}

/** Returns the line with the services that a certificate is enabled for. */
export function servicesLines({ services }: Partial<StoreChangeData>): readonly EventLine[] {
  return serviceLines(phrase({ en: 'Services', ja: 'サービス' }), services);
}

/** Returns the line with the previous services, if they are known. */
export function previousServicesLines({ previousServices }: Partial<StoreChangeData>): readonly EventLine[] {
  return serviceLines(phrase({ en: 'Previous services', ja: '変更前のサービス' }), previousServices);
}

/** Returns the lines with the user and the command, if they were recorded. */
export function requestedByLines({ requestedBy, requestCommand }: Partial<RequestData>): readonly EventLine[] {
  return [
    ...labeledLines(phrase({ en: 'Requested by', ja: '実行したユーザー' }), requestedBy),
    ...labeledLines(phrase({ en: 'Command', ja: 'コマンド' }), requestCommand),
  ];
}

/**
 * Returns the line with the earlier scan on which the event is based, if the store cannot be read.
 */
export function earlierScanLines({ lastSeen }: Partial<ObservationData>): readonly EventLine[] {
  if (lastSeen === undefined) return [];
  return [
    phrase({
      en: (write: Writer) =>
        `The store cannot be read at present; this event is based on the scan of ${write.instant(lastSeen)}.`,
      ja: (write) => `ストアを現在読み取れないため、${write.instant(lastSeen)} のスキャンに基づいています。`,
    }),
  ];
}

/** Returns the line with the number of objects that are not listed; empty if all are. */
export function othersLines(count: number, listed: number): readonly EventLine[] {
  const others = count - listed;
  return others <= 0 ? [] : [phrase({ en: `and ${others} more`, ja: `ほか ${others} 個` })];
}

/** Returns a line for each listed certificate, with names and expiry, and a count of the others. */
export function certificateLines({
  certificates,
  count,
}: Pick<ListData, 'certificates' | 'count'>): readonly EventLine[] {
  const lines = certificates.map(({ thumbprint, names, notAfter, detail }) => {
    const object = (write: Writer): string => `${thumbprint} (${write.list(names)})`;
    return phrase({
      en: (write: Writer) =>
        `${object(write)}: ${detail === undefined ? '' : `${detail}; `}expiry ${write.instant(notAfter)}`,
      ja: (write) =>
        `${object(write)}: ${detail === undefined ? '' : `${detail}、`}有効期限 ${write.instant(notAfter)}`,
    });
  });
  return [...lines, ...othersLines(count, certificates.length)];
}

/** The line that mail servers must be reloaded after a renewal. */
export const RELOAD_SERVERS: Phrase<string> = phrase({
  en: 'Mail servers serve the old certificate until they are reloaded: mailcertd connectors reload --all',
  ja: 'メール サーバーは、再読み込みするまで以前の証明書を提示し続けます。再読み込みのコマンド: mailcertd connectors reload --all',
});
