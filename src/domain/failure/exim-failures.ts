import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Value {
  /** The text in the settings, truncated. */
  readonly value: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface EximFailureArguments {
  readonly exim_value_of_sni: undefined;
  readonly exim_value_of_connection: Value;
  readonly exim_value_too_long: undefined;
  readonly exim_escape_unknown: undefined;
  readonly exim_value_hidden: undefined;
  readonly exim_path_not_absolute: Value;
  readonly exim_key_types_equal: undefined;
  readonly exim_certificate_self_made: undefined;
  readonly exim_starttls_for_some_hosts: undefined;
  readonly exim_only_for_proxies: undefined;
  readonly exim_proxy_unknown: undefined;
  readonly exim_port_unknown: Value;
  readonly exim_address_invalid: Value;
}

/** The texts of settings of Exim that cannot be determined. */
export const EXIM_PHRASES: FailureTable<EximFailureArguments> = {
  exim_value_of_sni: phrase({
    en: 'it depends on the server name (SNI) that a client requests',
    ja: 'クライアントが TLS で要求する名前によって値が変わります',
  }),
  exim_value_of_connection: phrase({
    en: ({ value }) => `"${value}" depends on the connection`,
    ja: ({ value }) => `「${value}」は接続ごとに評価されます`,
  }),
  exim_value_too_long: phrase({ en: 'the value is too long', ja: '値が長すぎます' }),
  exim_escape_unknown: phrase({ en: 'the value has an unknown escape sequence', ja: '値に不明なエスケープがあります' }),
  exim_value_hidden: phrase({
    en: 'it is set with "hide", so Exim shows it only to admin users; remove "hide" from this option',
    ja: '「hide」が指定されているため、値は Exim の管理者にだけ表示されます。このオプションから「hide」を削除してください',
  }),
  exim_path_not_absolute: phrase({
    en: ({ value }) => `"${value}" is not an absolute path`,
    ja: ({ value }) => `「${value}」は絶対パスではありません`,
  }),
  exim_key_types_equal: phrase({
    en: 'two of the certificates have the same key type; which one is served depends on the client',
    ja: 'キーの種類が同じ証明書が 2 個あります。どちらが提示されるかはクライアントによって変わります',
  }),
  exim_certificate_self_made: phrase({
    en: 'Exim creates a new self-signed certificate at each start',
    ja: 'Exim は起動のたびに新しい自己署名証明書を作成します',
  }),
  exim_starttls_for_some_hosts: phrase({
    en: 'STARTTLS is offered only to some hosts, so it is not probed',
    ja: 'STARTTLS を提供する相手が限られているため、接続確認の対象外です',
  }),
  exim_only_for_proxies: phrase({
    en: 'this host can connect only as a proxy, so it is not probed',
    ja: 'このコンピューターからはプロキシとしてしか接続できないため、接続確認の対象外です',
  }),
  exim_proxy_unknown: phrase({
    en: 'it is unknown whether this host counts as a proxy, so it is not probed',
    ja: 'このコンピューターがプロキシと見なされるかどうか判断できないため、接続確認の対象外です',
  }),
  exim_port_unknown: phrase({
    en: ({ value }) => `unknown port "${value}"`,
    ja: ({ value }) => `ポート「${value}」は不明です`,
  }),
  exim_address_invalid: phrase({
    en: ({ value }) => `"${value}" is not an address`,
    ja: ({ value }) => `「${value}」はアドレスではありません`,
  }),
};

/** The failures of settings of Exim. */
export const EXIM_FAILURES: Failures<FailureTable<EximFailureArguments>> = failuresOf(EXIM_PHRASES);
