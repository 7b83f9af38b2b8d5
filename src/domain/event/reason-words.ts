import type { Reason } from '../problem.ts';
import type { Locale } from './event-definition.ts';

/** Texts of the reasons, for use in parentheses. */
const REASON_WORDS: Readonly<Record<Reason, Readonly<Record<Locale, string>>>> = {
  not_found: { en: 'not found', ja: '存在しません' },
  permission_denied: { en: 'permission denied', ja: 'アクセス権がありません' },
  not_a_regular_file: { en: 'not a regular file', ja: '通常のファイルではありません' },
  symlink_loop: { en: 'symbolic links that lead round in a circle', ja: 'シンボリック リンクが循環しています' },
  too_large: { en: 'too large', ja: 'サイズが大きすぎます' },
  changed_while_reading: { en: 'it changes while it is read', ja: '読み取り中に変更されました' },
  too_many_files: { en: 'too many files', ja: 'ファイルが多すぎます' },
  io_error: { en: 'input/output error', ja: '入出力エラー' },
  pem_unterminated: { en: 'a PEM block without its end', ja: 'PEM ブロックの終わりがありません' },
  pem_bad_base64: { en: 'a PEM block that is not base64', ja: 'PEM ブロックの base64 が正しくありません' },
  der_truncated: { en: 'cut short', ja: '途中で切れています' },
  der_malformed: { en: 'malformed DER', ja: 'DER の形式が正しくありません' },
  der_trailing_bytes: { en: 'more behind the certificate', ja: '証明書の後に余分なデータがあります' },
  certificate_malformed: { en: 'a malformed certificate', ja: '証明書の形式が正しくありません' },
  no_certificate: { en: 'no certificate stands in it any more', ja: '証明書が含まれていません' },
  record_malformed: { en: 'a malformed record', ja: 'レコードの形式が正しくありません' },
  format_not_read: { en: 'a format that is not read', ja: '対応していない形式です' },
  encoding_not_read: { en: 'an encoding that is not read', ja: '対応していないエンコードです' },
  keystore_malformed: { en: 'a malformed keystore', ja: 'ファイルの形式が正しくありません' },
  password_missing: { en: 'a password is needed', ja: 'パスワードが必要です' },
  password_wrong: { en: 'no password fits', ja: 'パスワードが一致しません' },
  mac_unsupported: { en: 'an integrity check that is not known', ja: '対応していない MAC です' },
  cipher_unsupported: { en: 'a cipher that is not known', ja: '対応していない暗号方式です' },
  too_many_rounds: { en: 'too much work is asked for', ja: '反復回数が多すぎます' },
  key_encrypted: { en: 'an encrypted private key', ja: '秘密キーが暗号化されています' },
  key_malformed: { en: 'a malformed private key', ja: '秘密キーの形式が正しくありません' },
  configuration_invalid: { en: 'faulty configuration', ja: '構成に誤りがあります' },
  rule_failed: { en: 'a rule failed', ja: '判定に失敗しました' },
  issue_failed: { en: 'issuing failed', ja: '発行に失敗しました' },
  pass_failed: { en: 'a scan failed', ja: 'スキャンに失敗しました' },
  run_missed: { en: 'a scan was missed', ja: 'スキャンが実行されませんでした' },
  ledger_damaged: { en: 'a damaged event log', ja: 'イベント ログが破損しています' },
  host_not_found: { en: 'the host name is not known', ja: 'ホスト名を解決できません' },
  connection_refused: { en: 'connection refused', ja: '接続が拒否されました' },
  connection_lost: { en: 'connection lost', ja: '接続が切断されました' },
  timed_out: { en: 'no answer in time', ja: 'タイムアウトしました' },
  starttls_not_offered: { en: 'STARTTLS is not offered', ja: 'STARTTLS が提供されていません' },
  tls_failed: { en: 'TLS failed', ja: 'TLS のネゴシエーションに失敗しました' },
  certificate_not_trusted: { en: 'the certificate is not trusted', ja: '証明書が信頼されていません' },
  authentication_failed: { en: 'authentication failed', ja: '認証に失敗しました' },
  redirected: { en: 'sent on to another address', ja: '別のアドレスへ転送されました' },
  too_many_requests: { en: 'too many requests', ja: '要求が多すぎます' },
  server_error: { en: 'the other side has trouble of its own', ja: '相手側でエラーが発生しました' },
  refused: { en: 'refused by the other side', ja: '相手側に拒否されました' },
  gone: { en: 'the address is given up', ja: '宛先は廃止されています' },
  answer_malformed: { en: 'an answer that makes no sense', ja: '応答の形式が正しくありません' },
  network_unreachable: { en: 'no network leads there', ja: 'そこへ通じるネットワークがありません' },
  plaintext_injected: {
    en: 'plain text was sent behind the answer to STARTTLS',
    ja: 'STARTTLS の応答に続けて平文が送られました',
  },
  own_certificate_unusable: {
    en: 'the client certificate that mailcertd shows of itself cannot be used',
    ja: 'mailcertd 自身のクライアント証明書を使用できません',
  },
  not_looked_at: { en: 'not looked at yet', ja: 'まだ確認していません' },
  not_probed: { en: 'not probed', ja: '接続確認の対象外です' },
  reload_failed: { en: 'the command to reload it failed', ja: '再読み込みのコマンドが失敗しました' },
  not_installed: { en: 'not installed', ja: 'インストールされていません' },
  not_configured: { en: 'not configured', ja: '構成されていません' },
  unresolved: { en: 'it cannot be resolved', ja: '値を特定できません' },
  settings_malformed: { en: 'settings that make no sense', ja: '設定の形式が正しくありません' },
  name_taken: { en: 'the configuration has the name already', ja: 'この名前は構成ファイルで既に使われています' },
  command_failed: { en: 'the command failed', ja: 'コマンドが失敗しました' },
  outdated: { en: 'out of date', ja: '内容が古くなっています' },
  secret_unreadable: {
    en: 'the file with the secret cannot be read',
    ja: 'シークレットのファイルを読み取れません',
  },
  hook_missing: { en: 'there is no hook to run', ja: '実行できるフックがありません' },
  hook_unsafe: { en: 'a hook that others may write to', ja: '他のユーザーがフックに書き込めます' },
  hook_not_started: { en: 'the hook cannot be started', ja: 'フックを開始できません' },
  hook_failed: { en: 'the hook failed', ja: 'フックが失敗しました' },
  hook_killed: { en: 'the hook was ended by a signal', ja: 'フックがシグナルで終了しました' },
  too_far_behind: { en: 'too far behind the event log', ja: 'イベント ログから大きく遅れています' },
};

const WORDS_BY_NAME: ReadonlyMap<string, Readonly<Record<Locale, string>>> = new Map(Object.entries(REASON_WORDS));

/** Returns the text of a reason: `permission denied`; undefined if the reason is unknown. */
export function reasonWords(reason: string, locale: Locale): string | undefined {
  return WORDS_BY_NAME.get(reason)?.[locale];
}

/** Returns the text of a reason, or the reason itself if this version does not know it. */
export function inWords(reason: string, locale: Locale): string {
  return reasonWords(reason, locale) ?? reason;
}

/** Returns the text of a reason in parentheses: ` (permission denied)`; empty if it is unknown. */
export function inBrackets(reason: string | undefined, locale: Locale): string {
  const words = reason === undefined ? undefined : reasonWords(reason, locale);
  return words === undefined ? '' : ` (${words})`;
}
