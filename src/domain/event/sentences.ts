import type { Locale, Localization } from '../text/locale.ts';
import type { Instant } from '../time.ts';
import type { Facts } from './facts.ts';
import { remainingTimeOf } from './format-duration.ts';
import { formatInstant } from './format-instant.ts';
import { quoteName } from './quote-name.ts';
import { reasonText } from './reason-text.ts';
import { fileErrorText, rejectionReasonText, rejectionText } from './rejection-text.ts';

/**
 * Japanese texts of TLS failures, by the result types that mail servers report.
 * @see RFC 8460 section 4.3
 */
const JAPANESE_TLS_TEXTS: ReadonlyMap<string, string> = new Map([
  ['starttls-not-supported', 'STARTTLS を利用できません'],
  ['certificate-not-trusted', '証明書が信頼されていません'],
  ['validation-failure', '安全とみなせない接続です'],
]);

/**
 * Returns a connector with its direction: `Receive connector "Default MAIL01"`,
 * `受信コネクタ「Default MAIL01」`.
 */
export function connectorName(name: string, direction: Facts['direction'], locale: Locale): string {
  if (locale === 'ja') return `${direction === 'send' ? '送信' : '受信'}コネクタ${quoteName(name, locale)}`;
  return `${direction === 'send' ? 'Send' : 'Receive'} connector ${quoteName(name, locale)}`;
}

const FQDN_SOURCES: Readonly<Record<NonNullable<Facts['fqdnSource']>, Readonly<Record<Locale, string>>>> = {
  connector: { en: "the connector's FQDN", ja: 'コネクタの FQDN' },
  computer: { en: "this computer's FQDN, because the connector has none", ja: 'コンピューターの FQDN' },
  discovered: { en: "the server's own name, from its settings", ja: 'サーバーの設定から取得した名前' },
};

/** Returns the line with the required name and its origin, or with the TlsCertificateName. */
export function requiredNameLine(
  { fqdn = '', fqdnSource = 'connector', tlsCertificateName }: Facts,
  { locale }: Localization,
): string {
  if (tlsCertificateName !== undefined) {
    return locale === 'ja'
      ? `検索した証明書名: ${tlsCertificateName} (TlsCertificateName)。コネクタの FQDN: ${fqdn}`
      : `Required certificate: ${tlsCertificateName} (TlsCertificateName). FQDN: ${fqdn}`;
  }
  const source = FQDN_SOURCES[fqdnSource][locale];
  return locale === 'ja' ? `検索した名前: ${fqdn} (${source})` : `Name: ${fqdn} (${source})`;
}

/** Returns the line with the certificate files in the server's settings; empty without any. */
export function certificateFileLines({ certificateFiles = [] }: Facts, { locale }: Localization): readonly string[] {
  if (certificateFiles.length === 0) return [];
  return [`${locale === 'ja' ? '指定された証明書ファイル' : 'Configured files'}: ${certificateFiles.join(', ')}`];
}

/** Returns the line with the key type, for a server that may have certificates of several types. */
export function publicKeyLines({ publicKeyAlgorithm }: Facts, { locale }: Localization): readonly string[] {
  if (publicKeyAlgorithm === undefined) return [];
  return [`${locale === 'ja' ? '公開キー' : 'Public key'}: ${publicKeyAlgorithm}`];
}

/**
 * Returns the line with the reason. It contains the code of the reason, so that administrators can
 * search for it. Empty without a reason.
 */
export function reasonLines({ reason, path, detail }: Facts, { locale }: Localization): readonly string[] {
  if (reason === undefined) return [];
  const fileError = fileErrorText(reason, locale);
  if (path !== undefined && fileError !== undefined) {
    const detailSuffix = detail === undefined || detail === '' ? '' : `, ${detail}`;
    return [
      locale === 'ja'
        ? `理由: ${fileError}: ${path} (${reason}${detailSuffix})`
        : `Reason: ${reason}${detailSuffix}: ${path} ${fileError}`,
    ];
  }
  if (locale === 'en') return [`Reason: ${reason}`];
  const text =
    rejectionReasonText(reason, 'ja') ?? fileError ?? JAPANESE_TLS_TEXTS.get(reason) ?? reasonText(reason, 'ja');
  return [text === undefined ? `理由: ${reason}` : `理由: ${text} (${reason})`];
}

/** Returns the line with the certificate that was almost selected, and why it was rejected. */
export function nearestMissLines({ nearestMiss }: Facts, localization: Localization): readonly string[] {
  const { locale } = localization;
  if (nearestMiss === undefined) {
    return [
      locale === 'ja'
        ? '最も近い候補: なし (このドメインの名前を含む証明書はストアにありません)'
        : 'Nearest miss: none; no certificate in the stores has a name of this domain.',
    ];
  }
  const names = nearestMiss.names.slice(0, 5).join(', ');
  const rejection = rejectionText(nearestMiss, locale);
  const expiryText = formatInstant(nearestMiss.notAfter, localization);
  return [
    locale === 'ja'
      ? `最も近い候補: ${nearestMiss.thumbprint} (${names}、有効期限 ${expiryText})。${rejection}。`
      : `Nearest miss: ${nearestMiss.thumbprint} (${names}; expires on ${expiryText}) ${rejection}.`,
  ];
}

/**
 * Returns the line with all connectors that share a certificate, each with its FQDN. Empty if the
 * event names its only connector.
 */
export function usedByLines({ connectors = [], fqdns = [] }: Facts, { locale }: Localization): readonly string[] {
  if (connectors.length === 0) return [];
  const list = connectors.map((name, index) => `${quoteName(name, locale)} (${fqdns[index] ?? ''})`);
  return [locale === 'ja' ? `使用コネクタ: ${list.join('、')}` : `Used by: ${list.join(', ')}`];
}

/**
 * Returns the line with the connectors that need a certificate and cannot use it, each with its
 * FQDN. Empty if the event names no connectors.
 */
export function neededByLines({ connectors = [], fqdns = [] }: Facts, { locale }: Localization): readonly string[] {
  if (connectors.length === 0) return [];
  const list = connectors.map((name, index) => `${quoteName(name, locale)} (${fqdns[index] ?? ''})`);
  return [locale === 'ja' ? `この名前を検索したコネクタ: ${list.join('、')}` : `Needed by: ${list.join(', ')}`];
}

/** Returns the remaining time as the end of a Japanese sentence: `71 時間 (2 日 23 時間) です`. */
export function remainingTimeInJapanese(facts: Facts, timeCreated: Instant | undefined, hours: string): string {
  const timeText = remainingTimeOf(facts, timeCreated, hours, 'ja');
  return `${timeText}${timeText.endsWith(')') ? ' ' : ''}です`;
}

/**
 * Placeholder in a configuration line for the thumbprint of a certificate that does not exist yet.
 */
export const THUMBPRINT_PLACEHOLDER = 'THUMBPRINT';

/** Returns the lines with the required change of the configuration file, if there is one. */
export function configurationLines({ configurationLine }: Facts, { locale }: Localization): readonly string[] {
  if (configurationLine === undefined) return [];
  const isKnown = !configurationLine.endsWith(THUMBPRINT_PLACEHOLDER);
  return locale === 'ja'
    ? [
        '構成ファイルで証明書が指定されているため、コマンドだけでは解消しません。',
        `構成ファイルの変更: ${configurationLine}${isKnown ? '' : ' (新しい証明書の拇印)'}、その後 systemctl reload mailcertd`,
      ]
    : [
        'The certificate is set in the configuration file, so you must also edit that file.',
        `Change in the configuration file: ${configurationLine}${isKnown ? '' : ' (of the new certificate)'}; then: systemctl reload mailcertd`,
      ];
}

/** Returns the line with the files of the certificate. */
export function locationLines({ locations = [] }: Facts, { locale }: Localization): readonly string[] {
  if (locations.length === 0) return [];
  return [`${locale === 'ja' ? 'ファイル' : 'File'}: ${locations.join(', ')}`];
}

const serviceList = (services: readonly string[], locale: Locale): string =>
  services.length > 0 ? services.join(', ') : { en: 'none', ja: 'なし' }[locale];

/** Returns the line with the services that a certificate is enabled for. */
export function servicesLines({ services }: Facts, { locale }: Localization): readonly string[] {
  if (services === undefined) return [];
  return [`${locale === 'ja' ? 'サービス' : 'Services'}: ${serviceList(services, locale)}`];
}

/** Returns the line with the previous services, if they are known. */
export function previousServicesLines({ previousServices }: Facts, { locale }: Localization): readonly string[] {
  if (previousServices === undefined) return [];
  return [`${locale === 'ja' ? '変更前のサービス' : 'Previous services'}: ${serviceList(previousServices, locale)}`];
}

/** Returns the lines with the user and the command, if they were recorded. */
export function requestedByLines({ requestedBy, requestCommand }: Facts, { locale }: Localization): readonly string[] {
  const valuesWithLabels: readonly (readonly [string | undefined, string])[] =
    locale === 'ja'
      ? [
          [requestedBy, '実行したユーザー'],
          [requestCommand, 'コマンド'],
        ]
      : [
          [requestedBy, 'Requested by'],
          [requestCommand, 'Command'],
        ];
  return valuesWithLabels.flatMap(([value, label]) =>
    value === undefined || value === '' ? [] : [`${label}: ${value}`],
  );
}

/**
 * Returns the line with the earlier scan on which the event is based, if the store cannot be read.
 */
export function earlierScanLines({ lastSeen }: Facts, localization: Localization): readonly string[] {
  if (lastSeen === undefined) return [];
  const at = formatInstant(lastSeen, localization);
  return [
    localization.locale === 'ja'
      ? `ストアを現在読み取れないため、${at} のスキャンに基づいています。`
      : `The store cannot be read at present; this event is based on the scan of ${at}.`,
  ];
}

/** Returns a line for each listed certificate, with names and expiry, and a count of the others. */
export function certificateLines(
  { certificates = [], count = 0 }: Facts,
  localization: Localization,
): readonly string[] {
  const { locale } = localization;
  const lines = certificates.map(({ thumbprint, names, notAfter, detail }) => {
    const detailPrefix = detail === undefined ? '' : `${detail}${locale === 'ja' ? '、' : '; '}`;
    const expiryText = formatInstant(notAfter, localization);
    return locale === 'ja'
      ? `${thumbprint} (${names.join(', ')}): ${detailPrefix}有効期限 ${expiryText}`
      : `${thumbprint} (${names.join(', ')}): ${detailPrefix}expiry ${expiryText}`;
  });
  const others = count - certificates.length;
  if (others <= 0) return lines;
  return [...lines, locale === 'ja' ? `ほか ${others} 個` : `and ${others} more`];
}
