import { phrase } from '../text/phrase.ts';
import type { FailureTable } from './failure.ts';

/** The codes of these texts, with the arguments of each; undefined: a fixed text. */
export interface StoreKeyFailureArguments {
  readonly store_name_duplicate: { readonly name: string };
  readonly store_name_reserved: { readonly prefix: string };
  readonly personal_store_pattern: undefined;
  readonly log_path_duplicate: { readonly path: string };
  readonly log_address_duplicate: { readonly address: string };
  readonly console_duplicate: undefined;
  readonly journal_duplicate: undefined;
  readonly syslog_address_invalid: { readonly value: string; readonly form: string };
  readonly syslog_address_with_login: undefined;
  readonly syslog_port_zero: { readonly value: string; readonly form: string };
  readonly ca_file_without_tls: undefined;
  readonly reminder_too_early: { readonly value: string; readonly within: string };
  readonly reminder_out_of_order: { readonly value: string };
  readonly renewal_before_validity: { readonly value: string; readonly days: number; readonly years: number };
  readonly renewal_after_warning: { readonly value: string; readonly warningTime: string; readonly example: string };
  readonly registry_spelling: { readonly key: string; readonly other: string };
  readonly registry_spelling_duplicate: { readonly key: string; readonly other: string };
  readonly help_link_invalid: undefined;
  readonly trust_file_unusable: { readonly cause: string };
  readonly trust_file_empty: { readonly path: string };
}

/** The phrases of stores, expiry, renewal, log outputs and other keys of the top level. */
export const STORE_KEY_PHRASES: FailureTable<StoreKeyFailureArguments> = {
  store_name_duplicate: phrase({
    en: ({ name }) => `two stores are named ${name}; change one of them`,
    ja: ({ name }) => `同じ名前 ${name} のストアが 2 つあります。一方を変更してください`,
  }),
  store_name_reserved: phrase({
    en: ({ prefix }) => `name of a store must not begin with ${prefix}, which is reserved for files of connectors`,
    ja: ({ prefix }) => `ストアの name の先頭に ${prefix} は使用できません。コネクタのファイルのために予約されています`,
  }),
  personal_store_pattern: phrase({
    en: 'path of the store My must be a single directory, because mailcertd writes to it',
    ja: 'ストア My には mailcertd が書き込むため、path には 1 つのフォルダーを指定してください',
  }),
  log_path_duplicate: phrase({
    en: ({ path }) => `two outputs write to ${path}; change one of them`,
    ja: ({ path }) => `${path} に書き込む出力が 2 つあります。一方を変更してください`,
  }),
  log_address_duplicate: phrase({
    en: ({ address }) => `two outputs send to ${address}; change one of them`,
    ja: ({ address }) => `${address} に送信する出力が 2 つあります。一方を変更してください`,
  }),
  console_duplicate: phrase({
    en: 'the console is a duplicate; remove one',
    ja: 'console が重複しています。1 つだけ残してください',
  }),
  journal_duplicate: phrase({
    en: 'the journal is a duplicate; remove one',
    ja: 'journal が重複しています。1 つだけ残してください',
  }),
  syslog_address_invalid: phrase({
    en: ({ value, form }) => `${value} is not the address of a syslog server; write ${form}`,
    ja: ({ value, form }) => `${value} は syslog サーバーのアドレスではありません。${form} の形式で指定してください`,
  }),
  syslog_address_with_login: phrase({
    en: 'the address must not contain a user name or password, because syslog has no login',
    ja: 'syslog にはログインがないため、アドレスにユーザー名やパスワードは使用できません',
  }),
  syslog_port_zero: phrase({
    en: ({ value, form }) => `${value} must not have port 0; write ${form}`,
    ja: ({ value, form }) => `${value} のポート 0 は使用できません。${form} の形式で指定してください`,
  }),
  ca_file_without_tls: phrase({
    en: 'caFile requires an address with tls://',
    ja: 'caFile には tls:// のアドレスが必要です',
  }),
  reminder_too_early: phrase({
    en: ({ value, within }) => `remindAt ${value} must not be longer than within (${within})`,
    ja: ({ value, within }) => `remindAt の ${value} は within (${within}) 以下にしてください`,
  }),
  reminder_out_of_order: phrase({
    en: ({ value }) => `remindAt ${value} must be shorter than the previous one; write the longest first`,
    ja: ({ value }) => `remindAt の ${value} が直前の値より短くありません。長いものから順に指定してください`,
  }),
  renewal_before_validity: phrase({
    en: ({ value, days, years }) =>
      `renewBefore ${value} must be shorter than the validity of ${days} days (years: ${years}), or every scan renews`,
    ja: ({ value, days, years }) =>
      `renewBefore の ${value} は有効期間 ${days} 日 (years: ${years}) より短くしてください。そうしないと、スキャンのたびに証明書が更新されます`,
  }),
  renewal_after_warning: phrase({
    en: ({ value, warningTime, example }) =>
      `selfSigned.renewBefore ${value} must be longer than the warning time of expiresSoon (${warningTime} before expiry), for example ${example}`,
    ja: ({ value, warningTime, example }) =>
      `selfSigned.renewBefore の ${value} は、expiresSoon の警告期間 (有効期限の ${warningTime} 前から) より長くしてください (例: ${example})`,
  }),
  registry_spelling: phrase({
    en: ({ key, other }) => `${key} is another spelling of ${other}; write ${other}`,
    ja: ({ key, other }) => `${key} は ${other} と同じ意味です。${other} を使用してください`,
  }),
  registry_spelling_duplicate: phrase({
    en: ({ key, other }) => `${key} is the same key as ${other}; remove one`,
    ja: ({ key, other }) => `${key} は ${other} と同じキーです。一方を削除してください`,
  }),
  help_link_invalid: phrase({
    en: 'helpLink is ignored, because it is neither a URL nor an absolute path; write one, for example https://wiki.contoso.com/mailcertd/{id}',
    ja: 'helpLink が URL でも絶対パスでもないため、使用されません (例: https://wiki.contoso.com/mailcertd/{id})',
  }),
  trust_file_unusable: phrase({
    en: ({ cause }) => `trust: ${cause}; certificates issued by that CA are reported as untrusted`,
    ja: ({ cause }) => `trust: ${cause}。この証明機関が発行した証明書は、信頼されていないと報告されます`,
  }),
  trust_file_empty: phrase({
    en: ({ path }) => `${path} contains no certificate`,
    ja: ({ path }) => `${path} に証明書が含まれていません`,
  }),
};
