import { phrase } from '../text/phrase.ts';
import type { FailureTable } from './failure.ts';

/** The codes of these texts, with the arguments of each; undefined: a fixed text. */
export interface FormFailureArguments {
  readonly a_list: undefined;
  readonly a_map: undefined;
  readonly a_string: undefined;
  readonly a_number: undefined;
  readonly a_boolean: undefined;
  readonly true_or_false: undefined;
  readonly a_whole_number: undefined;
  readonly a_map_of_keys: undefined;
  readonly text: undefined;
  readonly a_path: undefined;
  readonly a_log_path: undefined;
  readonly a_path_or_paths: undefined;
  readonly a_name: undefined;
  readonly a_computer_name: undefined;
  readonly a_dns_name: undefined;
  readonly an_account: undefined;
  readonly an_address: { readonly example: string };
  readonly a_probe: undefined;
  readonly a_mail_address: undefined;
  readonly a_pattern: undefined;
  readonly a_thumbprint_prefix: undefined;
  readonly an_internal_certificate: undefined;
  readonly a_cron_expression: undefined;
  readonly a_time_zone: undefined;
  readonly a_command: { readonly example: string };
  readonly a_trust_source: undefined;
  readonly a_duration: { readonly form: string };
  readonly off_or_a_duration: { readonly form: string };
  readonly a_size: { readonly form: string };
  readonly duration_form: undefined;
  readonly brief_duration_form: undefined;
  readonly size_form: undefined;
  readonly syslog_form: undefined;
  readonly mail_server_form: undefined;
  readonly the_path: undefined;
  readonly the_probe_protocol: undefined;
  readonly the_text: undefined;
  readonly the_word: undefined;
  readonly the_address: undefined;
  readonly the_pattern: undefined;
}

/** The phrases that name a kind of value, its form or a part of the file. Others contain them. */
export const FORM_PHRASES: FailureTable<FormFailureArguments> = {
  a_list: phrase({ en: 'a list', ja: 'リスト' }),
  a_map: phrase({ en: 'a map', ja: 'マップ' }),
  a_string: phrase({ en: 'a string', ja: '文字列' }),
  a_number: phrase({ en: 'a number', ja: '数値' }),
  a_boolean: phrase({ en: 'a boolean', ja: '真偽値' }),
  true_or_false: phrase({ en: 'true or false', ja: 'true または false' }),
  a_whole_number: phrase({ en: 'a whole number', ja: '整数' }),
  a_map_of_keys: phrase({ en: 'a map of keys', ja: 'キーと値のマップ' }),
  text: phrase({ en: 'text', ja: '文字列' }),
  a_path: phrase({ en: 'a path', ja: 'パス' }),
  a_log_path: phrase({
    en: 'a path such as /var/log/mailcertd/events.log',
    ja: '/var/log/mailcertd/events.log のようなパス',
  }),
  a_path_or_paths: phrase({ en: 'a path or a list of paths', ja: 'パスまたはパスのリスト' }),
  a_name: phrase({ en: 'a name', ja: '名前' }),
  a_computer_name: phrase({
    en: 'a name such as mail01.contoso.com',
    ja: 'mail01.contoso.com のような名前',
  }),
  a_dns_name: phrase({ en: 'a DNS name such as mail.contoso.com', ja: 'mail.contoso.com のような DNS 名' }),
  an_account: phrase({ en: 'the name of an account, such as root', ja: 'root のようなアカウント名' }),
  an_address: phrase({
    en: ({ example }) => `an address such as ${example}`,
    ja: ({ example }) => `${example} のようなアドレス`,
  }),
  a_probe: phrase({
    en: 'an address such as smtp://127.0.0.1:25, or { url: ADDRESS }',
    ja: 'smtp://127.0.0.1:25 のようなアドレス、または { url: アドレス }',
  }),
  a_mail_address: phrase({
    en: 'a mail address such as alerts@contoso.com',
    ja: 'alerts@contoso.com のようなメール アドレス',
  }),
  a_pattern: phrase({
    en: 'a name or a pattern such as "Client *"',
    ja: '名前、または "Client *" のようなパターン',
  }),
  a_thumbprint_prefix: phrase({
    en: 'a thumbprint, or its first digits',
    ja: '拇印、またはその先頭部分',
  }),
  an_internal_certificate: phrase({ en: 'auto, none or a thumbprint', ja: 'auto、none または拇印' }),
  a_cron_expression: phrase({
    en: 'a cron expression such as "*/15 * * * *"',
    ja: '"*/15 * * * *" のような cron 式',
  }),
  a_time_zone: phrase({ en: 'a time zone such as Asia/Tokyo', ja: 'Asia/Tokyo のようなタイム ゾーン' }),
  a_command: phrase({
    en: ({ example }) => `a list of a program and its arguments, for example ${example}`,
    ja: ({ example }) => `${example} のようなプログラムと引数のリスト`,
  }),
  a_trust_source: phrase({
    en: 'system or { enterprise: PATH }',
    ja: 'system または { enterprise: パス }',
  }),
  a_duration: phrase({
    en: ({ form }) => `a duration: ${form}`,
    ja: ({ form }) => `期間 (${form})`,
  }),
  off_or_a_duration: phrase({
    en: ({ form }) => `off, or a duration: ${form}`,
    ja: ({ form }) => `off、または期間 (${form})`,
  }),
  a_size: phrase({
    en: ({ form }) => `a size: ${form}`,
    ja: ({ form }) => `サイズ (${form})`,
  }),
  duration_form: phrase({
    en: 'a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d',
    ja: '90s、15m、24h、30d のように、整数に s、m、h、d のいずれかを付けた値',
  }),
  brief_duration_form: phrase({
    en: 'a whole number and ms, s, m, h or d, as in 100ms, 10s or 15m',
    ja: '100ms、10s、15m のように、整数に ms、s、m、h、d のいずれかを付けた値',
  }),
  size_form: phrase({
    en: 'a whole number and B, kB, MB or GB, as in 10MB',
    ja: '10MB のように、整数に B、kB、MB、GB のいずれかを付けた値',
  }),
  syslog_form: phrase({
    en: 'udp://loghost:514, tcp://loghost:514 or tls://loghost:6514',
    ja: 'udp://loghost:514、tcp://loghost:514、tls://loghost:6514',
  }),
  mail_server_form: phrase({
    en: 'smtp://mail01.contoso.com:25 or smtps://mail01.contoso.com:465',
    ja: 'smtp://mail01.contoso.com:25 または smtps://mail01.contoso.com:465',
  }),
  the_path: phrase({ en: 'the path', ja: 'パス' }),
  the_probe_protocol: phrase({ en: 'the protocol of probe', ja: 'probe のプロトコル' }),
  the_text: phrase({ en: 'the text', ja: '文字列' }),
  the_word: phrase({ en: 'the word', ja: '語' }),
  the_address: phrase({ en: 'the address', ja: 'アドレス' }),
  the_pattern: phrase({ en: 'the pattern', ja: 'パターン' }),
};
