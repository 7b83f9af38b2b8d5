import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';
import type { Reason } from './problem.ts';
import { reasonInParentheses } from './reason-text.ts';

interface Caused {
  readonly cause: string;
}

interface Named {
  readonly name: string;
}

/** The codes of these messages, with the arguments of each text; undefined: a fixed text. */
export interface DiagnosticFailureArguments {
  readonly monitoring: { readonly connectors: number; readonly stores: number; readonly fqdn: string };
  readonly checking_event_log: { readonly megabytes: number };

  readonly reload_needs_restart: { readonly file: string };
  readonly reload_has_errors: { readonly file: string };
  readonly configuration_issue: Caused & {
    readonly file: string;
    readonly line: number;
    readonly column: number;
  };
  readonly configuration_not_reloaded: Caused & { readonly file: string };
  readonly configuration_not_reloaded_yet: Caused & { readonly file: string; readonly seconds: number };

  /** `activity` and `assurance` are themselves failures of this table. */
  readonly activity_retried: Caused & {
    readonly activity: string;
    readonly seconds: number;
    readonly assurance: string;
  };
  readonly nothing_is_lost: undefined;
  readonly records_are_written_later: undefined;
  readonly reload_step: { readonly file: string; readonly activity: string };
  readonly opening_log_outputs: undefined;
  readonly loading_notifiers: undefined;
  readonly writing_events: { readonly output: string };
  readonly selecting_records: Named;
  readonly sending_alerts: Named;
  readonly sending_conditions: Named;

  readonly stop_step_failed: Caused & { readonly activity: string };
  readonly ending_reload: undefined;
  readonly ending_scans: undefined;
  readonly ending_probes: undefined;
  readonly writing_stop: undefined;
  readonly closing_log_outputs: undefined;
  readonly ending_attempts: undefined;
  readonly saving_certificate_cache: undefined;
  readonly closing_certificate_cache: undefined;
  readonly closing_event_log: undefined;
  readonly unlocking_state_directory: undefined;

  /** `activity` and `message` are themselves failures of this table. */
  readonly activity_state: { readonly activity: string; readonly message: string };
  readonly heartbeat: Named;
  readonly heartbeat_withheld: undefined;
  readonly heartbeat_sent_again: undefined;
  readonly working_again: undefined;
  /** `reason` is the code of the reason; `next` is one of the next three. */
  readonly sending_failed: Caused & { readonly reason: Reason; readonly next: string };
  readonly retrying: undefined;
  readonly no_further_heartbeats: undefined;
  readonly no_further_requests: undefined;
  readonly alert_not_sent: Caused & Named;

  readonly scan_failed_for_now: Caused & { readonly seconds: number };
  readonly schedule_ended: Caused;
  readonly probe_crashed: Caused & { readonly connector: string; readonly url: string };
  readonly rotations_not_read: Caused;
  readonly probe_requests_not_read: Caused;
  readonly event_log_only_open: Caused;
  readonly event_log_was_damaged: Caused & { readonly location: string };
  readonly accepted_file_not_stored: Caused;
  readonly http_listening: { readonly url: string };
  readonly http_opening: { readonly address: string };
  readonly http_thread_running: undefined;
  readonly monitoring_continues: undefined;
  readonly http_thread_ended: { readonly code: number };
  readonly http_thread_outdated: { readonly running: string; readonly installed: string };
  readonly http_request_failed: Caused & { readonly path: string };
  readonly closing_http: undefined;
  readonly service_manager_not_notified: Caused & { readonly assignments: string };

  readonly certificate_cache_not_saved: Caused;
  /** `problem` is one of the next four. */
  readonly certificate_cache_disabled: Caused & { readonly problem: string };
  readonly certificate_cache_not_opened: { readonly path: string };
  readonly certificate_cache_not_read: { readonly path: string };
  readonly certificate_cache_not_written: { readonly path: string };
  readonly certificate_cache_not_tidied: { readonly path: string };

  /** `limit` is one of the next two. */
  readonly directories_not_watched: { readonly store: string; readonly limit: string };
  readonly watches_exhausted: { readonly code: string };
  readonly too_many_watched_directories: { readonly maximum: number };
}

/** The texts of the daemon's own log: its problems, their end, and the status for systemd. */
export const DIAGNOSTIC_PHRASES: FailureTable<DiagnosticFailureArguments> = {
  monitoring: phrase({
    en: ({ connectors, stores, fqdn }) => `monitoring ${connectors} connectors and ${stores} stores as ${fqdn}`,
    ja: ({ connectors, stores, fqdn }) =>
      `${fqdn} としてコネクタ ${connectors} 個、ストア ${stores} 個を監視しています`,
  }),
  checking_event_log: phrase({
    en: ({ megabytes }) => `checking the event log (${megabytes} MB), after an unclean stop or a restore`,
    ja: ({ megabytes }) => `異常終了または復元の後のため、イベント ログ (${megabytes} MB) を検証しています`,
  }),

  reload_needs_restart: phrase({
    en: ({ file }) => `cannot reload ${file}: mailcertd must be restarted; the previous configuration stays active`,
    ja: ({ file }) => `${file} を再読み込みできません: mailcertd の再起動が必要です。引き続き以前の構成で動作します`,
  }),
  reload_has_errors: phrase({
    en: ({ file }) => `cannot reload ${file}: it has errors; the previous configuration stays active`,
    ja: ({ file }) => `${file} を再読み込みできません: 誤りがあります。引き続き以前の構成で動作します`,
  }),
  configuration_issue: phrase({
    en: ({ file, line, column, cause }) => `${file}:${line}:${column}: ${cause}`,
    ja: ({ file, line, column, cause }) => `${file}:${line}:${column}: ${cause}`,
  }),
  configuration_not_reloaded: phrase({
    en: ({ file, cause }) => `cannot reload ${file}: ${cause}`,
    ja: ({ file, cause }) => `${file} を再読み込みできません: ${cause}`,
  }),
  configuration_not_reloaded_yet: phrase({
    en: ({ file, cause, seconds }) => `cannot reload ${file}: ${cause}; mailcertd tries again in ${seconds} s`,
    ja: ({ file, cause, seconds }) =>
      `${file} を再読み込みできません: ${cause}。mailcertd は ${seconds} 秒後に再試行します`,
  }),

  activity_retried: phrase({
    en: ({ activity, cause, seconds, assurance }) =>
      `${activity}: ${cause}; mailcertd tries again in ${seconds} s, ${assurance}`,
    ja: ({ activity, cause, seconds, assurance }) =>
      `${activity}に失敗しました: ${cause}。mailcertd は ${seconds} 秒後に再試行します (${assurance})`,
  }),
  nothing_is_lost: phrase({ en: 'nothing is lost', ja: '失われるものはありません' }),
  records_are_written_later: phrase({
    en: 'all stored records are written later',
    ja: '保存済みのレコードは後ですべて出力します',
  }),
  reload_step: phrase({
    en: ({ file, activity }) => `reloading ${file}: ${activity}`,
    ja: ({ file, activity }) => `${file} の再読み込み中の${activity}`,
  }),
  opening_log_outputs: phrase({ en: 'opening the log outputs', ja: 'ログ出力の準備' }),
  loading_notifiers: phrase({ en: 'loading the notifiers', ja: '通知先の読み込み' }),
  writing_events: phrase({
    en: ({ output }) => `writing events to ${output}`,
    ja: ({ output }) => `${output} へのイベントの出力`,
  }),
  selecting_records: phrase({
    en: ({ name }) => `selecting records for ${name}`,
    ja: ({ name }) => `通知先「${name}」に送るレコードの選択`,
  }),
  sending_alerts: phrase({ en: ({ name }) => `sending to ${name}`, ja: ({ name }) => `通知先「${name}」への送信` }),
  sending_conditions: phrase({
    en: ({ name }) => `sending the open conditions to ${name}`,
    ja: ({ name }) => `「${name}」への未解消の問題の送信`,
  }),

  stop_step_failed: phrase({
    en: ({ activity, cause }) => `while stopping: cannot ${activity}: ${cause}`,
    ja: ({ activity, cause }) => `停止処理中、${activity}に失敗しました: ${cause}`,
  }),
  ending_reload: phrase({ en: 'end the reload', ja: '再読み込みの終了' }),
  ending_scans: phrase({ en: 'end the scans', ja: 'スキャンの終了' }),
  ending_probes: phrase({ en: 'end the probes', ja: '接続確認の終了' }),
  writing_stop: phrase({ en: 'record the stop', ja: '停止の記録' }),
  closing_log_outputs: phrase({ en: 'close the log outputs', ja: 'ログ出力の終了' }),
  ending_attempts: phrase({ en: 'end the attempts under way', ja: '実行中の送信の終了' }),
  saving_certificate_cache: phrase({ en: 'save the certificate cache', ja: '証明書キャッシュの保存' }),
  closing_certificate_cache: phrase({ en: 'close the certificate cache', ja: '証明書キャッシュを閉じる処理' }),
  closing_event_log: phrase({ en: 'close the event log', ja: 'イベント ログを閉じる処理' }),
  unlocking_state_directory: phrase({ en: 'unlock the state directory', ja: '状態フォルダーのロックの解除' }),

  activity_state: phrase({
    en: ({ activity, message }) => `${activity}: ${message}`,
    ja: ({ activity, message }) => `${activity}: ${message}`,
  }),
  heartbeat: phrase({ en: ({ name }) => `heartbeat ${name}`, ja: ({ name }) => `稼働通知「${name}」` }),
  heartbeat_withheld: phrase({
    en: 'not sent, because certificates are currently not monitored',
    ja: '現在、証明書を監視できていないため送信しません',
  }),
  heartbeat_sent_again: phrase({ en: 'sending resumed', ja: '送信を再開しました' }),
  working_again: phrase({ en: 'working again', ja: '正常に戻りました' }),
  sending_failed: phrase({
    en: ({ cause, reason, next }) => `${cause}${reasonInParentheses(reason, 'en')}; ${next}`,
    ja: ({ cause, reason, next }) => `${cause}${reasonInParentheses(reason, 'ja')}。${next}`,
  }),
  retrying: phrase({ en: 'retrying', ja: '再試行します' }),
  no_further_heartbeats: phrase({ en: 'no further heartbeats are sent', ja: '以後、稼働通知は送信しません' }),
  no_further_requests: phrase({ en: 'no further requests are sent', ja: '以後、要求は送信しません' }),
  alert_not_sent: phrase({
    en: ({ name, cause }) => `cannot send to ${name}: ${cause}`,
    ja: ({ name, cause }) => `通知先「${name}」に送信できません: ${cause}`,
  }),

  scan_failed_for_now: phrase({
    en: ({ cause, seconds }) => `a scan failed: ${cause}; mailcertd tries again in ${seconds} s`,
    ja: ({ cause, seconds }) => `スキャンに失敗しました: ${cause}。mailcertd は ${seconds} 秒後に再試行します`,
  }),
  schedule_ended: phrase({
    en: ({ cause }) => `scheduled scans have stopped: ${cause}; restart mailcertd`,
    ja: ({ cause }) => `定期スキャンが停止しました: ${cause}。mailcertd を再起動してください`,
  }),
  probe_crashed: phrase({
    en: ({ connector, url, cause }) => `probing ${connector} at ${url} failed: ${cause}`,
    ja: ({ connector, url, cause }) => `コネクタ「${connector}」の接続確認 (${url}) に失敗しました: ${cause}`,
  }),
  rotations_not_read: phrase({
    en: ({ cause }) => `cannot read the results of reload commands: ${cause}`,
    ja: ({ cause }) => `再読み込みコマンドの結果を読み取れません: ${cause}`,
  }),
  probe_requests_not_read: phrase({
    en: ({ cause }) => `cannot read requests for probes: ${cause}`,
    ja: ({ cause }) => `接続確認の要求を読み取れません: ${cause}`,
  }),
  event_log_only_open: phrase({
    en: ({ cause }) =>
      `${cause}. Only this process still has the event log: free disk space before you stop mailcertd. The next scan tries again`,
    ja: ({ cause }) =>
      `${cause}。イベント ログはこのプロセスにしか残っていません。mailcertd を停止する前に、ディスクの空き領域を増やしてください。次回のスキャンで再試行します`,
  }),
  event_log_was_damaged: phrase({
    en: ({ cause, location }) => `the event log was damaged: ${cause}; the damaged file is now ${location}`,
    ja: ({ cause, location }) => `イベント ログが破損していました: ${cause}。破損したファイルの移動先: ${location}`,
  }),
  accepted_file_not_stored: phrase({
    en: ({ cause }) => `cannot store the accepted configuration for commands: ${cause}`,
    ja: ({ cause }) => `コマンドで使用する有効な構成を保存できません: ${cause}`,
  }),
  http_listening: phrase({ en: ({ url }) => `listening on ${url}`, ja: ({ url }) => `${url} で待ち受けています` }),
  http_opening: phrase({
    en: ({ address }) => `listening on ${address}`,
    ja: ({ address }) => `${address} での待ち受け`,
  }),
  http_thread_running: phrase({ en: 'running the HTTP server', ja: 'HTTP サーバーの実行' }),
  monitoring_continues: phrase({ en: 'monitoring continues', ja: '監視は継続します' }),
  http_thread_ended: phrase({
    en: ({ code }) => `its thread has ended with code ${code}`,
    ja: ({ code }) => `スレッドがコード ${code} で終了しました`,
  }),
  http_thread_outdated: phrase({
    en: ({ running, installed }) =>
      `the HTTP server is off until mailcertd is restarted, because version ${installed} is installed and version ${running} is running`,
    ja: ({ running, installed }) =>
      `バージョン ${running} の実行中にバージョン ${installed} がインストールされたため、HTTP サーバーは mailcertd を再起動するまで停止します`,
  }),
  http_request_failed: phrase({
    en: ({ path, cause }) => `the HTTP request ${path} failed: ${cause}`,
    ja: ({ path, cause }) => `HTTP 要求 ${path} を処理できませんでした: ${cause}`,
  }),
  closing_http: phrase({ en: 'close the HTTP server', ja: 'HTTP サーバーの終了' }),
  service_manager_not_notified: phrase({
    en: ({ cause, assignments }) => `cannot notify the service manager (${assignments}): ${cause}`,
    ja: ({ cause, assignments }) => `systemd に通知できません (${assignments}): ${cause}`,
  }),

  certificate_cache_not_saved: phrase({
    en: ({ cause }) => `cannot save the cache of certificate files: ${cause}`,
    ja: ({ cause }) => `証明書ファイルのキャッシュを保存できません: ${cause}`,
  }),
  certificate_cache_disabled: phrase({
    en: ({ problem, cause }) => `${problem}: ${cause}; files are read again at the next start`,
    ja: ({ problem, cause }) => `${problem}: ${cause}。次回の起動時にファイルを読み直します`,
  }),
  certificate_cache_not_opened: phrase({
    en: ({ path }) => `cannot open the cache of certificate files ${path}`,
    ja: ({ path }) => `証明書ファイルのキャッシュ ${path} を開けません`,
  }),
  certificate_cache_not_read: phrase({
    en: ({ path }) => `cannot read the cache of certificate files ${path}`,
    ja: ({ path }) => `証明書ファイルのキャッシュ ${path} を読み取れません`,
  }),
  certificate_cache_not_written: phrase({
    en: ({ path }) => `cannot write the cache of certificate files ${path}`,
    ja: ({ path }) => `証明書ファイルのキャッシュ ${path} に書き込めません`,
  }),
  certificate_cache_not_tidied: phrase({
    en: ({ path }) => `cannot delete old parts of the cache of certificate files ${path}`,
    ja: ({ path }) => `証明書ファイルのキャッシュ ${path} から不要な部分を削除できません`,
  }),

  directories_not_watched: phrase({
    en: ({ store, limit }) =>
      `cannot watch some directories of certificate store "${store}": ${limit}; the next scheduled scan finds changes in these directories`,
    ja: ({ store, limit }) =>
      `証明書ストア「${store}」の一部のフォルダーを監視できません: ${limit}。これらのフォルダーの変更は次回の定期スキャンで検出します`,
  }),
  watches_exhausted: phrase({
    en: ({ code }) => `${code}: the limit of watches is reached; increase fs.inotify.max_user_watches`,
    ja: ({ code }) => `監視数の上限に達しました。fs.inotify.max_user_watches を増やしてください (${code})`,
  }),
  too_many_watched_directories: phrase({
    en: ({ maximum }) => `more than ${maximum} directories`,
    ja: ({ maximum }) => `フォルダーが ${maximum} 個を超えています`,
  }),
};

/** The messages of the daemon's own log. */
export const DIAGNOSTIC_FAILURES: Failures<FailureTable<DiagnosticFailureArguments>> = failuresOf(DIAGNOSTIC_PHRASES);
