import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Key {
  /** The name of a property in the export. */
  readonly key: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface ExchangeFailureArguments {
  /** `cause` is an error of the JSON or of its form. */
  readonly export_again: { readonly cause: string };
  readonly export_empty: undefined;
  readonly export_not_json: undefined;
  readonly export_not_json_at: { readonly line: number; readonly character: number };
  readonly export_incomplete_after: { readonly line: number; readonly character: number };
  readonly export_is_list: { readonly keys: readonly string[] };
  readonly export_is_value: { readonly keys: readonly string[] };
  readonly export_without_lists: { readonly keys: readonly string[] };
  readonly export_encoding_unknown: undefined;
  readonly export_outdated: { readonly days: number };
  readonly exported_text_wrong: Key;
  readonly exported_flag_wrong: Key;
  readonly exported_list_too_long: Key & { readonly count: number; readonly limit: number };
  readonly exported_list_without_objects: Key;
  readonly exported_tls_certificate_name_wrong: undefined;
  readonly exported_certificate_missing: undefined;
  readonly exported_bindings_wrong: undefined;
  readonly exported_port_wrong: undefined;
  readonly exported_smart_hosts_wrong: undefined;
  readonly exported_fqdn_wrong: { readonly name: string };
  readonly exported_fqdn_unknown: undefined;
  readonly exported_server_unknown: undefined;
  readonly exported_tls_unknown: undefined;
  readonly exported_port_shared: { readonly port: number; readonly connector: string };
  readonly exported_binding_not_probed: { readonly address: string; readonly port: number };
  readonly exported_smart_hosts_not_probed: { readonly count: number };
}

/** The texts of errors in the export of an Exchange server. */
export const EXCHANGE_PHRASES: FailureTable<ExchangeFailureArguments> = {
  export_again: phrase({
    en: ({ cause }) => `${cause}; export it again with the command in docs/discovery.md`,
    ja: ({ cause }) => `${cause}。docs/discovery.md のコマンドでエクスポートし直してください`,
  }),
  export_empty: phrase({ en: 'it is empty', ja: '空です' }),
  export_not_json: phrase({ en: 'it is not valid JSON', ja: 'JSON として正しくありません' }),
  export_not_json_at: phrase({
    en: ({ line, character }) => `it is not valid JSON at line ${line}, character ${character}`,
    ja: ({ line, character }) => `JSON として正しくありません (${line} 行目の ${character} 文字目)`,
  }),
  export_incomplete_after: phrase({
    en: ({ line, character }) => `it is not valid JSON: it is incomplete after line ${line}, character ${character}`,
    ja: ({ line, character }) => `JSON として正しくありません (${line} 行目の ${character} 文字目で途切れています)`,
  }),
  export_is_list: phrase({
    en: ({ keys }) => `it is a list instead of an object with ${keys.join(', ')}`,
    ja: ({ keys }) => `${keys.join('、')} を持つオブジェクトではなく、リストです`,
  }),
  export_is_value: phrase({
    en: ({ keys }) => `it is a single value instead of an object with ${keys.join(', ')}`,
    ja: ({ keys }) => `${keys.join('、')} を持つオブジェクトではなく、1 つの値です`,
  }),
  export_without_lists: phrase({
    en: ({ keys }) => `it has none of ${keys.join(', ')}`,
    ja: ({ keys }) => `${keys.join('、')} のいずれもありません`,
  }),
  export_encoding_unknown: phrase({
    en: 'it is neither UTF-8 nor UTF-16',
    ja: 'UTF-8 でも UTF-16 でもありません',
  }),
  export_outdated: phrase({
    en: ({ days }) => `it was exported ${days} days ago; export it again as docs/discovery.md describes`,
    ja: ({ days }) =>
      `${days} 日前にエクスポートされたものです。docs/discovery.md の手順でもう一度エクスポートしてください`,
  }),
  exported_text_wrong: phrase({
    en: ({ key }) => `${key} must be text; docs/discovery.md has the command that exports it in this form`,
    ja: ({ key }) =>
      `${key} が文字列ではありません。docs/discovery.md に、この形式でエクスポートするコマンドがあります`,
  }),
  exported_flag_wrong: phrase({
    en: ({ key }) => `${key} must be true or false; docs/discovery.md has the command that exports it in this form`,
    ja: ({ key }) =>
      `${key} が true でも false でもありません。docs/discovery.md に、この形式でエクスポートするコマンドがあります`,
  }),
  exported_list_too_long: phrase({
    en: ({ key, count, limit }) => `${key} has ${count} items; the maximum is ${limit}`,
    ja: ({ key, count, limit }) => `${key} の項目が ${count} 個あります。上限は ${limit} 個です`,
  }),
  exported_list_without_objects: phrase({
    en: ({ key }) => `${key} must contain only objects`,
    ja: ({ key }) => `${key} にオブジェクト以外の項目があります`,
  }),
  exported_tls_certificate_name_wrong: phrase({
    en: 'TlsCertificateName must have the form <I>issuer<S>subject',
    ja: 'TlsCertificateName が <I>issuer<S>subject の形式ではありません',
  }),
  exported_certificate_missing: phrase({
    en: 'RawData does not contain the certificate',
    ja: 'RawData に証明書が含まれていません',
  }),
  exported_bindings_wrong: phrase({
    en: 'Bindings must contain only addresses with a port',
    ja: 'Bindings にポート付きのアドレス以外の値があります',
  }),
  exported_port_wrong: phrase({ en: 'Port must be a port number', ja: 'Port がポート番号ではありません' }),
  exported_smart_hosts_wrong: phrase({
    en: 'SmartHosts must contain only host names and addresses',
    ja: 'SmartHosts にホスト名とアドレス以外の値があります',
  }),
  exported_fqdn_wrong: phrase({
    en: ({ name }) => `its Fqdn "${name}" is not a fully qualified domain name`,
    ja: ({ name }) => `FQDN の値「${name}」は FQDN の形式ではありません`,
  }),
  exported_fqdn_unknown: phrase({
    en: 'its FQDN and that of its server are unknown, so no certificate is selected',
    ja: 'コネクタとサーバーの FQDN が不明なため、証明書を選択していません',
  }),
  exported_server_unknown: phrase({
    en: 'the FQDN of its server is unknown, so it is not probed',
    ja: 'サーバーの FQDN が不明なため、接続確認の対象外です',
  }),
  exported_tls_unknown: phrase({
    en: 'the export has no AuthMechanism, so it is unknown whether the connector offers TLS; it is neither checked nor probed; docs/discovery.md has the export command',
    ja: 'エクスポートに AuthMechanism がないため、コネクタが TLS を提供するかどうか判断できません。判定と接続確認の対象外です。エクスポートのコマンドは docs/discovery.md にあります',
  }),
  exported_port_shared: phrase({
    en: ({ port, connector }) =>
      `it shares port ${port} with "${connector}": which of them answers depends on the client`,
    ja: ({ port, connector }) =>
      `ポート ${port} を「${connector}」と共有しています。どちらが応答するかはクライアントによって異なります`,
  }),
  exported_binding_not_probed: phrase({
    en: ({ address, port }) => `it also listens on ${address} port ${port}, which is not probed`,
    ja: ({ address, port }) => `${address} のポート ${port} でも待ち受けていますが、接続確認の対象外です`,
  }),
  exported_smart_hosts_not_probed: phrase({
    en: ({ count }) => `only the first of its ${count} smart hosts is probed`,
    ja: ({ count }) => `${count} 個のスマート ホストのうち、接続確認の対象は最初の 1 個だけです`,
  }),
};

/** The failures of the export of an Exchange server. */
export const EXCHANGE_FAILURES: Failures<FailureTable<ExchangeFailureArguments>> = failuresOf(EXCHANGE_PHRASES);
