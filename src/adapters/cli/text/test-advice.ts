import type { Reason } from '../../../domain/failure/problem.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';

/** The advice after a failed test, by the reason of the failure. */
const ADVICE: Readonly<Partial<Record<Reason, Phrase<string>>>> = {
  host_not_found: phrase({
    en: 'check the host name, and that this computer can resolve it',
    ja: '宛先のホスト名と、このコンピューターでの名前解決を確認してください',
  }),
  connection_refused: phrase({
    en: 'nothing listens on this port: check host, port and that the server is running',
    ja: '接続を待ち受けるプログラムがありません。ホスト、ポート、動作状況を確認してください',
  }),
  network_unreachable: phrase({
    en: 'check the routes and the packet filter of this computer',
    ja: '宛先のネットワークに到達できません。このコンピューターのルーティングとパケット フィルターを確認してください',
  }),
  connection_lost: phrase({
    en: 'the remote server closed the connection: check its log',
    ja: '相手側が接続を切断しました。相手側のログを確認してください',
  }),
  timed_out: phrase({
    en: 'check the firewall, or increase timeout',
    ja: 'ファイアウォールを確認するか、timeout を長くしてください',
  }),
  starttls_not_offered: phrase({
    en: 'enable STARTTLS on the server, or set starttls: opportunistic',
    ja: 'サーバーで STARTTLS を有効にするか、starttls: opportunistic を指定してください',
  }),
  tls_failed: phrase({
    en: 'check that the port uses TLS, and which versions it supports',
    ja: 'そのポートで TLS を使用していること、およびサーバーが対応する TLS のバージョンを確認してください',
  }),
  certificate_not_trusted: phrase({
    en: 'set caFile to the CA of its certificate, or fix that certificate',
    ja: 'サーバー証明書の証明機関を caFile で指定するか、その証明書を修正してください',
  }),
  authentication_failed: phrase({
    en: 'check the user, and the content of passwordFile, tokenFile or secretFile',
    ja: 'ユーザーと、passwordFile、tokenFile、secretFile の内容を確認してください',
  }),
  redirected: phrase({ en: 'configure the URL that it redirects to', ja: '転送先のアドレスを構成に指定してください' }),
  too_many_requests: phrase({
    en: 'rate limited: try again later',
    ja: '要求が多すぎるという応答です。時間をおいて再実行してください',
  }),
  server_error: phrase({
    en: 'server error: check the log of the remote server',
    ja: '相手側の障害です。相手側のログを確認してください',
  }),
  refused: phrase({
    en: 'the request was rejected: check URL, secret and the expected format',
    ja: '要求は届きましたが拒否されました。宛先、シークレット、受信側の条件を確認してください',
  }),
  gone: phrase({
    en: 'the endpoint no longer exists: configure the new one',
    ja: '宛先は廃止されています。新しい宛先を指定してください',
  }),
  response_malformed: phrase({
    en: 'unexpected response: check the URL',
    ja: '想定と異なる応答です。宛先を確認してください',
  }),
  secret_unreadable: phrase({
    en: 'fix the content of the file, and make it readable only by this account: chown and chmod 600',
    ja: 'ファイルの内容を確認し、このアカウントだけが読み取れるようにしてください (chown、chmod 600)',
  }),
  hook_missing: phrase({
    en: 'no program was run: the directory needs an executable file',
    ja: '何も実行していません。フォルダーに実行可能なファイルが必要です',
  }),
  hook_unsafe: phrase({
    en: 'only root or this account may own or write it: chown and chmod go-w',
    ja: '所有と書き込みを root かこのアカウントに限定してください (chown、chmod go-w)',
  }),
  hook_not_started: phrase({
    en: 'check that it exists and is executable, and the interpreter in its first line',
    ja: 'ファイルの有無、実行権限、1 行目のインタープリターを確認してください',
  }),
  hook_failed: phrase({
    en: 'the hook must exit with code 0: check its output',
    ja: '終了コード 0 で終了する必要があります。フックの出力を確認してください',
  }),
  hook_killed: phrase({
    en: 'a signal ended the hook: check its output and the system log',
    ja: 'シグナルにより終了しました。フックの出力とシステム ログを確認してください',
  }),
};

const DEFAULT_ADVICE = phrase({
  en: 'check its configuration: mailcertd config show',
  ja: '構成を確認してください: mailcertd config check',
});

/** Returns the next step after a failed test of a notifier. */
export function testAdvice(reason: Reason, locale: Locale): string {
  return (ADVICE[reason] ?? DEFAULT_ADVICE)[locale];
}
