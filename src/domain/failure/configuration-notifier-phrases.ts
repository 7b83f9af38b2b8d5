import { phrase } from '../text/phrase.ts';
import type { FailureTable } from './failure.ts';

/** The codes of these texts, with the arguments of each; undefined: a fixed text. */
export interface NotifierFailureArguments {
  readonly notifier_name_duplicate: { readonly name: string };
  readonly url_invalid: { readonly form: string };
  readonly url_with_login: undefined;
  readonly url_shortened: undefined;
  readonly url_unprintable: { readonly maximum: number; readonly form: string };
  readonly url_with_path: { readonly form: string };
  readonly alertmanager_url_with_query: undefined;
  readonly alertmanager_url_with_api: undefined;
  readonly mail_address_invalid: { readonly value: string };
  readonly pattern_empty: undefined;
  readonly thumbprint_prefix_invalid: { readonly value: string };
  readonly login_requires_starttls: { readonly key: string; readonly starttls: string };
  readonly login_requires_https: { readonly key: string };
  readonly secret_sent_unverified: { readonly key: string };
  readonly url_sent_unencrypted: undefined;
  readonly url_confidential: { readonly part: string };
  readonly url_path_of_service: { readonly service: string };
  readonly url_path_confidential: undefined;
  readonly url_parameter_confidential: { readonly parameter: string };
  readonly program_without_path: { readonly program: string; readonly relative: string };
  readonly secret_file_unusable: { readonly key: string; readonly cause: string };
}

/** The phrases of notifiers, their URLs and their secrets. */
export const NOTIFIER_PHRASES: FailureTable<NotifierFailureArguments> = {
  notifier_name_duplicate: phrase({
    en: ({ name }) => `two notifiers are named ${name}; change one of them`,
    ja: ({ name }) => `同じ名前 ${name} の通知先が 2 つあります。一方を変更してください`,
  }),
  url_invalid: phrase({
    en: ({ form }) => `this is not a valid URL here; write one, for example ${form}`,
    ja: ({ form }) => `ここで使用できる URL ではありません (例: ${form})`,
  }),
  url_with_login: phrase({
    en: 'the URL must not contain a user name or password; use the keys for separate files',
    ja: 'URL にユーザー名やパスワードは使用できません。ファイルを指定するキーを使用してください',
  }),
  url_shortened: phrase({
    en: 'the URL contains …, which config show prints instead of a secret; write the complete URL',
    ja: 'URL に … が含まれています。config show がシークレットの代わりに表示する文字です。完全な URL を指定してください',
  }),
  url_unprintable: phrase({
    en: ({ maximum, form }) =>
      `the URL must not contain invisible characters, and must have at most ${maximum} characters, for example ${form}`,
    ja: ({ maximum, form }) => `URL には表示できない文字を使用できず、長さの上限は ${maximum} 文字です (例: ${form})`,
  }),
  url_with_path: phrase({
    en: ({ form }) => `the URL must end after the server and its port, for example ${form}`,
    ja: ({ form }) => `URL のサーバーとポートの後に余分な文字があります (例: ${form})`,
  }),
  alertmanager_url_with_query: phrase({
    en: 'the URL must end with the path, because /api/v2/alerts is appended, for example http://127.0.0.1:9093',
    ja: 'URL の末尾に /api/v2/alerts が追加されるため、パスの後には何も指定できません (例: http://127.0.0.1:9093)',
  }),
  alertmanager_url_with_api: phrase({
    en: 'the URL must not contain the API path, which is appended, for example http://127.0.0.1:9093',
    ja: 'API のパスは自動的に追加されるため、URL には指定できません (例: http://127.0.0.1:9093)',
  }),
  mail_address_invalid: phrase({
    en: ({ value }) =>
      `${value} is not a mail address; write one, for example alerts@contoso.com or mailcertd <alerts@contoso.com>`,
    ja: ({ value }) =>
      `${value} はメール アドレスではありません (例: alerts@contoso.com、mailcertd <alerts@contoso.com>)`,
  }),
  pattern_empty: phrase({
    en: 'the pattern must not be empty; write one, or remove it',
    ja: 'パターンが空です。記述するか、削除してください',
  }),
  thumbprint_prefix_invalid: phrase({
    en: ({ value }) => `${value} is not a thumbprint; write all 40 hex digits, or at least the first 4`,
    ja: ({ value }) => `${value} は拇印ではありません。40 桁の 16 進数、またはその先頭の 4 桁以上を指定してください`,
  }),
  login_requires_starttls: phrase({
    en: ({ key, starttls }) =>
      `${key} requires "starttls: required", because with "starttls: ${starttls}" the server is not verified and the password can go to any server; to allow this, set "allowUnverified: true"`,
    ja: ({ key, starttls }) =>
      `${key} には starttls: required が必要です。starttls: ${starttls} ではサーバーが検証されず、別のサーバーに送信される可能性があります。許可する場合は、allowUnverified: true を指定してください`,
  }),
  login_requires_https: phrase({
    en: ({ key }) =>
      `${key} requires https://, because http:// is not encrypted and the server is not verified; to allow this, set "allowUnverified: true"`,
    ja: ({ key }) =>
      `${key} には https:// が必要です。http:// は暗号化されず、サーバーも検証されません。許可する場合は、allowUnverified: true を指定してください`,
  }),
  secret_sent_unverified: phrase({
    en: ({ key }) => `the content of ${key} is sent to a server that is not verified, because allowUnverified is true`,
    ja: ({ key }) => `allowUnverified が true のため、検証されないサーバーに ${key} の内容が送信されます`,
  }),
  url_sent_unencrypted: phrase({
    en: 'requests to the URL in urlFile are sent over http://, which is not encrypted, because allowUnverified is true',
    ja: 'allowUnverified が true のため、urlFile の URL が暗号化されない http:// で送信されます',
  }),
  url_confidential: phrase({
    en: ({ part }) => `${part}; put the URL in a file readable only by mailcertd, and use urlFile instead of url`,
    ja: ({ part }) =>
      `${part}。mailcertd だけが読み取れるファイルに URL を保存し、url の代わりに urlFile を使用してください`,
  }),
  url_path_of_service: phrase({
    en: ({ service }) => `the path of a URL at ${service} is a secret`,
    ja: ({ service }) => `${service} の URL のパスはシークレットです`,
  }),
  url_path_confidential: phrase({
    en: 'the path of the URL looks like a secret',
    ja: 'URL のパスがシークレットのように見えます',
  }),
  url_parameter_confidential: phrase({
    en: ({ parameter }) => `the value of ${parameter} looks like a secret`,
    ja: ({ parameter }) => `${parameter} の値がシークレットのように見えます`,
  }),
  program_without_path: phrase({
    en: ({ program, relative }) =>
      `${program} is not searched in PATH, but in the directory of the configuration; write its absolute path, or ${relative}`,
    ja: ({ program, relative }) =>
      `${program} は PATH ではなく、構成ファイルのフォルダーで検索されます。絶対パス、または ${relative} を指定してください`,
  }),
  secret_file_unusable: phrase({
    en: ({ key, cause }) => `${key}: ${cause}; the notifier sends nothing until this is fixed`,
    ja: ({ key, cause }) => `${key}: ${cause}。修正するまで、この通知先には何も送信されません`,
  }),
};
