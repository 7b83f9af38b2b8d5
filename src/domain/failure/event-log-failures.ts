import { joinJapanese } from '../text/join-japanese.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import { type Failure, type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Operation {
  /** The path of the event log. */
  readonly path: string;
  readonly cause: string;
}

/** An operation for a log output or notifier. */
interface NamedOperation extends Operation {
  readonly name: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface EventLogFailureArguments {
  readonly event_log_not_read: Operation;
  readonly event_log_not_opened: Operation;
  readonly event_log_not_written: Operation;
  readonly event_log_not_pruned: Operation;
  readonly event_log_not_rewritten: Operation;
  readonly event_log_misplaced: Operation;
  readonly event_log_directory_in_use: { readonly path: string; readonly processId: number };
  readonly silence_not_stored: Operation;
  readonly silence_not_expired: Operation;
  readonly unreadable_silences_not_removed: Operation;
  readonly delivery_not_stored: Operation;
  readonly attempt_not_stored: Operation;
  readonly deliveries_not_stored: NamedOperation;
  readonly deliveries_not_taken: NamedOperation;
  readonly deliveries_not_returned: NamedOperation;
  readonly overdue_deliveries_not_failed: NamedOperation;
  readonly notifier_result_not_stored: NamedOperation;
  readonly notifier_not_enabled: NamedOperation;
  readonly notifiers_not_removed: Operation;
  readonly probe_request_not_stored: Operation;
  readonly test_result_not_stored: Operation;
  readonly reload_result_not_stored: Operation;
  readonly scan_not_stored: Operation;
  readonly heartbeat_not_stored: Operation;
  readonly start_not_stored: Operation;
  readonly damage_report_not_stored: Operation;
  readonly missed_records_not_stored: Operation;
  readonly position_not_read: NamedOperation;
  readonly position_not_stored: NamedOperation;
  readonly outputs_not_removed: Operation;
  readonly output_failure_not_stored: NamedOperation;
  readonly output_recovery_not_stored: NamedOperation;
  readonly condition_without_record: { readonly conditionId: string };
  readonly stale_revision: { readonly shard: string; readonly expected: number; readonly found: number };
}

/** The maker of the failure of an operation on the event log. */
export type EventLogOperation = (values: { readonly path: string; readonly cause: string | Failure }) => Failure;

/** Returns the maker of the failure of an operation for a log output or notifier. */
export function forName(
  failure: (values: { readonly path: string; readonly cause: string | Failure; readonly name: string }) => Failure,
  name: string,
): EventLogOperation {
  return (values) => failure({ ...values, name });
}

/** The texts of failed operations on the event log. Their causes have a file of their own. */
export const EVENT_LOG_PHRASES: FailureTable<EventLogFailureArguments> = {
  event_log_not_read: operation(phrase({ en: 'read', ja: 'の読み取り' })),
  event_log_not_opened: phrase({
    en: ({ path, cause }) => `cannot open the event log ${path}: ${cause}`,
    ja: ({ path, cause }) => `イベント ログ ${path} を開けません: ${cause}`,
  }),
  event_log_not_written: operation(phrase({ en: 'write', ja: 'への書き込み' })),
  event_log_not_pruned: operation(phrase({ en: 'prune', ja: 'の古いレコードの削除' })),
  event_log_not_rewritten: phrase({
    en: ({ path, cause }) => `cannot create a new event log ${path}: ${cause}`,
    ja: ({ path, cause }) => `イベント ログ ${path} の再作成に失敗しました: ${cause}`,
  }),
  event_log_misplaced: phrase({
    en: ({ path, cause }) =>
      `cannot use the event log ${path}: ${cause} while mailcertd was running; start mailcertd again`,
    ja: ({ path, cause }) =>
      joinJapanese(
        `イベント ログ ${path} を使用できません: mailcertd の動作中に`,
        cause,
        '。mailcertd を再起動してください',
      ),
  }),
  event_log_directory_in_use: phrase({
    en: ({ path, processId }) =>
      `cannot create a new event log ${path}: process ${processId} uses that directory now; stop that process, then start mailcertd again`,
    ja: ({ path, processId }) =>
      `イベント ログ ${path} の再作成に失敗しました: プロセス ${processId} がそのフォルダーを使用しています。そのプロセスを停止してから mailcertd を開始してください`,
  }),
  silence_not_stored: operation(phrase({ en: 'store a silence in', ja: 'への通知停止の保存' })),
  silence_not_expired: operation(phrase({ en: 'expire a silence in', ja: 'の通知停止の解除' })),
  unreadable_silences_not_removed: operation(
    phrase({ en: 'remove unreadable silences from', ja: 'の読み取れない通知停止の削除' }),
  ),
  delivery_not_stored: operation(phrase({ en: 'store a delivery in', ja: 'への送信の保存' })),
  attempt_not_stored: operation(phrase({ en: 'store an attempt in', ja: 'への送信結果の保存' })),
  deliveries_not_stored: namedOperation(
    phrase({ en: (name: string) => `store deliveries for ${name} in`, ja: (name) => `への送信の保存 (${name}) ` }),
  ),
  deliveries_not_taken: namedOperation(
    phrase({
      en: (name: string) => `take deliveries for ${name} from`,
      ja: (name) => `からの送信の取り出し (${name}) `,
    }),
  ),
  deliveries_not_returned: namedOperation(
    phrase({
      en: (name: string) => `return deliveries for ${name} to the queue in`,
      ja: (name) => `の送信を送信待ちに戻す処理 (${name}) `,
    }),
  ),
  overdue_deliveries_not_failed: namedOperation(
    phrase({
      en: (name: string) => `mark the overdue deliveries to ${name} as failed in`,
      ja: (name) => `の期限を過ぎた送信を送信失敗にする処理 (${name}) `,
    }),
  ),
  notifier_result_not_stored: namedOperation(
    phrase({
      en: (name: string) => `store the result of notifying ${name} in`,
      ja: (name) => `への通知結果の保存 (${name}) `,
    }),
  ),
  notifier_not_enabled: namedOperation(
    phrase({ en: (name: string) => `enable notifier ${name} in`, ja: (name) => `の通知先の有効化 (${name}) ` }),
  ),
  notifiers_not_removed: operation(phrase({ en: 'remove notifiers from', ja: 'からの通知先の削除' })),
  probe_request_not_stored: operation(phrase({ en: 'store a request for probes in', ja: 'への接続確認要求の保存' })),
  test_result_not_stored: operation(phrase({ en: 'store the result of a test in', ja: 'へのテスト結果の保存' })),
  reload_result_not_stored: operation(
    phrase({ en: 'store the result of a reload in', ja: 'への再読み込みの結果の保存' }),
  ),
  scan_not_stored: operation(phrase({ en: 'store a scan in', ja: 'へのスキャン結果の保存' })),
  heartbeat_not_stored: operation(phrase({ en: 'store a heartbeat in', ja: 'への稼働通知の保存' })),
  start_not_stored: operation(phrase({ en: 'store the start time of mailcertd in', ja: 'への起動日時の保存' })),
  damage_report_not_stored: operation(phrase({ en: 'store the report of damage in', ja: 'への破損の報告の保存' })),
  missed_records_not_stored: operation(
    phrase({
      en: 'store missed records of log outputs in',
      ja: 'への、ログ出力に書き込めなかったレコードの情報の保存',
    }),
  ),
  position_not_read: namedOperation(
    phrase({
      en: (name: string) => `read the position of ${name} in`,
      ja: (name) => `の読み取り位置の取得 (${name}) `,
    }),
  ),
  position_not_stored: namedOperation(
    phrase({
      en: (name: string) => `store the position of ${name} in`,
      ja: (name) => `への読み取り位置の保存 (${name}) `,
    }),
  ),
  outputs_not_removed: operation(phrase({ en: 'remove log outputs from', ja: 'からのログ出力の削除' })),
  output_failure_not_stored: namedOperation(
    phrase({
      en: (name: string) => `store the failure of log output ${name} in`,
      ja: (name) => `へのログ出力のエラーの保存 (${name}) `,
    }),
  ),
  output_recovery_not_stored: namedOperation(
    phrase({
      en: (name: string) => `store the recovery of log output ${name} in`,
      ja: (name) => `へのログ出力の回復の保存 (${name}) `,
    }),
  ),
  condition_without_record: phrase({
    en: ({ conditionId }) =>
      `cannot store condition ${conditionId}: it has no record; this is a bug in mailcertd, please report it`,
    ja: ({ conditionId }) =>
      `問題 ${conditionId} の保存に失敗しました: レコードがありません。mailcertd の不具合です。報告してください`,
  }),
  stale_revision: phrase({
    en: ({ shard, expected, found }) =>
      `cannot store a scan of ${shard}: revision ${expected} was expected and ${found} found; another process writes to this event log; stop that process`,
    ja: ({ shard, expected, found }) =>
      `${shard} のスキャン結果の保存に失敗しました: リビジョン ${expected} のはずが ${found} になっています。別のプロセスがこのイベント ログに書き込んでいます。そのプロセスを停止してください`,
  }),
};

/** The failures of operations on the event log. */
export const EVENT_LOG_FAILURES: Failures<FailureTable<EventLogFailureArguments>> = failuresOf(EVENT_LOG_PHRASES);

/** Returns the texts of an operation: its verb and object, before or after the name of the event log. */
function operation(words: Phrase<string>): Phrase<(values: Operation) => string> {
  return phrase({
    en: ({ path, cause }) => `cannot ${words.en} the event log ${path}: ${cause}`,
    ja: ({ path, cause }) => `イベント ログ ${path} ${words.ja}に失敗しました: ${cause}`,
  });
}

/** Returns the texts of an operation for a log output or notifier. */
function namedOperation(words: Phrase<(name: string) => string>): Phrase<(values: NamedOperation) => string> {
  return phrase({
    en: ({ path, name, cause }) => `cannot ${words.en(name)} the event log ${path}: ${cause}`,
    ja: ({ path, name, cause }) => `イベント ログ ${path} ${words.ja(name)}に失敗しました: ${cause}`,
  });
}
