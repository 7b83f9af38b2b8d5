import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Limit {
  readonly limit: number;
}

interface Position {
  /** The offset in the data that are read, bytes. */
  readonly byte: number;
}

interface Iterations extends Limit {
  /** The number of iterations for one password. `limit` is for one file. */
  readonly iterations: number;
}

interface ContentType {
  /** An OID, dotted. */
  readonly type: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface KeystoreFailureArguments {
  readonly content_not_data: ContentType;
  readonly content_not_signed_data: ContentType;
  readonly encrypted_content_missing: undefined;
  readonly pfx_version_wrong: undefined;
  readonly safes_too_many: Limit;
  readonly bags_too_many: Limit;
  readonly certificates_too_many: Limit;
  readonly salt_too_long: { readonly bytes: number };
  readonly iterations_not_positive: Position;
  readonly iterations_zero: Position;
  readonly integrity_by_signature: undefined;
  readonly iterations_of_data: Iterations & { readonly bytes: number };
  readonly iterations_of_mac: Iterations;
  readonly iterations_of_keys: Limit;
  readonly iterations_deferred: Limit;
  readonly passwords_without_match: { readonly count: number };
  readonly no_password_configured: undefined;
  readonly empty_password_not_tried: Limit & { readonly required: number };
  readonly password_file: undefined;
  readonly password_file_error: { readonly cause: string };
  readonly password_too_long: Limit;
  readonly jks_version_unknown: { readonly version: number };
  readonly jks_data_after_entries: { readonly bytes: number };
  readonly jks_entry_type_unknown: Position & { readonly type: number };
  readonly jks_certificate_not_x509: Position;
  readonly jks_items_too_many: Limit;
  readonly jks_field_outside: Position;
  readonly jks_key_too_long: { readonly bytes: number };
  readonly jks_key_too_short: undefined;
}

/** The texts why keystores and encrypted private keys cannot be opened. */
export const KEYSTORE_PHRASES: FailureTable<KeystoreFailureArguments> = {
  content_not_data: phrase({
    en: ({ type }) => `authSafe: the content ${type} is not data`,
    ja: ({ type }) => `内容の種類が ${type} で、データではありません`,
  }),
  content_not_signed_data: phrase({
    en: ({ type }) => `the content ${type} is not signedData`,
    ja: ({ type }) => `内容の種類が ${type} で、署名付きデータではありません`,
  }),
  encrypted_content_missing: phrase({ en: 'encryptedContent: missing', ja: '暗号化された内容がありません' }),
  pfx_version_wrong: phrase({ en: 'the version is not 3', ja: 'PFX のバージョンが 3 ではありません' }),
  safes_too_many: phrase({
    en: ({ limit }) => `more than ${limit} safes`,
    ja: ({ limit }) => `区画が ${limit} 個を超えています`,
  }),
  bags_too_many: phrase({
    en: ({ limit }) => `more than ${limit} bags`,
    ja: ({ limit }) => `項目が ${limit} 個を超えています`,
  }),
  certificates_too_many: phrase({
    en: ({ limit }) => `more than ${limit} certificates`,
    ja: ({ limit }) => `証明書が ${limit} 個を超えています`,
  }),
  salt_too_long: phrase({
    en: ({ bytes }) => `the salt is too long (${bytes} bytes)`,
    ja: ({ bytes }) => `ソルトが長すぎます (${bytes} バイト)`,
  }),
  iterations_not_positive: phrase({
    en: ({ byte }) => `iterations: no positive number at byte ${byte}`,
    ja: ({ byte }) => `バイト位置 ${byte} の反復回数が正の数ではありません`,
  }),
  iterations_zero: phrase({
    en: ({ byte }) => `iterations: 0 at byte ${byte}`,
    ja: ({ byte }) => `バイト位置 ${byte} の反復回数が 0 です`,
  }),
  integrity_by_signature: phrase({ en: 'a signature', ja: '署名による保護' }),
  iterations_of_data: phrase({
    en: ({ iterations, bytes, limit }) =>
      `${iterations} iterations for ${bytes} bytes; the limit for one file is ${limit}`,
    ja: ({ iterations, bytes, limit }) =>
      `${bytes} バイトに ${iterations} 回の反復が必要です (上限は 1 つのファイルにつき ${limit} 回)`,
  }),
  iterations_of_mac: phrase({
    en: ({ iterations, limit }) => `its MAC requires ${iterations} iterations; the limit for one file is ${limit}`,
    ja: ({ iterations, limit }) => `MAC に ${iterations} 回の反復が必要です (上限は 1 つのファイルにつき ${limit} 回)`,
  }),
  iterations_of_keys: phrase({
    en: ({ limit }) => `its private keys are too many or too long; the limit for one file is ${limit} iterations`,
    ja: ({ limit }) => `秘密キーが多すぎるか、長すぎます (反復回数の上限は 1 つのファイルにつき ${limit} 回)`,
  }),
  iterations_deferred: phrase({
    en: ({ limit }) =>
      `a scan does at most ${limit} iterations of key derivation for all stores; the next scan opens this file`,
    ja: ({ limit }) =>
      `1 回のスキャンでのキー導出の反復は、すべてのストアで計 ${limit} 回までです。このファイルは次のスキャンで開きます`,
  }),
  passwords_without_match: phrase({
    en: ({ count }) => `passwords tried: ${count}`,
    ja: ({ count }) => `試したパスワード: ${count} 個`,
  }),
  no_password_configured: phrase({
    en: 'it has a password, but none is configured',
    ja: 'パスワードで保護されていますが、パスワードが構成されていません',
  }),
  empty_password_not_tried: phrase({
    en: ({ limit, required }) =>
      `it has a password, but none is configured; an empty password is only tried up to ${limit} iterations, and this file requires ${required}`,
    ja: ({ limit, required }) =>
      `パスワードで保護されていますが、パスワードが構成されていません。空のパスワードを試すのは ${limit} 回の反復までで、このファイルには ${required} 回必要です`,
  }),
  password_file: phrase({ en: 'a password file', ja: 'パスワードのファイル' }),
  password_file_error: phrase({
    en: ({ cause }) => `a password file: ${cause}`,
    ja: ({ cause }) => `パスワードのファイル: ${cause}`,
  }),
  password_too_long: phrase({
    en: ({ limit }) => `a password is longer than ${limit} bytes`,
    ja: ({ limit }) => `パスワードの長さの上限は ${limit} バイトです`,
  }),
  jks_version_unknown: phrase({
    en: ({ version }) => `unknown version ${version}`,
    ja: ({ version }) => `バージョン ${version} には対応していません`,
  }),
  jks_data_after_entries: phrase({
    en: ({ bytes }) => `trailing data after the last entry (${bytes === 1 ? '1 byte' : `${bytes} bytes`})`,
    ja: ({ bytes }) => `最後のエントリの後に余分なデータがあります (${bytes} バイト)`,
  }),
  jks_entry_type_unknown: phrase({
    en: ({ type, byte }) => `unknown entry type ${type} at byte ${byte}`,
    ja: ({ type, byte }) => `バイト位置 ${byte} のエントリの種類 ${type} には対応していません`,
  }),
  jks_certificate_not_x509: phrase({
    en: ({ byte }) => `the certificate at byte ${byte} is not X.509`,
    ja: ({ byte }) => `バイト位置 ${byte} の証明書が X.509 ではありません`,
  }),
  jks_items_too_many: phrase({
    en: ({ limit }) => `more than ${limit} entries and certificates`,
    ja: ({ limit }) => `エントリと証明書が ${limit} 個を超えています`,
  }),
  jks_field_outside: phrase({
    en: ({ byte }) => `the field at byte ${byte} ends outside the file`,
    ja: ({ byte }) => `バイト位置 ${byte} のフィールドがファイルの終わりを超えています`,
  }),
  jks_key_too_long: phrase({
    en: ({ bytes }) => `a private key is too long (${bytes} bytes)`,
    ja: ({ bytes }) => `秘密キーが長すぎます (${bytes} バイト)`,
  }),
  jks_key_too_short: phrase({ en: 'a private key is too short', ja: '秘密キーが短すぎます' }),
};

/** The failures of keystores and encrypted private keys. */
export const KEYSTORE_FAILURES: Failures<FailureTable<KeystoreFailureArguments>> = failuresOf(KEYSTORE_PHRASES);
