import type { RejectionReason, UnusableFile } from '../selection/select-certificate.ts';
import type { Instant } from '../time.ts';
import type { Locale, Wording } from './event-definition.ts';
import type { Facts } from './facts.ts';
import { reasonWords } from './reason-words.ts';
import { quoteName, remainingIn, when } from './wording.ts';

/** Reasons why a certificate was rejected, as predicates; the subject is the certificate. */
export const REJECTION_WORDS: Readonly<Record<RejectionReason, Readonly<Record<Locale, string>>>> = {
  'certificate-host-mismatch': { en: 'does not match the name', ja: '名前が一致しません' },
  'not-personal-store': { en: 'is not in a personal store', ja: '個人用ストア以外のストアにあります' },
  version: { en: 'is not an X.509 version 3 certificate', ja: 'X.509 バージョン 3 の証明書ではありません' },
  'purpose-mismatch': {
    en: 'is not for TLS servers, by its extended key usage or key usage',
    ja: '拡張キー使用法またはキー使用法により、サーバー用に使用できません',
  },
  'private-key-missing': { en: 'has no private key', ja: '対応する秘密キーがありません' },
  'private-key-mismatch': { en: 'has the private key of another certificate', ja: '秘密キーが一致しません' },
  'private-key-unreadable': {
    en: 'has a private key that the account of the server cannot read',
    ja: '秘密キーを読み込むアカウントに、その読み取りアクセス許可がありません',
  },
  'not-enabled-for-smtp': { en: 'is not enabled for SMTP', ja: 'SMTP サービスに割り当てられていません' },
  'not-yet-valid': { en: 'is not yet valid', ja: '有効期間がまだ始まっていません' },
  'certificate-expired': { en: 'has expired', ja: '有効期限が切れています' },
  'exact-name-preferred': {
    en: 'matches the name only by a wildcard',
    ja: 'ワイルドカードでしか名前が一致しません',
  },
  'less-trusted': { en: 'has a less trusted issuer', ja: '発行者の信頼度が低い証明書です' },
  older: { en: 'is older', ja: '発行がより古い証明書です' },
  'expires-earlier': { en: 'expires earlier', ja: '有効期限がより早い証明書です' },
  'thumbprint-order': { en: 'differs only in the thumbprint', ja: '拇印以外の条件は同じです' },
  'issuer-mismatch': {
    en: 'has the same subject, but another issuer',
    ja: 'サブジェクトは同じですが、発行者が異なります',
  },
  'subject-mismatch': { en: 'has another subject', ja: 'サブジェクトが異なります' },
  'certificate-refused': { en: 'cannot be loaded by OpenSSL', ja: 'OpenSSL で読み込めません' },
  'leaf-not-first': {
    en: 'is the first certificate in its file, but the private key belongs to a later one',
    ja: 'ファイルの先頭の証明書ですが、秘密キーは後続の証明書のものです',
  },
  'other-file-unusable': {
    en: 'is configured together with an unusable certificate',
    ja: '同時に指定された証明書が使用できません',
  },
};

/** Reason why a certificate was rejected, with its details. */
interface Rejection {
  readonly reason: RejectionReason;
  readonly store?: string | undefined;
  readonly detail?: string | undefined;
}

/** Returns why a certificate was rejected, with the store or location of the reason. */
export function rejectionText({ reason, store, detail }: Rejection, locale: Locale): string {
  if (reason === 'not-personal-store' && store !== undefined) {
    return locale === 'ja'
      ? `個人用ストアではないストア${quoteName(store, locale)}にあります`
      : `is in store ${quoteName(store, locale)}, which is not a personal store`;
  }
  if (reason === 'certificate-refused' && detail !== undefined) return `${REJECTION_WORDS[reason][locale]}: ${detail}`;
  if (reason === 'leaf-not-first' && detail !== undefined) {
    return locale === 'ja'
      ? `ファイルの先頭の証明書ですが、秘密キーは ${detail} の証明書のものです`
      : `is the first certificate in its file, but the private key belongs to ${detail}`;
  }
  return REJECTION_WORDS[reason][locale];
}

/** Reasons why a server cannot use a file, as predicates; the subject is the file. */
export const FILE_WORDS: Readonly<Record<UnusableFile['reason'], Readonly<Record<Locale, string>>>> = {
  'certificate-file-missing': { en: 'does not exist', ja: '指定された証明書ファイルがありません' },
  'certificate-file-unusable': {
    en: 'has no readable certificate',
    ja: '指定されたファイルから証明書を読み取れません',
  },
};

/**
 * Japanese texts of TLS failures, by the result types that mail servers report.
 * @see RFC 8460 section 4.3
 */
const JAPANESE_TLS_WORDS: ReadonlyMap<string, string> = new Map([
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
export function nameLine(
  { fqdn = '', fqdnSource = 'connector', tlsCertificateName }: Facts,
  { locale }: Wording,
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
export function certificateFileLines({ certificateFiles = [] }: Facts, { locale }: Wording): readonly string[] {
  if (certificateFiles.length === 0) return [];
  return [`${locale === 'ja' ? '指定された証明書ファイル' : 'Configured files'}: ${certificateFiles.join(', ')}`];
}

/** Returns the line with the key type, for a server that may have certificates of several types. */
export function keyKindLines({ publicKeyAlgorithm }: Facts, { locale }: Wording): readonly string[] {
  if (publicKeyAlgorithm === undefined) return [];
  return [`${locale === 'ja' ? '公開キー' : 'Public key'}: ${publicKeyAlgorithm}`];
}

/**
 * Returns the line with the reason, including its fixed word to search for; empty without a reason.
 */
export function reasonLines({ reason, path, detail }: Facts, { locale }: Wording): readonly string[] {
  if (reason === undefined) return [];
  if (path !== undefined && reason in FILE_WORDS) {
    const of = detail === undefined || detail === '' ? '' : `, ${detail}`;
    const [known] = Object.entries(FILE_WORDS).flatMap(([word, text]) => (word === reason ? [text[locale]] : []));
    return [locale === 'ja' ? `理由: ${known}: ${path} (${reason}${of})` : `Reason: ${reason}${of}: ${path} ${known}`];
  }
  if (locale === 'en') return [`Reason: ${reason}`];
  const japanese = Object.entries({ ...REJECTION_WORDS, ...FILE_WORDS }).find(([word]) => word === reason)?.[1].ja;
  const words = japanese ?? JAPANESE_TLS_WORDS.get(reason) ?? reasonWords(reason, 'ja');
  return [words === undefined ? `理由: ${reason}` : `理由: ${words} (${reason})`];
}

/** Returns the line with the certificate that was almost selected, and why it was rejected. */
export function nearestLines({ nearestMiss: nearest }: Facts, wording: Wording): readonly string[] {
  const { locale } = wording;
  if (nearest === undefined) {
    return [
      locale === 'ja'
        ? '最も近い候補: なし (このドメインの名前を含む証明書はストアにありません)'
        : 'Nearest miss: none; no certificate in the stores has a name of this domain.',
    ];
  }
  const names = nearest.names.slice(0, 5).join(', ');
  const why = rejectionText(nearest, locale);
  const until = when(nearest.notAfter, wording);
  return [
    locale === 'ja'
      ? `最も近い候補: ${nearest.thumbprint} (${names}、有効期限 ${until})。${why}。`
      : `Nearest miss: ${nearest.thumbprint} (${names}; expires on ${until}) ${why}.`,
  ];
}

/**
 * Returns the line with all connectors that share a certificate, each with its FQDN. Empty if the
 * event names its only connector.
 */
export function connectorLines({ connectors = [], fqdns = [] }: Facts, { locale }: Wording): readonly string[] {
  if (connectors.length === 0) return [];
  const list = connectors.map((name, index) => `${quoteName(name, locale)} (${fqdns[index] ?? ''})`);
  return [locale === 'ja' ? `使用コネクタ: ${list.join('、')}` : `Used by: ${list.join(', ')}`];
}

/**
 * Returns the line with all connectors that need a certificate and cannot use it, each with its
 * FQDN; empty if there are none.
 */
export function seekerLines({ connectors = [], fqdns = [] }: Facts, { locale }: Wording): readonly string[] {
  if (connectors.length === 0) return [];
  const list = connectors.map((name, index) => `${quoteName(name, locale)} (${fqdns[index] ?? ''})`);
  return [locale === 'ja' ? `この名前を検索したコネクタ: ${list.join('、')}` : `Needed by: ${list.join(', ')}`];
}

/** Returns the time left, to end a Japanese sentence: `71 時間 (2 日 23 時間) です`. */
export function remainingInJapanese(facts: Facts, timeCreated: Instant | undefined, hours: string): string {
  const left = remainingIn(facts, timeCreated, hours, 'ja');
  return `${left}${left.endsWith(')') ? ' ' : ''}です`;
}

/**
 * Placeholder in a configuration line for the thumbprint of a certificate that does not exist yet.
 */
export const YET_UNKNOWN = 'THUMBPRINT';

/** Returns the required change of the configuration file; empty if commands are enough. */
export function configurationLines({ configurationLine }: Facts, { locale }: Wording): readonly string[] {
  if (configurationLine === undefined) return [];
  const isKnown = !configurationLine.endsWith(YET_UNKNOWN);
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
export function locationLines({ locations = [] }: Facts, { locale }: Wording): readonly string[] {
  if (locations.length === 0) return [];
  return [`${locale === 'ja' ? 'ファイル' : 'File'}: ${locations.join(', ')}`];
}

const enabledFor = (services: readonly string[], locale: Locale): string =>
  services.length > 0 ? services.join(', ') : { en: 'none', ja: 'なし' }[locale];

/** Returns the line with the services that a certificate is enabled for. */
export function servicesLines({ services }: Facts, { locale }: Wording): readonly string[] {
  if (services === undefined) return [];
  return [`${locale === 'ja' ? 'サービス' : 'Services'}: ${enabledFor(services, locale)}`];
}

/** Returns the line with the previous services, if they are known. */
export function servicesBeforeLines({ previousServices }: Facts, { locale }: Wording): readonly string[] {
  if (previousServices === undefined) return [];
  return [`${locale === 'ja' ? '変更前のサービス' : 'Previous services'}: ${enabledFor(previousServices, locale)}`];
}

/** Returns the lines with the user and the command, if they were recorded. */
export function requestedByLines({ requestedBy, requestCommand }: Facts, { locale }: Wording): readonly string[] {
  const of: readonly (readonly [string | undefined, string])[] =
    locale === 'ja'
      ? [
          [requestedBy, '実行したユーザー'],
          [requestCommand, 'コマンド'],
        ]
      : [
          [requestedBy, 'Requested by'],
          [requestCommand, 'Command'],
        ];
  return of.flatMap(([value, label]) => (value === undefined || value === '' ? [] : [`${label}: ${value}`]));
}

/** Returns the line that the event relies on an earlier scan, because the store cannot be read. */
export function lastSeenLines({ lastSeen }: Facts, wording: Wording): readonly string[] {
  if (lastSeen === undefined) return [];
  const at = when(lastSeen, wording);
  return [
    wording.locale === 'ja'
      ? `ストアを現在読み取れないため、${at} のスキャンに基づいています。`
      : `The store cannot be read at present; this event is based on the scan of ${at}.`,
  ];
}

/** Returns a line for each listed certificate, with names and expiry, and a count of the others. */
export function certificateLines({ certificates = [], count = 0 }: Facts, wording: Wording): readonly string[] {
  const { locale } = wording;
  const lines = certificates.map(({ thumbprint, names, notAfter, detail }) => {
    const what = detail === undefined ? '' : `${detail}${locale === 'ja' ? '、' : '; '}`;
    const until = when(notAfter, wording);
    return locale === 'ja'
      ? `${thumbprint} (${names.join(', ')}): ${what}有効期限 ${until}`
      : `${thumbprint} (${names.join(', ')}): ${what}${until}`;
  });
  const others = count - certificates.length;
  if (others <= 0) return lines;
  return [...lines, locale === 'ja' ? `ほか ${others} 個` : `and ${others} more`];
}
