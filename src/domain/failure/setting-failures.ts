import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Text {
  /** The text in the settings, truncated. */
  readonly text: string;
}

interface Setting {
  /** The name of the setting. */
  readonly setting: string;
  readonly value: string;
}

interface Path {
  readonly path: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface SettingFailureArguments {
  readonly in_setting: { readonly setting: string; readonly cause: string };
  readonly quotation_mark_open: undefined;
  readonly macro_loop: undefined;
  readonly macros_too_many: undefined;
  readonly macro_without_name: undefined;
  readonly macro_value_too_long: undefined;
  readonly macro_invalid: Text;
  readonly macro_bracket_open: Text;
  readonly macro_comparison_invalid: Text;
  readonly macro_conditional_invalid: Text;
  readonly compatibility_level_invalid: Text;
  readonly parameter_undefined: { readonly name: string };
  readonly setting_not_yes_or_no: Setting;
  /** `levels` are the levels that Postfix accepts. */
  readonly tls_level_unknown: Setting & { readonly levels: readonly string[] };
  readonly certificate_not_configured: undefined;
  readonly postscreen_file_not_checked: Path;
  readonly postscreen_without_smtpd: undefined;
  readonly sni_certificates_conflict: { readonly name: string };
  readonly only_for_proxies: Setting;
  readonly protocol_unknown: Text;
  readonly address_not_resolved: Text;
  readonly port_unknown: Text;
  readonly address_family_missing: Text;
  readonly table_not_listable: { readonly table: string };
  readonly path_in_table_not_absolute: { readonly table: string; readonly path: string };
  readonly table_not_read: undefined;
  readonly chain_key_types_equal: { readonly setting: string };
  readonly key_type_of_earlier_file: Path;
  readonly certificate_never_served: Path & { readonly replacement: string };
}

/** The texts of settings of Postfix, and of several servers, that are wrong or cannot be determined. */
export const SETTING_PHRASES: FailureTable<SettingFailureArguments> = {
  in_setting: phrase({
    en: ({ setting, cause }) => `${setting}: ${cause}`,
    ja: ({ setting, cause }) => `${setting}: ${cause}`,
  }),
  quotation_mark_open: phrase({ en: 'a quotation mark is not closed', ja: '引用符が閉じていません' }),
  macro_loop: phrase({ en: 'the macros refer to each other in a loop', ja: 'マクロが循環しています' }),
  macros_too_many: phrase({ en: 'it has too many macros', ja: 'マクロが多すぎます' }),
  macro_without_name: phrase({ en: 'a $ is not followed by a name', ja: '$ の後に名前がありません' }),
  macro_value_too_long: phrase({ en: 'the value of a macro is too long', ja: '値が長すぎます' }),
  macro_invalid: phrase({
    en: ({ text }) => `"${text}" is not a macro`,
    ja: ({ text }) => `「${text}」はマクロではありません`,
  }),
  macro_bracket_open: phrase({
    en: ({ text }) => `a bracket is not closed in "${text}"`,
    ja: ({ text }) => `「${text}」の括弧が閉じていません`,
  }),
  macro_comparison_invalid: phrase({
    en: ({ text }) => `"${text}" is not a comparison`,
    ja: ({ text }) => `「${text}」は比較式ではありません`,
  }),
  macro_conditional_invalid: phrase({
    en: ({ text }) => `"${text}" is not a conditional`,
    ja: ({ text }) => `「${text}」は条件式ではありません`,
  }),
  compatibility_level_invalid: phrase({
    en: ({ text }) => `"${text}" is not a compatibility level`,
    ja: ({ text }) => `「${text}」は互換性レベルではありません`,
  }),
  parameter_undefined: phrase({
    en: ({ name }) => `$${name} is not defined`,
    ja: ({ name }) => `$${name} が定義されていません`,
  }),
  setting_not_yes_or_no: phrase({
    en: ({ setting, value }) => `${setting}: must be yes or no, not "${value}"`,
    ja: ({ setting, value }) => `${setting}: 「${value}」は yes でも no でもありません`,
  }),
  tls_level_unknown: phrase({
    en: ({ setting, value, levels }) =>
      `${setting}: "${value}" is not a level: Postfix runs, but this service fails (log: Invalid TLS level); write one of ${levels.join(', ')}`,
    ja: ({ setting, value, levels }) =>
      `${setting}: 「${value}」というレベルはありません。Postfix は動作しますが、このサービスは動作しません (ログ: Invalid TLS level)。${levels.join('、')} のいずれかを指定してください`,
  }),
  certificate_not_configured: phrase({
    en: 'TLS is enabled, but no certificate is configured',
    ja: 'TLS が有効ですが、証明書が設定されていません',
  }),
  postscreen_file_not_checked: phrase({
    en: ({ path }) => `postscreen serves ${path} to new clients; this file is not checked`,
    ja: ({ path }) => `postscreen は新しいクライアントに ${path} を提示します。このファイルは確認の対象外です`,
  }),
  postscreen_without_smtpd: phrase({
    en: 'master.cf has no smtpd service of type pass, to which postscreen hands connections',
    ja: 'master.cf に、postscreen が接続を引き渡す pass タイプの smtpd サービスがありません',
  }),
  sni_certificates_conflict: phrase({
    en: ({ name }) =>
      `two certificates for ${name} have the same key type: Postfix ends TLS connections with this server name`,
    ja: ({ name }) =>
      `${name} の 2 つの証明書のキーの種類が同じです。Postfix は、このサーバー名の TLS 接続を切断します`,
  }),
  only_for_proxies: phrase({
    en: ({ setting, value }) => `${setting} is ${value}: only a proxy can connect, so it is not probed`,
    ja: ({ setting, value }) => `${setting} が ${value} です。プロキシだけが接続できるため、接続確認の対象外です`,
  }),
  protocol_unknown: phrase({
    en: ({ text }) => `inet_protocols: "${text}" is not a protocol`,
    ja: ({ text }) => `inet_protocols: 「${text}」はプロトコルではありません`,
  }),
  address_not_resolved: phrase({
    en: ({ text }) => `cannot resolve "${text}"`,
    ja: ({ text }) => `「${text}」を解決できません`,
  }),
  port_unknown: phrase({
    en: ({ text }) => `"${text}" has an unknown port`,
    ja: ({ text }) => `「${text}」のポートが不明です`,
  }),
  address_family_missing: phrase({
    en: ({ text }) => `"${text}" has no address of the protocols in inet_protocols`,
    ja: ({ text }) => `「${text}」に inet_protocols のアドレスがありません`,
  }),
  table_not_listable: phrase({
    en: ({ table }) => `${table}: mailcertd cannot list the names in a table of this type`,
    ja: ({ table }) => `${table}: この種類のテーブルにある名前は一覧できません`,
  }),
  path_in_table_not_absolute: phrase({
    en: ({ table, path }) => `${table}: "${path}" is not an absolute path`,
    ja: ({ table, path }) => `${table}: 「${path}」は絶対パスではありません`,
  }),
  table_not_read: phrase({ en: 'the table was not read', ja: 'テーブルを読み取っていません' }),
  chain_key_types_equal: phrase({
    en: ({ setting }) => `${setting}: two of its certificates have the same key type: Postfix then offers no TLS`,
    ja: ({ setting }) => `${setting}: 2 つの証明書のキーの種類が同じです。この場合、Postfix は TLS を提供しません`,
  }),
  certificate_never_served: phrase({
    en: ({ path, replacement }) =>
      `${path} is never served: ${replacement} has the same key type, and the last one counts`,
    ja: ({ path, replacement }) =>
      `${path} は提示されません。${replacement} のキーの種類が同じで、後のファイルが優先されるためです`,
  }),
  key_type_of_earlier_file: phrase({
    en: ({ path }) => `${path} has the same key type as an earlier one: Postfix then offers no TLS`,
    ja: ({ path }) => `${path} のキーの種類が前のファイルと同じです。この場合、Postfix は TLS を提供しません`,
  }),
};

/** The failures of settings of mail servers. */
export const SETTING_FAILURES: Failures<FailureTable<SettingFailureArguments>> = failuresOf(SETTING_PHRASES);
