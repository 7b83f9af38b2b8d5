import type { Reason } from '../../../domain/problem.ts';
import type { Locale } from '../../../domain/text/locale.ts';

type Advice = Readonly<Partial<Record<Reason, string>>>;

const ENGLISH: Advice = {
  host_not_found: 'check the host name, and that this computer can resolve it',
  connection_refused: 'nothing listens on this port: check host, port and that the server is running',
  network_unreachable: 'check the routes and the packet filter of this computer',
  connection_lost: 'the remote server closed the connection: check its log',
  timed_out: 'check the firewall, or increase timeout',
  starttls_not_offered: 'enable STARTTLS on the server, or set starttls: opportunistic',
  tls_failed: 'check that the port uses TLS, and which versions it supports',
  certificate_not_trusted: 'set caFile to the CA of its certificate, or fix that certificate',
  authentication_failed: 'check the user, and the content of passwordFile, tokenFile or secretFile',
  redirected: 'configure the URL that it redirects to',
  too_many_requests: 'rate limited: try again later',
  server_error: 'server error: check the log of the remote server',
  refused: 'the request was rejected: check URL, secret and the expected format',
  gone: 'the endpoint no longer exists: configure the new one',
  response_malformed: 'unexpected response: check the URL',
  secret_unreadable: 'fix the content of the file, and make it readable only by this account: chown and chmod 600',
  hook_missing: 'no program was run: the directory needs an executable file',
  hook_unsafe: 'only root or this account may own or write it: chown and chmod go-w',
  hook_not_started: 'check that it exists and is executable, and the interpreter in its first line',
  hook_failed: 'the hook must exit with code 0: check its output',
  hook_killed: 'a signal ended the hook: check its output and the system log',
};

const JAPANESE: Advice = {
  host_not_found: '宛先のホスト名と、このコンピューターでの名前解決を確認してください',
  connection_refused: '接続を待ち受けるプログラムがありません。ホスト、ポート、動作状況を確認してください',
  network_unreachable:
    '宛先のネットワークに到達できません。このコンピューターのルーティングとパケット フィルターを確認してください',
  connection_lost: '相手側が接続を切断しました。相手側のログを確認してください',
  timed_out: 'ファイアウォールを確認するか、timeout を長くしてください',
  starttls_not_offered: 'サーバーで STARTTLS を有効にするか、starttls: opportunistic を指定してください',
  tls_failed: 'そのポートが TLS を使用するか、対応するバージョンを確認してください',
  certificate_not_trusted: 'サーバー証明書の証明機関を caFile で指定するか、その証明書を修正してください',
  authentication_failed: 'ユーザーと、passwordFile、tokenFile、secretFile の内容を確認してください',
  redirected: '転送先のアドレスを構成に指定してください',
  too_many_requests: '要求が多すぎるという応答です。時間をおいて再実行してください',
  server_error: '相手側の障害です。相手側のログを確認してください',
  refused: '要求は届きましたが拒否されました。宛先、シークレット、受信側の条件を確認してください',
  gone: '宛先は廃止されています。新しい宛先を指定してください',
  response_malformed: '想定と異なる応答です。宛先を確認してください',
  secret_unreadable: 'ファイルの内容を確認し、このアカウントだけが読み取れるようにしてください (chown、chmod 600)',
  hook_missing: '何も実行していません。フォルダーに実行可能なファイルが必要です',
  hook_unsafe: '所有と書き込みを root かこのアカウントに限定してください (chown、chmod go-w)',
  hook_not_started: 'ファイルの有無、実行権限、1 行目のインタープリターを確認してください',
  hook_failed: '終了コード 0 で終了する必要があります。フックの出力を確認してください',
  hook_killed: 'シグナルにより終了しました。フックの出力とシステム ログを確認してください',
};

/** Returns the next step after a failed test of a notifier. */
export function testAdvice(reason: Reason, locale: Locale): string {
  return locale === 'ja'
    ? (JAPANESE[reason] ?? '構成を確認してください: mailcertd config check')
    : (ENGLISH[reason] ?? 'check its configuration: mailcertd config show');
}
