import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Label {
  /** The label of the PEM block, such as `CERTIFICATE`. */
  readonly label: string;
}

interface Limit {
  readonly limit: number;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface CertificateFileFailureArguments {
  /** `byte` is the start of the block in its file. */
  readonly block_at: { readonly byte: number; readonly cause: string };
  readonly pem_without_end: Label;
  readonly pem_end_invalid: Label;
  readonly pem_block_too_large: Limit;
  readonly pem_text_after_begin: undefined;
  readonly pem_without_blank_line: undefined;
  readonly pem_not_base64: undefined;
  readonly dek_info_missing: undefined;
  readonly iv_length_wrong: { readonly bytes: number };
  readonly encoding_utf16: undefined;
  readonly encoding_indented_pem: undefined;
  readonly encoding_without_pem_lines: undefined;
  readonly file_is_directory: undefined;
  readonly file_is_fifo: undefined;
  readonly file_is_socket: undefined;
  readonly file_is_device: undefined;
  readonly file_over_limit: Limit & { readonly bytes: number };
  readonly file_changed_times: { readonly attempts: number };
  readonly file_name_not_utf8: undefined;
  readonly file_without_key: undefined;
  readonly link_target_missing: undefined;
  readonly path_removed: undefined;
  readonly files_over_limit: Limit;
  /** Several files with the same cause; `more` files are not listed. */
  readonly files_with_cause: { readonly files: readonly string[]; readonly more: number; readonly cause: string };
  readonly account_not_looked_up: { readonly account: string };
}

/** The texts why files of a certificate store, or blocks in them, cannot be read. */
export const CERTIFICATE_FILE_PHRASES: FailureTable<CertificateFileFailureArguments> = {
  block_at: phrase({
    en: ({ byte, cause }) => `at byte ${byte}: ${cause}`,
    ja: ({ byte, cause }) => `バイト位置 ${byte}: ${cause}`,
  }),
  pem_without_end: phrase({
    en: ({ label }) => `no END ${label} line follows`,
    ja: ({ label }) => `END ${label} の行がありません`,
  }),
  pem_end_invalid: phrase({
    en: ({ label }) => `no valid END ${label} line follows`,
    ja: ({ label }) => `正しい END ${label} の行がありません`,
  }),
  pem_block_too_large: phrase({
    en: ({ limit }) => `the block is larger than ${limit} bytes`,
    ja: ({ limit }) => `ブロックが ${limit} バイトを超えています`,
  }),
  pem_text_after_begin: phrase({
    en: 'unexpected text after BEGIN on its line',
    ja: 'BEGIN の行に余分な文字があります',
  }),
  pem_without_blank_line: phrase({ en: 'no blank line after the headers', ja: 'ヘッダーの後に空行がありません' }),
  pem_not_base64: phrase({
    en: 'the text between BEGIN and END is not base64',
    ja: 'BEGIN と END の間の文字列が base64 ではありません',
  }),
  dek_info_missing: phrase({ en: 'no valid DEK-Info header', ja: '正しい DEK-Info ヘッダーがありません' }),
  iv_length_wrong: phrase({
    en: ({ bytes }) => `its IV has the wrong length: ${bytes === 1 ? '1 byte' : `${bytes} bytes`}`,
    ja: ({ bytes }) => `IV の長さが正しくありません (${bytes} バイト)`,
  }),
  encoding_utf16: phrase({ en: 'UTF-16', ja: 'UTF-16 のテキスト' }),
  encoding_indented_pem: phrase({ en: 'indented PEM', ja: 'インデントされた PEM' }),
  encoding_without_pem_lines: phrase({
    en: 'base64 without BEGIN and END lines',
    ja: 'BEGIN と END の行がない base64',
  }),
  file_is_directory: phrase({ en: 'a directory', ja: 'フォルダー' }),
  file_is_fifo: phrase({ en: 'a FIFO', ja: '名前付きパイプ (FIFO)' }),
  file_is_socket: phrase({ en: 'a socket', ja: 'ソケット' }),
  file_is_device: phrase({ en: 'a device', ja: 'デバイス' }),
  file_over_limit: phrase({
    en: ({ bytes, limit }) => `${bytes} bytes; at most ${limit} are read`,
    ja: ({ bytes, limit }) => `${bytes} バイト (上限 ${limit} バイト)`,
  }),
  file_changed_times: phrase({
    en: ({ attempts }) => `${attempts} times`,
    ja: ({ attempts }) => `${attempts} 回`,
  }),
  file_name_not_utf8: phrase({ en: 'the name is not UTF-8', ja: '名前が UTF-8 ではありません' }),
  file_without_key: phrase({ en: 'no private key in it', ja: '秘密キーが含まれていません' }),
  link_target_missing: phrase({ en: 'the target of the link does not exist', ja: 'リンク先が存在しません' }),
  path_removed: phrase({ en: 'removed', ja: '削除されました' }),
  files_over_limit: phrase({ en: ({ limit }) => `more than ${limit}`, ja: ({ limit }) => `${limit} 個を超えています` }),
  files_with_cause: phrase({
    en: ({ files, more, cause }) => `${files.join(', ')}${more === 0 ? '' : ` and ${more} more`}: ${cause}`,
    ja: ({ files, more, cause }) => `${files.join('、')}${more === 0 ? '' : ` ほか ${more} 個`}: ${cause}`,
  }),
  account_not_looked_up: phrase({
    en: ({ account }) =>
      `getent cannot look up the account ${account}, so it is unknown whether it can read the private keys`,
    ja: ({ account }) =>
      `getent でアカウント ${account} を検索できないため、秘密キーを読み取れるかどうかを判断できません`,
  }),
};

/** The failures of the files of certificate stores. */
export const CERTIFICATE_FILE_FAILURES: Failures<FailureTable<CertificateFileFailureArguments>> =
  failuresOf(CERTIFICATE_FILE_PHRASES);
