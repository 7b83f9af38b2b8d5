import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface SubjectCause {
  readonly subject: string;
}

interface IssuerCause {
  readonly issuer: string;
}

interface Limit {
  readonly limit: number;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface ChainFailureArguments {
  readonly chain_issuer_not_sent: IssuerCause;
  readonly chain_issuer_not_found: IssuerCause;
  readonly chain_root_untrusted: SubjectCause;
  readonly chain_issuer_expired: undefined;
  readonly chain_certificate_expired: SubjectCause;
  readonly chain_without_trusted_root: undefined;
  readonly chain_self_signed: undefined;
  readonly chain_too_long: Limit;
  readonly chain_check_limit_reached: Limit;
  readonly chain_path_length_exceeded: SubjectCause & Limit;
  readonly chain_self_signature_invalid: SubjectCause;
  readonly chain_not_signed_by_root: IssuerCause;
  readonly chain_not_signed_by_sent: IssuerCause;
  readonly chain_issuer_not_a_ca: IssuerCause;
  readonly chain_extension_unreadable: SubjectCause;
  readonly chain_key_identifier_mismatch: SubjectCause;
  readonly chain_issuer_may_not_sign: IssuerCause;
  readonly chain_purpose_unsuitable: undefined;
  readonly chain_certificate_unreadable: undefined;
  /** A result that files with trusted roots could change; these files could not be read. */
  readonly chain_roots_not_read: { readonly cause: string; readonly files: readonly string[] };
}

/** The texts of the possible results of a chain verification. Some contain the words of OpenSSL. */
export const CHAIN_PHRASES: FailureTable<ChainFailureArguments> = {
  chain_issuer_not_sent: phrase({
    en: ({ issuer }) => `the issuer ${issuer} was not sent, and is not a trusted root`,
    ja: ({ issuer }) => `発行者 ${issuer} の証明書が送信されておらず、信頼されたルートでもありません`,
  }),
  chain_issuer_not_found: phrase({
    en: ({ issuer }) => `the issuer ${issuer} was not found`,
    ja: ({ issuer }) => `発行者 ${issuer} が見つかりません`,
  }),
  chain_root_untrusted: phrase({
    en: ({ subject }) => `${subject} is an untrusted root`,
    ja: ({ subject }) => `${subject} は信頼されたルートではありません`,
  }),
  chain_issuer_expired: phrase({
    en: 'an issuer has expired, and no other chain leads to a trusted root',
    ja: '発行者の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません',
  }),
  chain_certificate_expired: phrase({
    en: ({ subject }) => `${subject} has expired, and no other chain leads to a trusted root`,
    ja: ({ subject }) => `${subject} の有効期限が切れており、信頼されたルートにつながる別のチェーンがありません`,
  }),
  chain_without_trusted_root: phrase({
    en: 'the chain does not lead to a trusted root',
    ja: 'チェーンが信頼されたルートにつながっていません',
  }),
  chain_self_signed: phrase({ en: 'self-signed', ja: '自己署名証明書です' }),
  chain_too_long: phrase({
    en: ({ limit }) => `the chain is longer than ${limit} certificates`,
    ja: ({ limit }) => `チェーンが長すぎます (上限 ${limit} 個)`,
  }),
  chain_check_limit_reached: phrase({
    en: ({ limit }) => `the chain could not be verified within ${limit} checks`,
    ja: ({ limit }) => `発行者の検証回数が上限 (${limit} 回) に達したため、チェーンを検証できませんでした`,
  }),
  chain_path_length_exceeded: phrase({
    en: ({ subject, limit }) => `there are more CA certificates below ${subject} than the ${limit} that it allows`,
    ja: ({ subject, limit }) => `${subject} の下の CA 証明書の数が、許可された数 (${limit}) を超えています`,
  }),
  chain_self_signature_invalid: phrase({
    en: ({ subject }) => `the self-signature of ${subject} is invalid`,
    ja: ({ subject }) => `自己署名証明書 ${subject} の署名を検証できません`,
  }),
  chain_not_signed_by_root: phrase({
    en: ({ issuer }) => `the signature does not match the trusted root ${issuer}`,
    ja: ({ issuer }) => `署名が、信頼されたルート ${issuer} によるものではありません`,
  }),
  chain_not_signed_by_sent: phrase({
    en: ({ issuer }) => `the signature does not match the sent certificate of ${issuer}`,
    ja: ({ issuer }) => `署名が、送信された ${issuer} の証明書によるものではありません`,
  }),
  chain_issuer_not_a_ca: phrase({
    en: ({ issuer }) => `${issuer} is not a CA`,
    ja: ({ issuer }) => `${issuer} は証明機関ではありません`,
  }),
  chain_extension_unreadable: phrase({
    en: ({ subject }) => `an extension of ${subject} cannot be read (OpenSSL: invalid certificate)`,
    ja: ({ subject }) => `${subject}: 拡張を読み取れません (OpenSSL: invalid certificate)`,
  }),
  chain_key_identifier_mismatch: phrase({
    en: ({ subject }) =>
      `the authority key identifier of ${subject} does not match its issuer (OpenSSL: authority and subject key identifier mismatch)`,
    ja: ({ subject }) =>
      `${subject}: 発行者のキー識別子が一致しません (OpenSSL: authority and subject key identifier mismatch)`,
  }),
  chain_issuer_may_not_sign: phrase({
    en: ({ issuer }) =>
      `the key usage of ${issuer} does not permit signing certificates (OpenSSL: key usage does not include certificate signing)`,
    ja: ({ issuer }) =>
      `${issuer}: キー使用法が証明書の署名を許可していません (OpenSSL: key usage does not include certificate signing)`,
  }),
  /** The text of OpenSSL error 26. */
  chain_purpose_unsuitable: phrase({
    en: 'the certificate is not for TLS servers (OpenSSL: unsuitable certificate purpose)',
    ja: '証明書の用途が TLS サーバー用ではありません (OpenSSL: unsuitable certificate purpose)',
  }),
  chain_certificate_unreadable: phrase({ en: 'the certificate cannot be read', ja: '証明書を読み取れません' }),
  chain_roots_not_read: phrase({
    en: ({ cause, files }) => `${cause}; not read: ${files.join(', ')}`,
    ja: ({ cause, files }) => `${cause}。読み取れなかったファイル: ${files.join('、')}`,
  }),
};

/** The possible results of a chain verification that is not successful. */
export const CHAIN_FAILURES: Failures<FailureTable<ChainFailureArguments>> = failuresOf(CHAIN_PHRASES);
