import type { Locale } from './event-definition.ts';

/**
 * Results of chain verification with their Japanese text. `$1` and `$2` are subjects and limits.
 */
const JAPANESE: readonly (readonly [RegExp, string])[] = [
  [
    /^the issuer (.*) was not sent, and is not a trusted root$/s,
    '発行者 $1 が送信されず、信頼されたルートでもありません',
  ],
  [/^the issuer (.*) was not found$/s, '発行者 $1 が見つかりません'],
  [/^(.*) is an untrusted root$/s, '$1 は信頼されたルートではありません'],
  [
    /^an issuer has expired, and no other chain leads to a trusted root$/,
    '発行者の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません',
  ],
  [
    /^(.*) has expired, and no other chain leads to a trusted root$/s,
    '$1 の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません',
  ],
  [/^the chain does not lead to a trusted root$/, '信頼されたルートにつながりません'],
  [/^the chain is longer than (\d+) certificates$/, 'チェーンが長すぎます (上限 $1 個)'],
  [/^the limit of (\d+) checks for issuers was reached$/, '発行者の検証回数が上限 ($1 回) に達しました'],
  [/^(.*) allows at most (\d+) CA certificates below it$/s, '$1 のパス長の制限 ($2) を超えています'],
  [/^the self-signature of (.*) is invalid$/s, '自己署名証明書 $1 の署名を検証できません'],
  [/^the signature does not match the trusted root (.*)$/s, '署名が信頼されたルート $1 のものではありません'],
  [/^the signature does not match the sent certificate of (.*)$/s, '署名が、送信された $1 のものではありません'],
  [/^(.*) is not a CA$/s, '$1 は証明機関ではありません'],
  [
    /^(.*): invalid certificate, an extension of it cannot be read$/s,
    '$1: 拡張を読み取れません (OpenSSL: invalid certificate)',
  ],
  [
    /^(.*): authority and subject key identifier mismatch$/s,
    '$1: 発行者のキー識別子が一致しません (OpenSSL: authority and subject key identifier mismatch)',
  ],
  [
    /^(.*): key usage does not include certificate signing$/s,
    '$1: キー使用法が証明書の署名を許可していません (OpenSSL: key usage does not include certificate signing)',
  ],
  [/^unsuitable certificate purpose$/, '証明書の用途がサーバー用ではありません'],
  [/^the certificate cannot be read$/, '証明書を読み取れません'],
];

/** Returns the result of a chain verification in a language. Unknown results stay unchanged. */
export function chainDetail(detail: string, locale: Locale): string {
  if (locale === 'en') return detail;
  const [found = '', ...unread] = detail.split('; not read: ');
  const known = JAPANESE.find(([pattern]) => pattern.test(found));
  if (known === undefined) return detail;
  const said = found.replace(known[0], known[1]);
  return unread.length === 0 ? said : `${said}。読み取れなかったファイル: ${unread.join('; not read: ')}`;
}
