import type { Locale } from '../../../domain/event/event-definition.ts';
import type { Reason } from '../../../domain/problem.ts';

type Advice = Readonly<Partial<Record<Reason, string>>>;

const ENGLISH: Advice = {
  host_not_found: 'check the host in its address, and that this computer can resolve it',
  connection_refused: 'nothing listens there: check host and port, and that it runs',
  network_unreachable: 'no way leads there from this computer: check its routes, and what filters packets on it',
  connection_lost: 'the other side hung up: its own log says why',
  timed_out: 'check that a firewall lets it through, or give it longer with timeout',
  starttls_not_offered: 'have the server offer STARTTLS, or write starttls: opportunistic',
  tls_failed: 'check that the port speaks TLS, and which versions',
  certificate_not_trusted: 'name the CA of its certificate with caFile, or mend that certificate',
  authentication_failed: 'check the user, and what passwordFile, tokenFile or secretFile holds',
  redirected: 'write the address that it points to',
  too_many_requests: 'it asks for patience: try later',
  server_error: 'the trouble is on the other side: see its log',
  refused: 'it was understood and refused: check address, secret and what is expected there',
  gone: 'this address is gone for good: write the new one',
  response_malformed: 'something else answers there: check the address',
  secret_unreadable: 'mend what the file holds, and let this account read it, and nobody else: chown and chmod 600',
  hook_missing: 'nothing was run: its folder needs an executable file',
  hook_unsafe: 'let nobody but root or this account own or write it: chown and chmod go-w',
  hook_not_started: 'check that it is there and executable, and the interpreter in its first line',
  hook_failed: 'it must end with exit code 0; what it printed says more',
  hook_killed: 'a signal ended it: see what it printed, and the system log',
};

const JAPANESE: Advice = {
  host_not_found: '宛先のホスト名と、このコンピューターでの名前解決を確認してください',
  connection_refused: '接続を待ち受けるプログラムがありません。ホスト、ポート、動作状況を確認してください',
  network_unreachable:
    'このコンピューターから宛先へ通じる経路がありません。ルーティングとパケット フィルターを確認してください',
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

/** Returns the advice for a failed test delivery. */
export function testAdvice(reason: Reason, locale: Locale): string {
  return locale === 'ja'
    ? (JAPANESE[reason] ?? '構成を確認してください: mailcertd config check')
    : (ENGLISH[reason] ?? 'check its configuration: mailcertd config show');
}
