import { joinJapanese } from '../text/join-japanese.ts';
import { phrase } from '../text/phrase.ts';
import type { FailureTable } from './failure.ts';

interface Value {
  readonly value: string;
}

/** A value and the form that it must have. */
interface ValueAndForm extends Value {
  readonly form: string;
}

/** The codes of these texts, with the arguments of each; undefined: a fixed text. */
export interface TextFailureArguments {
  readonly invisible_characters: Value & { readonly subject: string };
  readonly too_many_characters: Value & { readonly subject: string; readonly maximum: number };
  readonly text_empty: undefined;
  readonly connector_name_empty: undefined;
  readonly name_with_space: Value;
  readonly name_with_asterisk: Value;
  readonly path_empty: undefined;
  readonly path_with_tilde: Value;
  readonly secret_in_place_of_path: undefined;
  readonly secret_path_invalid: undefined;
  readonly fqdn_empty: undefined;
  readonly name_is_ip_address: Value;
  readonly name_not_dns: Value;
  readonly computer_not_fqdn: Value;
  readonly computer_unset: { readonly cause: string };
  readonly duration_invalid: ValueAndForm;
  readonly off_or_duration_invalid: ValueAndForm;
  readonly duration_zero: Value & { readonly example: string };
  readonly off_or_duration_zero: Value & { readonly example: string };
  readonly duration_too_long: Value & { readonly maximum: string };
  readonly duration_out_of_range: Value & { readonly minimum: string; readonly maximum: string };
  readonly size_invalid: ValueAndForm;
  readonly cron_expression_invalid: Value;
  readonly time_zone_unknown: Value;
  readonly time_zone_misspelled: Value & { readonly suggestion: string };
  readonly sha256_in_place_of_thumbprint: undefined;
  readonly thumbprint_invalid: Value;
  readonly account_invalid: Value;
  readonly program_empty: undefined;
  readonly program_with_tilde: undefined;
}

/** The phrases of texts in the configuration file that have a form: names, durations, addresses. */
export const TEXT_PHRASES: FailureTable<TextFailureArguments> = {
  invisible_characters: phrase({
    en: ({ subject, value }) => `${subject} ${value} must not contain invisible characters`,
    ja: ({ subject, value }) => `${subject} ${value} に表示できない文字が含まれています`,
  }),
  too_many_characters: phrase({
    en: ({ subject, value, maximum }) => `${subject} ${value} must have at most ${maximum} characters`,
    ja: ({ subject, value, maximum }) => `${subject} ${value} の長さの上限は ${maximum} 文字です`,
  }),
  text_empty: phrase({
    en: 'the text must not be empty; for the default, remove the key',
    ja: '値が空です。既定値を使う場合は、キーを削除してください',
  }),
  connector_name_empty: phrase({
    en: 'name must not be empty, for example mail',
    ja: 'name が空です。mail のような名前を指定してください',
  }),
  name_with_space: phrase({
    en: ({ value }) => `name ${value} must not begin or end with a space`,
    ja: ({ value }) => `name ${value} の先頭または末尾にスペースがあります。削除してください`,
  }),
  name_with_asterisk: phrase({
    en: ({ value }) => `name ${value} must not contain *; use letters, digits and spaces`,
    ja: ({ value }) => `name ${value} に * は使用できません。英数字やスペースを使用してください`,
  }),
  path_empty: phrase({
    en: 'the path must not be empty, for example /etc/ssl/mail.pem',
    ja: 'パスが空です。/etc/ssl/mail.pem のようなパスを指定してください',
  }),
  path_with_tilde: phrase({
    en: ({ value }) => `${value}: ~ is not expanded; write the absolute path`,
    ja: ({ value }) => `${value}: ~ は展開されません。絶対パスを指定してください`,
  }),
  secret_in_place_of_path: phrase({
    en: 'expected a file path, but this looks like the secret itself; put it in a file readable only by mailcertd and give that path',
    ja: 'ファイルのパスではなく、シークレット自体が指定されているようです。mailcertd だけが読み取れるファイルに保存し、そのパスを指定してください',
  }),
  secret_path_invalid: phrase({
    en: 'this is not a valid path; write the absolute path of the file in one line',
    ja: 'パスとして正しくありません。ファイルの絶対パスを 1 行で指定してください',
  }),
  fqdn_empty: phrase({
    en: 'fqdn must not be empty; to use the FQDN of this computer, remove the key',
    ja: 'fqdn が空です。このコンピューターの FQDN を使う場合は、キーを削除してください',
  }),
  name_is_ip_address: phrase({
    en: ({ value }) => `${value} is an IP address; write a DNS name, for example mail.contoso.com`,
    ja: ({ value }) => `${value} は IP アドレスです。mail.contoso.com のような DNS 名を指定してください`,
  }),
  name_not_dns: phrase({
    en: ({ value }) =>
      `${value} is not a DNS name; use letters, digits, hyphens and dots, for example mail.contoso.com`,
    ja: ({ value }) =>
      `${value} は DNS 名ではありません。mail.contoso.com のように、英数字、ハイフン、ドットで指定してください`,
  }),
  computer_not_fqdn: phrase({
    en: ({ value }) =>
      `${value} is not the FQDN of this computer; set computer: to the FQDN, for example mail01.contoso.com`,
    ja: ({ value }) =>
      `${value} はこのコンピューターの FQDN ではありません。mail01.contoso.com のような FQDN を computer に指定してください`,
  }),
  computer_unset: phrase({
    en: ({ cause }) => `computer is not set, and ${cause}`,
    ja: ({ cause }) => `computer が指定されていません。${cause}`,
  }),
  duration_invalid: phrase({
    en: ({ value, form }) => `${value} is not a duration; write ${form}`,
    ja: ({ value, form }) => joinJapanese(`${value} は期間ではありません。`, form, 'を指定してください'),
  }),
  off_or_duration_invalid: phrase({
    en: ({ value, form }) => `${value} is not a duration; write off, or ${form}`,
    ja: ({ value, form }) => joinJapanese(`${value} は期間ではありません。off、または`, form, 'を指定してください'),
  }),
  duration_zero: phrase({
    en: ({ value, example }) => `${value} must be greater than 0, for example ${example}`,
    ja: ({ value, example }) => `${value} は使用できません。${example} のように、0 より長い期間を指定してください`,
  }),
  off_or_duration_zero: phrase({
    en: ({ value, example }) => `${value} must be greater than 0, for example ${example}, or off`,
    ja: ({ value, example }) =>
      `${value} は使用できません。${example} のように 0 より長い期間、または off を指定してください`,
  }),
  duration_too_long: phrase({
    en: ({ value, maximum }) => `${value} must be at most ${maximum}`,
    ja: ({ value, maximum }) => `${value} は長すぎます。上限は ${maximum} です`,
  }),
  duration_out_of_range: phrase({
    en: ({ value, minimum, maximum }) => `${value} is not between ${minimum} and ${maximum}`,
    ja: ({ value, minimum, maximum }) => `${value} は ${minimum} から ${maximum} までの範囲にありません`,
  }),
  size_invalid: phrase({
    en: ({ value, form }) => `${value} is not a size; write ${form}`,
    ja: ({ value, form }) => joinJapanese(`${value} はサイズではありません。`, form, 'を指定してください'),
  }),
  cron_expression_invalid: phrase({
    en: ({ value }) =>
      `${value} is not a cron expression; write minute, hour, day of month, month and day of week (optionally seconds first), for example "*/15 * * * *"`,
    ja: ({ value }) =>
      `${value} は cron 式ではありません。"*/15 * * * *" のように、分、時、日、月、曜日の順に指定してください (先頭に秒も指定できます)`,
  }),
  time_zone_unknown: phrase({
    en: ({ value }) => `${value} is not a time zone; write an IANA name, for example Europe/Berlin`,
    ja: ({ value }) => `${value} はタイム ゾーンではありません。Asia/Tokyo のような IANA の名前を指定してください`,
  }),
  time_zone_misspelled: phrase({
    en: ({ value, suggestion }) => `${value} is not a time zone; did you mean ${suggestion}?`,
    ja: ({ value, suggestion }) => `${value} はタイム ゾーンではありません。もしかして: ${suggestion}`,
  }),
  sha256_in_place_of_thumbprint: phrase({
    en: 'this is a SHA-256 fingerprint of 64 digits; write the thumbprint, which is the SHA-1 of the certificate, 40 hex digits',
    ja: '64 桁の SHA-256 フィンガープリントが指定されています。証明書の SHA-1 である拇印を 40 桁の 16 進数で指定してください',
  }),
  thumbprint_invalid: phrase({
    en: ({ value }) =>
      `${value} is not a thumbprint; write auto, none, or 40 hex digits (the SHA-1 of the certificate)`,
    ja: ({ value }) =>
      `${value} は拇印ではありません。auto、none、または 40 桁の 16 進数 (証明書の SHA-1) を指定してください`,
  }),
  account_invalid: phrase({
    en: ({ value }) => `${value} is not the name of an account; write one, for example exim`,
    ja: ({ value }) => `${value} はアカウント名ではありません。exim のようなアカウント名を指定してください`,
  }),
  program_empty: phrase({
    en: 'the program must not be empty; write its path',
    ja: 'プログラムが空です。パスを指定してください',
  }),
  program_with_tilde: phrase({
    en: '~ is not expanded; write the absolute path of the program',
    ja: '~ は展開されません。プログラムの絶対パスを指定してください',
  }),
};
