import type { RejectionReason } from '../selection/selection.ts';
import type { Locale } from '../text/locale.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { EventReason, FileError } from './data/reason-data.ts';
import { quoteName } from './quote-name.ts';

/**
 * The reasons why a certificate was rejected. The English texts are predicates, whose subject is
 * the certificate.
 */
export const REJECTION_TEXTS: Readonly<Record<RejectionReason, Phrase<string>>> = {
  'certificate-host-mismatch': phrase({ en: 'does not match the name', ja: '名前が一致しません' }),
  'not-personal-store': phrase({
    en: 'is in a store that connectors do not search',
    ja: 'コネクタが検索しないストアにあります',
  }),
  version: phrase({ en: 'is not an X.509 version 3 certificate', ja: 'X.509 バージョン 3 の証明書ではありません' }),
  'purpose-mismatch': phrase({
    en: 'is not for TLS servers, by its extended key usage or key usage',
    ja: '拡張キー使用法またはキー使用法により、サーバー用に使用できません',
  }),
  'private-key-missing': phrase({ en: 'has no private key', ja: '対応する秘密キーがありません' }),
  'private-key-mismatch': phrase({ en: 'has the private key of another certificate', ja: '秘密キーが一致しません' }),
  'private-key-unreadable': phrase({
    en: 'has a private key that the account of the server cannot read',
    ja: '秘密キーを読み込むアカウントに、その読み取りアクセス許可がありません',
  }),
  'not-enabled-for-smtp': phrase({ en: 'is not enabled for SMTP', ja: 'SMTP サービスに割り当てられていません' }),
  'not-yet-valid': phrase({ en: 'is not yet valid', ja: '有効期間がまだ始まっていません' }),
  'certificate-expired': phrase({ en: 'has expired', ja: '有効期限が切れています' }),
  'exact-name-preferred': phrase({
    en: 'matches the name only by a wildcard',
    ja: 'ワイルドカードでしか名前が一致しません',
  }),
  'less-trusted': phrase({ en: 'has a less trusted issuer', ja: '発行者の信頼度が低い証明書です' }),
  older: phrase({ en: 'is older', ja: '有効期間の開始がより早い証明書です' }),
  'expires-earlier': phrase({ en: 'expires earlier', ja: '有効期限がより早い証明書です' }),
  'thumbprint-order': phrase({ en: 'differs only in the thumbprint', ja: '拇印以外の条件は同じです' }),
  'issuer-mismatch': phrase({
    en: 'has the same subject, but another issuer',
    ja: 'サブジェクトは同じですが、発行者が異なります',
  }),
  'subject-mismatch': phrase({ en: 'has another subject', ja: 'サブジェクトが異なります' }),
  'certificate-refused': phrase({ en: 'cannot be loaded by OpenSSL', ja: 'OpenSSL で読み込めません' }),
  'leaf-not-first': phrase({
    en: 'is the first certificate in its file, but the private key belongs to a later one',
    ja: 'ファイルの先頭の証明書ですが、秘密キーは後続の証明書のものです',
  }),
  'other-file-unusable': phrase({
    en: 'is configured together with an unusable certificate',
    ja: '同時に指定された証明書が使用できません',
  }),
};

/** A reason why a certificate was rejected, with its details. */
interface Rejection {
  readonly reason: RejectionReason;
  readonly store?: string | undefined;
  readonly detail?: string | undefined;
}

const DETAILED_TEXTS = {
  store: phrase({
    en: (store: string) => `is in store ${quoteName(store, 'en')}, which connectors do not search (personal: false)`,
    ja: (store) => `コネクタが検索しないストア${quoteName(store, 'ja')}にあります (personal: false)`,
  }),
  leaf: phrase({
    en: (location: string) => `is the first certificate in its file, but the private key belongs to ${location}`,
    ja: (location) => `ファイルの先頭の証明書ですが、秘密キーは ${location} の証明書のものです`,
  }),
};

/**
 * Returns why a certificate was rejected, if the text has the store or location of the reason;
 * undefined: it would only repeat the reason.
 */
export function detailedRejectionText({ reason, store, detail }: Rejection, locale: Locale): string | undefined {
  if (reason === 'not-personal-store' && store !== undefined) return DETAILED_TEXTS.store[locale](store);
  if (reason === 'certificate-refused' && detail !== undefined) return `${REJECTION_TEXTS[reason][locale]}: ${detail}`;
  if (reason === 'leaf-not-first' && detail !== undefined) return DETAILED_TEXTS.leaf[locale](detail);
  return undefined;
}

/**
 * Returns why a certificate was rejected, with the store or location of the reason. Returns the code
 * of a reason of another version.
 */
export function rejectionText(rejection: Rejection, locale: Locale): string {
  const { reason } = rejection;
  const text = Object.hasOwn(REJECTION_TEXTS, reason) ? REJECTION_TEXTS[reason][locale] : reason;
  return detailedRejectionText(rejection, locale) ?? text;
}

/**
 * The reasons why a server cannot use a certificate file. The English texts are predicates, whose
 * subject is the file.
 */
export const FILE_ERROR_TEXTS: Readonly<Record<FileError, Phrase<string>>> = {
  'certificate-file-missing': phrase({ en: 'does not exist', ja: '指定された証明書ファイルがありません' }),
  'certificate-file-unusable': phrase({
    en: 'has no readable certificate',
    ja: '指定されたファイルから証明書を読み取れません',
  }),
};

/** Returns whether a reason is an error in a certificate file. */
export function isFileError(reason: EventReason): reason is FileError {
  return Object.hasOwn(FILE_ERROR_TEXTS, reason);
}
