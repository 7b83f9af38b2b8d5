/**
 * The possible results of a chain verification. An English text is translated by the first sentence
 * that it matches, so the order matters.
 */
export const CHAIN_SENTENCES = {
  issuerNotSent: {
    en: 'the issuer {issuer} was not sent, and is not a trusted root',
    ja: '発行者 {issuer} が送信されず、信頼されたルートでもありません',
  },
  issuerNotFound: { en: 'the issuer {issuer} was not found', ja: '発行者 {issuer} が見つかりません' },
  untrustedRoot: { en: '{subject} is an untrusted root', ja: '{subject} は信頼されたルートではありません' },
  issuerExpired: {
    en: 'an issuer has expired, and no other chain leads to a trusted root',
    ja: '発行者の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません',
  },
  expired: {
    en: '{subject} has expired, and no other chain leads to a trusted root',
    ja: '{subject} の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません',
  },
  noTrustedRoot: { en: 'the chain does not lead to a trusted root', ja: '信頼されたルートにつながりません' },
  tooLong: {
    en: 'the chain is longer than {limit:number} certificates',
    ja: 'チェーンが長すぎます (上限 {limit} 個)',
  },
  limitReached: {
    en: 'the limit of {limit:number} checks for issuers was reached',
    ja: '発行者の検証回数が上限 ({limit} 回) に達しました',
  },
  pathTooLong: {
    en: '{subject} allows at most {limit:number} CA certificates below it',
    ja: '{subject} のパス長の制限 ({limit}) を超えています',
  },
  selfSignatureInvalid: {
    en: 'the self-signature of {subject} is invalid',
    ja: '自己署名証明書 {subject} の署名を検証できません',
  },
  notSignedByRoot: {
    en: 'the signature does not match the trusted root {issuer}',
    ja: '署名が信頼されたルート {issuer} のものではありません',
  },
  notSignedBySent: {
    en: 'the signature does not match the sent certificate of {issuer}',
    ja: '署名が、送信された {issuer} のものではありません',
  },
  notCa: { en: '{issuer} is not a CA', ja: '{issuer} は証明機関ではありません' },
  extensionUnreadable: {
    en: '{subject}: invalid certificate, an extension of it cannot be read',
    ja: '{subject}: 拡張を読み取れません (OpenSSL: invalid certificate)',
  },
  keyIdentifierMismatch: {
    en: '{subject}: authority and subject key identifier mismatch',
    ja: '{subject}: 発行者のキー識別子が一致しません (OpenSSL: authority and subject key identifier mismatch)',
  },
  mayNotSign: {
    en: '{issuer}: key usage does not include certificate signing',
    ja: '{issuer}: キー使用法が証明書の署名を許可していません (OpenSSL: key usage does not include certificate signing)',
  },
  /** The text of OpenSSL error 26. */
  purposeUnsuitable: { en: 'unsuitable certificate purpose', ja: '証明書の用途がサーバー用ではありません' },
  certificateUnreadable: { en: 'the certificate cannot be read', ja: '証明書を読み取れません' },
} as const;

/** Follows a result, before the list of the files with trusted roots that could not be read. */
export const NOT_READ = { en: '; not read: ', ja: '。読み取れなかったファイル: ' } as const;
