import type { Locale } from '../text/locale.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { Reason } from './problem.ts';

/** The texts of the reasons: causes, without an article if possible: events show them in parentheses. */
export const REASON_TEXTS: Readonly<Record<Reason, Phrase<string>>> = {
  not_found: phrase({ en: 'not found', ja: '存在しません' }),
  permission_denied: phrase({ en: 'permission denied', ja: 'アクセス権がありません' }),
  not_a_regular_file: phrase({ en: 'not a regular file', ja: '通常のファイルではありません' }),
  symlink_loop: phrase({ en: 'symbolic link loop', ja: 'シンボリック リンクが循環しています' }),
  too_large: phrase({ en: 'too large', ja: 'サイズが大きすぎます' }),
  changed_while_reading: phrase({ en: 'changed while it was read', ja: '読み取り中に変更されました' }),
  too_many_files: phrase({ en: 'too many files', ja: 'ファイルが多すぎます' }),
  io_error: phrase({ en: 'input/output error', ja: '入出力エラー' }),
  pem_unterminated: phrase({ en: 'an unterminated PEM block', ja: 'PEM ブロックの終わりがありません' }),
  pem_bad_base64: phrase({ en: 'invalid base64 in a PEM block', ja: 'PEM ブロックの base64 が正しくありません' }),
  der_truncated: phrase({ en: 'truncated', ja: '途中で切れています' }),
  der_malformed: phrase({ en: 'malformed DER', ja: 'DER の形式が正しくありません' }),
  der_trailing_bytes: phrase({ en: 'trailing data after the certificate', ja: '証明書の後に余分なデータがあります' }),
  certificate_malformed: phrase({ en: 'a malformed certificate', ja: '証明書の形式が正しくありません' }),
  no_certificate: phrase({ en: 'no certificate in the file', ja: '証明書が含まれていません' }),
  record_malformed: phrase({ en: 'a malformed record', ja: 'レコードの形式が正しくありません' }),
  format_not_read: phrase({ en: 'unsupported format', ja: '対応していない形式です' }),
  encoding_not_read: phrase({ en: 'unsupported encoding', ja: '対応していないエンコードです' }),
  keystore_malformed: phrase({ en: 'a malformed keystore', ja: 'ファイルの形式が正しくありません' }),
  password_missing: phrase({ en: 'no password is configured', ja: 'パスワードが構成されていません' }),
  password_wrong: phrase({ en: 'wrong password', ja: 'パスワードが一致しません' }),
  mac_unsupported: phrase({ en: 'unsupported MAC', ja: '対応していない MAC です' }),
  cipher_unsupported: phrase({ en: 'unsupported cipher', ja: '対応していない暗号方式です' }),
  too_many_iterations: phrase({ en: 'too many iterations', ja: '反復回数が多すぎます' }),
  key_encrypted: phrase({ en: 'an encrypted private key', ja: '秘密キーが暗号化されています' }),
  key_malformed: phrase({ en: 'a malformed private key', ja: '秘密キーの形式が正しくありません' }),
  configuration_invalid: phrase({ en: 'invalid configuration', ja: '構成に誤りがあります' }),
  restart_required: phrase({ en: 'a restart is required', ja: '再起動が必要です' }),
  rule_failed: phrase({ en: 'a rule failed', ja: '判定に失敗しました' }),
  issue_failed: phrase({ en: 'issuing failed', ja: '発行に失敗しました' }),
  scan_failed: phrase({ en: 'a scan failed', ja: 'スキャンに失敗しました' }),
  scan_missed: phrase({ en: 'a scan was missed', ja: 'スキャンが実行されませんでした' }),
  event_log_damaged: phrase({ en: 'a damaged event log', ja: 'イベント ログが破損しています' }),
  host_not_found: phrase({ en: 'host name not found', ja: 'ホスト名を解決できません' }),
  connection_refused: phrase({ en: 'connection refused', ja: '接続が拒否されました' }),
  connection_lost: phrase({ en: 'connection lost', ja: '接続が切断されました' }),
  timed_out: phrase({ en: 'timed out', ja: 'タイムアウトしました' }),
  starttls_not_offered: phrase({ en: 'STARTTLS is not offered', ja: 'STARTTLS が提供されていません' }),
  tls_failed: phrase({ en: 'TLS failed', ja: 'TLS のネゴシエーションに失敗しました' }),
  certificate_not_trusted: phrase({ en: 'the certificate is not trusted', ja: '証明書が信頼されていません' }),
  authentication_failed: phrase({ en: 'authentication failed', ja: '認証に失敗しました' }),
  redirected: phrase({ en: 'redirected to another address', ja: '別のアドレスにリダイレクトされました' }),
  too_many_requests: phrase({ en: 'rate limited', ja: '要求が多すぎます' }),
  server_error: phrase({ en: 'server error', ja: '相手側でエラーが発生しました' }),
  refused: phrase({ en: 'rejected by the server', ja: '相手側に拒否されました' }),
  gone: phrase({ en: 'the address no longer exists', ja: '宛先は廃止されています' }),
  response_malformed: phrase({ en: 'invalid response', ja: '応答の形式が正しくありません' }),
  network_unreachable: phrase({ en: 'network unreachable', ja: 'ネットワークに到達できません' }),
  plaintext_injected: phrase({
    en: 'plain text was sent after the STARTTLS response',
    ja: 'STARTTLS の応答に続けて平文が送られました',
  }),
  client_certificate_unusable: phrase({
    en: 'the client certificate of mailcertd cannot be used',
    ja: 'mailcertd 自身のクライアント証明書を使用できません',
  }),
  not_checked: phrase({ en: 'not checked yet', ja: 'まだ確認していません' }),
  not_probed: phrase({ en: 'not probed', ja: '接続確認の対象外です' }),
  reload_failed: phrase({ en: 'the reload command failed', ja: '再読み込みのコマンドが失敗しました' }),
  not_installed: phrase({ en: 'not installed', ja: 'インストールされていません' }),
  not_configured: phrase({ en: 'not configured', ja: '構成されていません' }),
  unresolved: phrase({ en: 'the value cannot be determined', ja: '値を特定できません' }),
  settings_malformed: phrase({ en: 'malformed settings', ja: '設定の形式が正しくありません' }),
  name_taken: phrase({
    en: 'the name is already used in the configuration',
    ja: 'この名前は構成ファイルですでに使われています',
  }),
  command_failed: phrase({ en: 'the command failed', ja: 'コマンドが失敗しました' }),
  outdated: phrase({ en: 'out of date', ja: '内容が古くなっています' }),
  secret_unreadable: phrase({
    en: 'the file with the secret cannot be read',
    ja: 'シークレットのファイルを読み取れません',
  }),
  hook_missing: phrase({ en: 'there is no executable hook', ja: '実行できるフックがありません' }),
  hook_unsafe: phrase({ en: 'other users may write to the hook', ja: 'ほかのユーザーがフックに書き込めます' }),
  hook_not_started: phrase({ en: 'the hook cannot be run', ja: 'フックを実行できません' }),
  hook_failed: phrase({ en: 'the hook failed', ja: 'フックが失敗しました' }),
  hook_killed: phrase({ en: 'the hook was killed by a signal', ja: 'フックがシグナルで終了しました' }),
  backlog_exceeded: phrase({ en: 'backlog exceeded', ja: 'イベント ログから大きく遅れています' }),
};

/** Returns the text of a reason: `permission denied`; undefined if this version does not know it. */
export function reasonText(reason: string, locale: Locale): string | undefined {
  return isReason(reason) ? REASON_TEXTS[reason][locale] : undefined;
}

const isReason = (reason: string): reason is Reason => Object.hasOwn(REASON_TEXTS, reason);

/** Returns the text of a reason, or the reason itself if this version does not know it. */
export function reasonTextOrCode(reason: string, locale: Locale): string {
  return reasonText(reason, locale) ?? reason;
}

/**
 * Returns the text of a reason with its code, for which administrators can search: `permission
 * denied (permission_denied)`.
 */
export function reasonWithCode(reason: string, locale: Locale): string {
  const text = reasonText(reason, locale);
  return text === undefined ? reason : `${text} (${reason})`;
}

/** Returns the text of a reason in parentheses: ` (permission denied)`; empty if it is unknown. */
export function reasonInParentheses(reason: string | undefined, locale: Locale): string {
  return reason === undefined ? '' : ` (${reasonTextOrCode(reason, locale)})`;
}
