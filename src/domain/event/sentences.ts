import type { RejectionReason } from '../connector/select-certificate.ts';
import type { Locale, Wording } from './event-definition.ts';
import type { Facts } from './facts.ts';
import { quoted, remaining, when } from './wording.ts';

/** Why a certificate lost, as the end of a sentence that begins with the certificate. */
export const REJECTION_WORDS: Readonly<Record<RejectionReason, Readonly<Record<Locale, string>>>> = {
  'certificate-host-mismatch': { en: 'carries other names', ja: '別の名前の証明書です' },
  'not-personal-store': { en: 'lies in a store that is not personal', ja: '個人用ストア以外のストアにあります' },
  version: { en: 'is not an X.509 version 3 certificate', ja: 'X.509 バージョン 3 の証明書ではありません' },
  'private-key-missing': { en: 'has no private key beside it', ja: '対応する秘密キーがありません' },
  'private-key-mismatch': { en: 'has the private key of another certificate beside it', ja: '秘密キーが一致しません' },
  'private-key-unreadable': {
    en: 'has a private key that the account that loads it cannot read',
    ja: '秘密キーを読み込むアカウントに、その読み取りアクセス許可がありません',
  },
  'not-enabled-for-smtp': { en: 'is not enabled for SMTP', ja: 'SMTP サービスに割り当てられていません' },
  'not-yet-valid': { en: 'is not valid yet', ja: 'まだ有効期間に入っていません' },
  'certificate-expired': { en: 'has expired', ja: '有効期限が切れています' },
  'exact-name-preferred': {
    en: 'carries the name only by a wildcard',
    ja: 'ワイルドカードでしか名前が一致しません',
  },
  'less-trusted': { en: 'has a less trusted issuer', ja: '発行者の信頼度が低い証明書です' },
  older: { en: 'is older', ja: '発行がより古い証明書です' },
  'expires-earlier': { en: 'expires earlier', ja: '有効期限がより早い証明書です' },
  'thumbprint-order': { en: 'equals it in everything but the thumbprint', ja: '拇印以外の条件は同じです' },
};

/** `Receive connector "Default MAIL01"`, `受信コネクタ「Default MAIL01」`. */
export function connectorName(name: string, direction: Facts['direction'], locale: Locale): string {
  if (locale === 'ja') return `${direction === 'send' ? '送信' : '受信'}コネクタ${quoted(name, locale)}`;
  return `${direction === 'send' ? 'Send' : 'Receive'} connector ${quoted(name, locale)}`;
}

/** Which name was looked for, and whose it is. */
export function nameLine({ fqdn = '', fqdnSource }: Facts, { locale }: Wording): string {
  if (locale === 'ja')
    return `検索した名前: ${fqdn} (${fqdnSource === 'computer' ? 'コンピューターの FQDN' : 'コネクタの FQDN'})`;
  return `Name looked for: ${fqdn} (${fqdnSource === 'computer' ? "the computer's FQDN; the connector has none" : "the connector's FQDN"})`;
}

/** The verdict in its fixed word, for people and for grep; nothing where there is none. */
export function reasonLines({ reason }: Facts, { locale }: Wording): readonly string[] {
  if (reason === undefined) return [];
  if (locale === 'en') return [`Reason: ${reason}`];
  const words = Object.entries(REJECTION_WORDS).find(([known]) => known === reason)?.[1].ja;
  return [words === undefined ? `理由: ${reason}` : `理由: ${words} (${reason})`];
}

/** The certificate that came closest, and why it lost. */
export function nearestLines({ nearest }: Facts, wording: Wording): readonly string[] {
  const { locale } = wording;
  if (nearest === undefined) {
    return [
      locale === 'ja'
        ? '最も近い候補: なし (このドメインの名前を含む証明書はストアにありません)'
        : 'Nearest miss: none; no certificate in the stores carries a name of this domain.',
    ];
  }
  const names = nearest.names.slice(0, 5).join(', ');
  const why = REJECTION_WORDS[nearest.reason][locale];
  const until = when(nearest.notAfter, wording);
  return [
    locale === 'ja'
      ? `最も近い候補: ${nearest.thumbprint} (${names}、有効期限 ${until})。${why}。`
      : `Nearest miss: ${nearest.thumbprint} (${names}; expires on ${until}) ${why}.`,
  ];
}

/** All connectors that share a certificate, with the name each gives; nothing where only one does and it is named already. */
export function connectorLines({ connectors = [], fqdns = [] }: Facts, { locale }: Wording): readonly string[] {
  if (connectors.length === 0) return [];
  const list = connectors.map((name, index) => `${quoted(name, locale)} (${fqdns[index] ?? ''})`);
  return [locale === 'ja' ? `使用コネクタ: ${list.join('、')}` : `Used by: ${list.join(', ')}`];
}

/** All connectors that look for a certificate and cannot present it, with the name each gives; nothing where none does. */
export function seekerLines({ connectors = [], fqdns = [] }: Facts, { locale }: Wording): readonly string[] {
  if (connectors.length === 0) return [];
  const list = connectors.map((name, index) => `${quoted(name, locale)} (${fqdns[index] ?? ''})`);
  return [locale === 'ja' ? `この名前を検索したコネクタ: ${list.join('、')}` : `Looked for by: ${list.join(', ')}`];
}

/** `71 時間 (2 日 23 時間) です`: what is left, as the end of a Japanese sentence. */
export function remainingInJapanese(hours: string): string {
  const left = remaining(Number(hours), 'ja');
  return `${left}${left.endsWith(')') ? ' ' : ''}です`;
}

/** Where the certificate lies. */
export function locationLines({ locations = [] }: Facts, { locale }: Wording): readonly string[] {
  if (locations.length === 0) return [];
  return [`${locale === 'ja' ? 'ファイル' : 'File'}: ${locations.join(', ')}`];
}

/** That the claim stands on an old look, because the store cannot be read now. */
export function lastSeenLines({ lastSeen }: Facts, wording: Wording): readonly string[] {
  if (lastSeen === undefined) return [];
  const at = when(lastSeen, wording);
  return [
    wording.locale === 'ja'
      ? `ストアを現在読み取れないため、${at} に確認した内容に基づいています。`
      : `The store cannot be read now; this stands on what was seen on ${at}.`,
  ];
}
