import { phrase } from '../text/phrase.ts';
import type { FailureTable } from './failure.ts';

/** The codes of these texts, with the arguments of each; undefined: a fixed text. */
export interface ConnectorFailureArguments {
  readonly connector_name_duplicate: { readonly name: string };
  readonly only_for_send_connectors: { readonly key: string };
  readonly only_for_receive_connectors: { readonly key: string; readonly other: string };
  readonly false_with_certificate: { readonly key: string; readonly other: string };
  readonly false_without_probe: { readonly key: string };
  readonly key_without_probe: { readonly key: string };
  readonly probe_without_starttls: undefined;
  readonly exchange_2019_required: undefined;
  readonly tls_certificate_name_invalid: { readonly value: string; readonly character: number; readonly cause: string };
  readonly account_unknown: { readonly account: string };
  readonly client_file_unusable: { readonly key: string; readonly cause: string };
  readonly probe_url_with_login: undefined;
  readonly probe_url_invalid: { readonly value: string; readonly cause: string };
  readonly url_not_of_server: undefined;
  readonly url_without_host: undefined;
  readonly url_without_port: undefined;
  readonly url_port_invalid: undefined;
  readonly url_text_after_port: undefined;
  readonly server_name_empty: undefined;
  readonly key_types_wrong: undefined;
  readonly probes_take_too_long: {
    readonly count: number;
    readonly host: string;
    readonly hostInterval: string;
    readonly duration: string;
    readonly interval: string;
  };
}

/** The phrases of connectors and their probes. */
export const CONNECTOR_PHRASES: FailureTable<ConnectorFailureArguments> = {
  connector_name_duplicate: phrase({
    en: ({ name }) => `two connectors are named ${name}; change one of them`,
    ja: ({ name }) => `同じ名前 ${name} のコネクタが 2 つあります。一方を変更してください`,
  }),
  only_for_send_connectors: phrase({
    en: ({ key }) => `${key} is only valid for Send connectors; remove it`,
    ja: ({ key }) => `${key} は送信コネクタにだけ指定できます。削除してください`,
  }),
  only_for_receive_connectors: phrase({
    en: ({ key, other }) => `${key} is only valid for Receive connectors; use ${other}`,
    ja: ({ key, other }) => `${key} は受信コネクタにだけ指定できます。${other} を使用してください`,
  }),
  false_with_certificate: phrase({
    en: ({ key, other }) => `${key} must not be false if ${other} is set; remove one of them`,
    ja: ({ key, other }) => `${other} を指定した場合、${key} を false にできません。一方を削除してください`,
  }),
  false_without_probe: phrase({
    en: ({ key }) => `${key}: false requires a probe, for example probe: "smtp://mx.example.com:25"`,
    ja: ({ key }) => `${key}: false には probe も必要です (例: probe: "smtp://mx.example.com:25")`,
  }),
  key_without_probe: phrase({
    en: ({ key }) => `${key} requires a probe, for example probe: "smtp://127.0.0.1:25"`,
    ja: ({ key }) => `${key} には probe も必要です (例: probe: "smtp://127.0.0.1:25")`,
  }),
  probe_without_starttls: phrase({
    en: 'probe is not valid with starttls: false; remove one of them',
    ja: 'starttls: false の場合、probe は指定できません。一方を削除してください',
  }),
  exchange_2019_required: phrase({
    en: 'tlsCertificateName is used, although Exchange 2007 does not have this key; to remove this warning, set profile: exchange-2019',
    ja: 'Exchange 2007 に tlsCertificateName はありませんが、指定された値を使用します。この警告を消すには、profile: exchange-2019 を指定してください',
  }),
  tls_certificate_name_invalid: phrase({
    en: ({ value, character, cause }) =>
      `${value} is not a certificate name (character ${character}: ${cause}); use the format of Get-ReceiveConnector, for example "<I>CN=Contoso CA, C=US<S>CN=mail.contoso.com"`,
    ja: ({ value, character, cause }) =>
      `${value} は証明書の名前ではありません (${character} 文字目: ${cause})。Get-ReceiveConnector の形式で指定してください (例: "<I>CN=Contoso CA, C=US<S>CN=mail.contoso.com")`,
  }),
  account_unknown: phrase({
    en: ({ account }) =>
      `keyLoadedBy: this computer has no account "${account}", so access to the private key is not checked; set the account that reads the key`,
    ja: ({ account }) =>
      `keyLoadedBy: このコンピューターにアカウント「${account}」がないため、秘密キーへのアクセスを確認できません。秘密キーを読み込むアカウントを指定してください`,
  }),
  client_file_unusable: phrase({
    en: ({ key, cause }) => `${key}: ${cause}; probes that use it fail until this is fixed`,
    ja: ({ key, cause }) => `${key}: ${cause}。修正するまで、このファイルを使う接続確認は失敗します`,
  }),
  probe_url_with_login: phrase({
    en: 'the URL must not contain a user name or password, because a probe does not log in',
    ja: '接続確認ではログインしないため、URL にユーザー名やパスワードは使用できません',
  }),
  probe_url_invalid: phrase({
    en: ({ value, cause }) =>
      `${value} ${cause}; for example smtp://127.0.0.1:25, imaps://mail.contoso.com or smtp://[2001:db8::1]:2525`,
    ja: ({ value, cause }) =>
      `${value} ${cause} (例: smtp://127.0.0.1:25、imaps://mail.contoso.com、smtp://[2001:db8::1]:2525)`,
  }),
  url_not_of_server: phrase({
    en: 'is not the URL of a server',
    ja: 'はサーバーの URL ではありません',
  }),
  url_without_host: phrase({
    en: 'has no valid host',
    ja: 'に有効なホストがありません',
  }),
  url_without_port: phrase({
    en: 'requires a port, because tls has no default port',
    ja: 'にはポートが必要です。tls には既定のポートがありません',
  }),
  url_port_invalid: phrase({
    en: 'must have a port from 1 to 65535',
    ja: 'のポートは 1 から 65535 までの数で指定してください',
  }),
  url_text_after_port: phrase({
    en: 'must end after the host and the port',
    ja: 'のホストとポートの後に余分な文字があります',
  }),
  server_name_empty: phrase({
    en: 'name must not be empty; leave the key out for the default name',
    ja: 'name が空です。既定の名前を使う場合は、キーを削除してください',
  }),
  key_types_wrong: phrase({
    en: 'keyTypes must be [rsa, ecdsa]; leave the key out for one probe with either',
    ja: 'keyTypes には [rsa, ecdsa] を指定してください。どちらか一方の証明書だけを確認する場合は、keyTypes を削除してください',
  }),
  probes_take_too_long: phrase({
    en: ({ count, host, hostInterval, duration, interval }) =>
      `${count} probes of ${host} at hostInterval ${hostInterval} take ${duration}, longer than probing.interval (${interval}); increase interval or reduce hostInterval`,
    ja: ({ count, host, hostInterval, duration, interval }) =>
      `${host} の ${count} 個の接続確認には、hostInterval ${hostInterval} では ${duration} かかり、probing.interval (${interval}) に収まりません。interval を長くするか、hostInterval を短くしてください`,
  }),
};
