import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Name {
  /** The name of a pki, macro or interface in the settings, truncated. */
  readonly name: string;
}

interface Position {
  readonly file: string;
  readonly line: number;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface OpensmtpdFailureArguments {
  readonly opensmtpd_word_ignored: { readonly word: string };
  readonly opensmtpd_port_unknown: { readonly port: string };
  readonly opensmtpd_interface_unknown: Name;
  readonly opensmtpd_only_for_proxies: undefined;
  readonly opensmtpd_pki_missing: undefined;
  readonly opensmtpd_pki_undefined: Name;
  readonly opensmtpd_pki_without_certificate: Name;
  readonly opensmtpd_path_not_absolute: { readonly path: string };
  readonly opensmtpd_macro_undefined: Name;
  readonly opensmtpd_include_loop: undefined;
  readonly opensmtpd_words_too_many: { readonly limit: number };
  readonly opensmtpd_file_empty: undefined;
  /** `output` is what smtpd printed. */
  readonly opensmtpd_refused: { readonly output: string };
  /** `cause` may be empty. */
  readonly opensmtpd_error_included_at: Position & { readonly cause: string };
}

/** The texts of settings of OpenSMTPD that are wrong or cannot be determined. */
export const OPENSMTPD_PHRASES: FailureTable<OpensmtpdFailureArguments> = {
  opensmtpd_word_ignored: phrase({
    en: ({ word }) => `"${word}" is unknown and was ignored`,
    ja: ({ word }) => `「${word}」は不明なため、無視しました`,
  }),
  opensmtpd_port_unknown: phrase({
    en: ({ port }) => `unknown port "${port}"`,
    ja: ({ port }) => `ポート「${port}」は不明です`,
  }),
  opensmtpd_interface_unknown: phrase({
    en: ({ name }) => `unknown interface or address "${name}"`,
    ja: ({ name }) => `インターフェイスまたはアドレス「${name}」は不明です`,
  }),
  opensmtpd_only_for_proxies: phrase({
    en: 'proxy-v2: only a proxy can connect, so it is not probed',
    ja: 'proxy-v2 が指定されています。プロキシだけが接続できるため、接続確認の対象外です',
  }),
  opensmtpd_pki_missing: phrase({
    en: 'TLS is enabled, but no pki is configured',
    ja: 'TLS が有効ですが、pki が設定されていません',
  }),
  opensmtpd_pki_undefined: phrase({
    en: ({ name }) => `pki "${name}" is not defined`,
    ja: ({ name }) => `pki「${name}」が定義されていません`,
  }),
  opensmtpd_pki_without_certificate: phrase({
    en: ({ name }) => `pki "${name}" has no certificate`,
    ja: ({ name }) => `pki「${name}」に証明書がありません`,
  }),
  opensmtpd_path_not_absolute: phrase({
    en: ({ path }) => `"${path}" is not an absolute path`,
    ja: ({ path }) => `「${path}」は絶対パスではありません`,
  }),
  opensmtpd_macro_undefined: phrase({
    en: ({ name }) => `the macro "$${name}" is not defined`,
    ja: ({ name }) => `マクロ「$${name}」が定義されていません`,
  }),
  opensmtpd_include_loop: phrase({
    en: 'the files include each other in a loop',
    ja: 'ファイルの include が循環しています',
  }),
  opensmtpd_words_too_many: phrase({
    en: ({ limit }) => `it has more than ${limit} words`,
    ja: ({ limit }) => `単語が ${limit} 個を超えています`,
  }),
  opensmtpd_file_empty: phrase({ en: 'the file is empty', ja: 'ファイルが空です' }),
  opensmtpd_refused: phrase({
    en: ({ output }) => `OpenSMTPD does not start with this configuration: ${output}`,
    ja: ({ output }) => `この設定では OpenSMTPD は起動しません: ${output}`,
  }),
  opensmtpd_error_included_at: phrase({
    en: ({ cause, file, line }) =>
      cause === '' ? `included at ${file}:${line}` : `${cause} (included at ${file}:${line})`,
    ja: ({ cause, file, line }) =>
      cause === ''
        ? `${file}:${line} の include で読み込まれています`
        : `${cause} (${file}:${line} の include で読み込み)`,
  }),
};

/** The failures of settings of OpenSMTPD. */
export const OPENSMTPD_FAILURES: Failures<FailureTable<OpensmtpdFailureArguments>> = failuresOf(OPENSMTPD_PHRASES);
