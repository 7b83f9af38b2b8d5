import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface DovecotFailureArguments {
  /** The first four name a file of a connection, for `in_setting`. */
  readonly dovecot_certificate: undefined;
  readonly dovecot_key: undefined;
  readonly dovecot_second_certificate: undefined;
  readonly dovecot_second_key: undefined;
  readonly dovecot_value_in_settings: undefined;
  readonly dovecot_path_varies: { readonly path: string };
  readonly dovecot_lmtp_settings_unknown: undefined;
  readonly dovecot_local_not_resolved: undefined;
  readonly dovecot_remote_not_checked: undefined;
  readonly dovecot_only_for_proxies: undefined;
  readonly dovecot_tls_listener_without_tls: undefined;
  readonly dovecot_without_address: undefined;
  readonly dovecot_version_missing: { readonly command: string };
}

/** The texts of settings of Dovecot that are wrong or cannot be determined. */
export const DOVECOT_PHRASES: FailureTable<DovecotFailureArguments> = {
  dovecot_certificate: phrase({ en: 'certificate', ja: '証明書' }),
  dovecot_key: phrase({ en: 'key', ja: '秘密キー' }),
  dovecot_second_certificate: phrase({ en: 'second certificate', ja: '2 つ目の証明書' }),
  dovecot_second_key: phrase({ en: 'second key', ja: '2 つ目の秘密キー' }),
  dovecot_value_in_settings: phrase({
    en: 'the value is in the settings, not in a file',
    ja: '値がファイルではなく、設定に直接書かれています',
  }),
  dovecot_path_varies: phrase({
    en: ({ path }) => `the path "${path}" depends on the value of a variable`,
    ja: ({ path }) => `パス「${path}」は変数の値によって変わります`,
  }),
  dovecot_lmtp_settings_unknown: phrase({
    en: 'it is unknown whether the settings of its address apply to LMTP',
    ja: 'このアドレスの設定が LMTP に適用されるかどうか判断できません',
  }),
  dovecot_local_not_resolved: phrase({ en: 'cannot resolve this address', ja: 'ホスト名を解決できません' }),
  dovecot_remote_not_checked: phrase({
    en: 'clients from this address get other settings, which are not checked',
    ja: 'このアドレスから接続するクライアントには別の設定が適用されます。その設定は確認の対象外です',
  }),
  dovecot_only_for_proxies: phrase({
    en: 'haproxy = yes: only a proxy can connect, so it is not probed',
    ja: 'haproxy = yes が指定されています。プロキシだけが接続できるため、接続確認の対象外です',
  }),
  dovecot_tls_listener_without_tls: phrase({
    en: 'it is a TLS listener, but ssl = no',
    ja: 'TLS のリスナーですが、ssl = no が指定されています',
  }),
  dovecot_without_address: phrase({
    en: 'it listens on no address of this host',
    ja: 'このコンピューターのアドレスが含まれていません',
  }),
  dovecot_version_missing: phrase({
    en: ({ command }) => `the first line of its output contains no version of Dovecot; to see the output: ${command}`,
    ja: ({ command }) =>
      `出力の 1 行目に Dovecot のバージョンがありません。${command} を実行して出力を確認してください`,
  }),
};

/** The failures of settings of Dovecot. */
export const DOVECOT_FAILURES: Failures<FailureTable<DovecotFailureArguments>> = failuresOf(DOVECOT_PHRASES);
