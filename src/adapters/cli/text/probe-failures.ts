import { failuresOf } from '../../../domain/failure/failure.ts';
import { phrase } from '../../../domain/text/phrase.ts';

const EXAMPLES = 'smtp://mx.example.com:25, imaps://mail.example.com, smtp://[2001:db8::1]:2525';
const EXAMPLES_JA = 'smtp://mx.example.com:25、imaps://mail.example.com、smtp://[2001:db8::1]:2525';

interface Word {
  /** The word of the command line, without a password. */
  readonly word: string;
}

/** The texts of probes and reloads that cannot be started. Causes come last. */
export const PROBE_FAILURE_PHRASES = {
  server_not_probed: phrase({
    en: ({ word, cause }: Word & { readonly cause: string }) => `cannot probe "${word}": ${cause}`,
    ja: ({ word, cause }) => `「${word}」の接続確認ができません: ${cause}`,
  }),
  connector_not_probed_now: phrase({
    en: ({ cause }: { readonly cause: string }) => `cannot probe: ${cause}`,
    ja: ({ cause }) => `今すぐの接続確認ができません: ${cause}`,
  }),
  one_server_required: phrase({
    en: 'cannot probe: name one server, for example smtp://mail.example.com; several connectors need --now',
    ja: '接続確認ができません: サーバーを 1 つ指定してください (例: smtp://mail.example.com)。複数のコネクタを指定するには --now を使用してください',
  }),
  probe_options_with_now: phrase({
    en: 'cannot probe now: with --now, only --wait and --format are valid, because the daemon probes as configured; remove the other options',
    ja: '今すぐの接続確認ができません: --now と一緒に指定できるのは --wait と --format だけです。デーモンは構成に従って接続確認します',
  }),
  reload_target_required: phrase({
    en: 'cannot choose what to reload: name connectors, or give one of --file, --server and --all',
    ja: '再読み込みの対象を特定できません: コネクタ名、または --file、--server、--all のいずれか 1 つを指定してください',
  }),

  probe_missing: phrase({
    en: ({ connector, place }: { readonly connector: string; readonly place: string }) =>
      `connector "${connector}" has no probe; add one, for example probe: "smtp://127.0.0.1:25" (${place})`,
    ja: ({ connector, place }) =>
      `コネクタ「${connector}」に probe がありません。probe: "smtp://127.0.0.1:25" のように指定してください (${place})`,
  }),
  host_needs_dot: phrase({
    en: ({ word }: Word) =>
      `no connector has this name, and a host needs a dot; for a host without one, give smtp://${word}`,
    ja: ({ word }) =>
      `この名前のコネクタがありません。ドットを含まないサーバー名は smtp://${word} の形式で指定してください`,
  }),
  protocol_not_supported: phrase({
    en: ({ protocol, next }: { readonly protocol: string; readonly next: string }) =>
      `protocol ${protocol} is not supported; ${next}`,
    ja: ({ protocol, next }) => `プロトコル ${protocol} には対応していません。${next}`,
  }),
  supported_protocols: phrase({
    en: ({ protocols }: { readonly protocols: readonly string[] }) => `supported: ${protocols.join(', ')}`,
    ja: ({ protocols }) => `対応プロトコル: ${protocols.join('、')}`,
  }),
  not_a_server: phrase({
    en: `not a server; give a host or a URL, for example ${EXAMPLES}`,
    ja: `サーバーの指定ではありません。ホスト名、または ${EXAMPLES_JA} のような URL を指定してください`,
  }),
  user_in_url: phrase({
    en: 'a probe does not log in; remove the user name and password',
    ja: 'ログインは行いません。ユーザー名とパスワードは指定しないでください',
  }),
  host_invalid: phrase({
    en: 'the host is invalid; give a DNS name or an IP address',
    ja: 'ホストの指定が正しくありません。DNS 名または IP アドレスを指定してください',
  }),
  port_missing: phrase({
    en: 'tls has no default port; add a port, for example tls://mail.example.com:5061',
    ja: 'tls には既定のポートがないため、tls://mail.example.com:5061 のように指定してください',
  }),
  port_invalid: phrase({
    en: 'the port must be between 1 and 65535',
    ja: 'ポートは 1 から 65535 の範囲で指定してください',
  }),
  text_after_port: phrase({
    en: 'the server must end after its port; remove the text after it',
    ja: 'サーバーとポートの後に余分な文字があります。削除してください',
  }),
};

/** The failures of probes and reloads that cannot be started. */
export const PROBE_FAILURES = failuresOf(PROBE_FAILURE_PHRASES);
