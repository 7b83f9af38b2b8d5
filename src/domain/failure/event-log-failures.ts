import { joinJapanese } from '../text/join-japanese.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import { type Failure, type Failures, type FailureTable, failuresOf, phraseByReader } from './failure.ts';

interface Operation {
  /** The path of the event log. */
  readonly path: string;
  readonly cause: string;
}

/** An operation for a log output or notifier. */
interface NamedOperation extends Operation {
  readonly name: string;
}

interface SchemaVersions {
  readonly version: number;
  /** The version that this program supports. */
  readonly supported: number;
}

/** A state directory that belongs to another account than that of the process. */
interface ForeignDirectory {
  readonly stateDirectory: string;
  readonly owner: string;
  readonly account: string;
}

/** The message of SQLite, with its result code. */
interface SqliteError {
  readonly error: string;
}

/** The next step if a directory belongs to another account. */
const RUN_AS = phrase({
  en: (owner: string) => `run this as ${owner === 'root' ? 'root' : `${owner} or root`} (sudo)`,
  ja: (owner) => `${owner === 'root' ? 'root' : `${owner} または root`} で実行してください (sudo)`,
});

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
  readonly state_directory_in_use: { readonly stateDirectory: string; readonly processId: number | undefined };
  readonly state_lock_not_taken: Operation;
  readonly state_directory_of_other_account: ForeignDirectory;
  /** `parent` is the directory in which the state directory cannot be created. */
  readonly state_directory_not_created: ForeignDirectory & { readonly parent: string };

  readonly event_log_missing: undefined;
  readonly event_log_permission_denied: undefined;
  readonly account_may_not_write: undefined;
  readonly event_log_not_regular: undefined;
  readonly event_log_is_link: undefined;
  readonly event_log_part_not_regular: { readonly suffix: string };
  readonly journal_of_other_database: undefined;
  /** `backup` is the backup from before the upgrade; undefined: it is unknown. */
  readonly event_log_newer: SchemaVersions & { readonly backup: string | undefined };
  readonly event_log_not_upgraded: SchemaVersions;
  readonly value_unreadable: { readonly value: string };
  readonly event_log_replaced: undefined;
  readonly event_log_moved: undefined;
  readonly event_log_wal_moved: undefined;
  readonly sqlite_full: SqliteError;
  readonly sqlite_io_error: SqliteError;
  readonly sqlite_read_only: SqliteError;
  readonly sqlite_wal_missing: SqliteError;
  readonly sqlite_busy: SqliteError;
  readonly sqlite_not_opened: SqliteError;
  readonly sqlite_permission_denied: SqliteError;
  readonly sqlite_corrupt: SqliteError;
  readonly sqlite_not_a_database: SqliteError;
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

/** The texts of failed operations on the event log. Operations come first, then causes. */
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
  state_directory_in_use: phrase({
    en: ({ stateDirectory, processId }) =>
      `cannot lock the state directory ${stateDirectory}: another mailcertd${processId === undefined ? '' : ` (process ${processId})`} uses it; stop that process or set another stateDirectory`,
    ja: ({ stateDirectory, processId }) =>
      `状態フォルダー ${stateDirectory} をロックできません: 別の mailcertd${processId === undefined ? '' : ` (プロセス ${processId})`} が使用しています。そのプロセスを停止するか、別の stateDirectory を指定してください`,
  }),
  state_lock_not_taken: phrase({
    en: ({ path, cause }) => `cannot lock the state directory ${path}: ${cause}`,
    ja: ({ path, cause }) => `状態フォルダー ${path} をロックできません: ${cause}`,
  }),
  state_directory_of_other_account: phraseByReader(
    phrase({
      en: ({ stateDirectory, owner, account }) =>
        `cannot lock the state directory ${stateDirectory}: it belongs to ${owner}, and account ${account} has no write permission; ${RUN_AS.en(owner)}`,
      ja: ({ stateDirectory, owner, account }) =>
        `状態フォルダー ${stateDirectory} をロックできません: 所有者は ${owner} で、アカウント ${account} には書き込みの権限がありません。${RUN_AS.ja(owner)}`,
    }),
    phrase({
      en: ({ stateDirectory, owner, account }) =>
        `cannot lock the state directory ${stateDirectory}: it belongs to ${owner}, and account ${account} has no write permission`,
      ja: ({ stateDirectory, owner, account }) =>
        `状態フォルダー ${stateDirectory} をロックできません: 所有者は ${owner} で、アカウント ${account} には書き込みの権限がありません`,
    }),
  ),
  state_directory_not_created: phraseByReader(
    phrase({
      en: ({ stateDirectory, parent, owner, account }) =>
        `cannot create the state directory ${stateDirectory}: ${parent} belongs to ${owner}, and account ${account} has no write permission; ${RUN_AS.en(owner)}`,
      ja: ({ stateDirectory, parent, owner, account }) =>
        `状態フォルダー ${stateDirectory} を作成できません: ${parent} の所有者は ${owner} で、アカウント ${account} には書き込みの権限がありません。${RUN_AS.ja(owner)}`,
    }),
    phrase({
      en: ({ stateDirectory, parent, owner, account }) =>
        `cannot create the state directory ${stateDirectory}: ${parent} belongs to ${owner}, and account ${account} has no write permission`,
      ja: ({ stateDirectory, parent, owner, account }) =>
        `状態フォルダー ${stateDirectory} を作成できません: ${parent} の所有者は ${owner} で、アカウント ${account} には書き込みの権限がありません`,
    }),
  ),

  event_log_missing: phrase({
    en: 'it does not exist; no daemon has run here, or stateDirectory is wrong',
    ja: 'ファイルがありません。デーモンがまだ一度も起動されていないか、stateDirectory の指定が間違っています',
  }),
  event_log_permission_denied: phraseByReader(
    phrase({
      en: 'permission denied; ask to be added to group mailcertd, or run the command as root',
      ja: 'アクセス権がありません。mailcertd グループへの追加を依頼するか、root で実行してください',
    }),
    phrase({
      en: 'the account of mailcertd has no access to it',
      ja: 'mailcertd を実行するアカウントにアクセス権がありません',
    }),
  ),
  account_may_not_write: phraseByReader(
    phrase({
      en: 'only root and the account of the daemon can write to it; run the command as one of them (sudo)',
      ja: '実行できるのは root とデーモンのアカウントだけです。いずれかで実行してください (sudo)',
    }),
    phrase({
      en: 'only root and the account of the daemon can write to it',
      ja: '書き込めるのは root とデーモンのアカウントだけです',
    }),
  ),
  event_log_not_regular: phrase({
    en: 'it is not a regular file; remove it',
    ja: '通常のファイルではありません。削除してください',
  }),
  event_log_is_link: phrase({
    en: 'it is a link, which is not followed; replace it with the file, or remove it',
    ja: 'リンクのため開きません。ファイルそのものを置くか、リンクを削除してください',
  }),
  event_log_part_not_regular: phrase({
    en: ({ suffix }) => `its ${suffix} file is not a regular file; remove it`,
    ja: ({ suffix }) => `${suffix} ファイルが通常のファイルではありません。削除してください`,
  }),
  journal_of_other_database: phrase({
    en: 'its -journal file belongs to another database; remove the -journal file',
    ja: '-journal ファイルが別のデータベースのものです。その -journal ファイルを削除してください',
  }),
  event_log_newer: phrase({
    en: ({ version, supported, backup }) =>
      `it was written by a newer mailcertd (schema ${version}, this version supports ${supported}); use that version, or restore the backup from before the upgrade: mailcertd state restore ${backup ?? 'FILE'}`,
    ja: ({ version, supported, backup }) =>
      `より新しい mailcertd が書き込んだものです (スキーマ ${version}、このバージョンの対応は ${supported} まで)。そのバージョンを使用するか、アップグレード前のバックアップから復元してください: mailcertd state restore ${backup ?? 'ファイル'}`,
  }),
  event_log_not_upgraded: phrase({
    en: ({ version, supported }) =>
      `its daemon has not yet upgraded it from schema ${version} to ${supported}; start this version's daemon once`,
    ja: ({ version, supported }) =>
      `スキーマがまだ ${version} で、${supported} に更新されていません。このバージョンのデーモンを一度起動してください`,
  }),
  value_unreadable: phrase({
    en: ({ value }) =>
      `it is damaged (a value cannot be read: ${value}); restart mailcertd, which moves the damaged file away and begins a new log with the readable rows`,
    ja: ({ value }) =>
      `破損しています (読み取れない値: ${value})。mailcertd を再起動すると、破損したファイルは別の場所に移され、読み取れる行で新しいログを開始します`,
  }),
  event_log_replaced: phrase({ en: 'another file has replaced it', ja: '別のファイルに置き換えられました' }),
  event_log_moved: phrase({ en: 'it was deleted or moved', ja: '削除または移動されました' }),
  event_log_wal_moved: phrase({
    en: 'its -wal file was deleted or moved',
    ja: '-wal ファイルが削除または移動されました',
  }),
  sqlite_full: phraseByReader(
    phrase({
      en: ({ error }) => `no space is left on its file system (${error}); free some space and try again`,
      ja: ({ error }) => `ファイル システムに空きがありません。空きを作ってから再実行してください (${error})`,
    }),
    phrase({
      en: ({ error }) => `no space is left on its file system (${error}); free some space`,
      ja: ({ error }) => `ファイル システムに空きがありません。空きを作ってください (${error})`,
    }),
  ),
  sqlite_io_error: phrase({
    en: ({ error }) => `its file system reports an error (${error}); see journalctl -k`,
    ja: ({ error }) => `ファイル システムでエラーが発生しました。journalctl -k を確認してください (${error})`,
  }),
  sqlite_read_only: phrase({
    en: ({ error }) => `its file or file system is read-only (${error}); make it writable`,
    ja: ({ error }) => `ファイルまたはファイル システムが読み取り専用です。書き込み可能にしてください (${error})`,
  }),
  sqlite_wal_missing: phraseByReader(
    phrase({
      en: ({ error }) =>
        `its -wal and -shm files are missing and cannot be created by this account; start mailcertd once (${error})`,
      ja: ({ error }) =>
        `-wal と -shm のファイルがなく、このアカウントでは作成できません。mailcertd を一度起動してください (${error})`,
    }),
    phrase({
      en: ({ error }) =>
        `its -wal and -shm files are missing, and the account of mailcertd cannot create them (${error})`,
      ja: ({ error }) => `-wal と -shm のファイルがなく、mailcertd を実行するアカウントでは作成できません (${error})`,
    }),
  ),
  sqlite_busy: phraseByReader(
    phrase({
      en: ({ error }) => `it is locked by another process (${error}); wait and try again`,
      ja: ({ error }) => `別のプロセスがロックしています。少し待ってから再実行してください (${error})`,
    }),
    phrase({
      en: ({ error }) => `it is locked by another process (${error})`,
      ja: ({ error }) => `別のプロセスがロックしています (${error})`,
    }),
  ),
  sqlite_not_opened: phrase({
    en: ({ error }) =>
      `the file, its -wal or its -shm is not accessible (${error}); check their owners and permissions`,
    ja: ({ error }) =>
      `本体、-wal、-shm のいずれかのファイルを開けません。所有者とアクセス許可を確認してください (${error})`,
  }),
  sqlite_permission_denied: phraseByReader(
    phrase({
      en: ({ error }) => `permission denied (${error}); run the command as root, or as the account of the daemon`,
      ja: ({ error }) => `アクセス権がありません。root またはデーモンのアカウントで実行してください (${error})`,
    }),
    phrase({
      en: ({ error }) => `the account of mailcertd has no access to it (${error})`,
      ja: ({ error }) => `mailcertd を実行するアカウントにアクセス権がありません (${error})`,
    }),
  ),
  sqlite_corrupt: phrase({
    en: ({ error }) =>
      `it is damaged (${error}); restart mailcertd, which moves the damaged file away and begins a new log with the readable rows`,
    ja: ({ error }) =>
      `破損しています。mailcertd を再起動すると、破損したファイルは別の場所に移され、読み取れる行で新しいログを開始します (${error})`,
  }),
  sqlite_not_a_database: phrase({
    en: ({ error }) =>
      `it is not a database (${error}); restart mailcertd, which moves the file away and begins a new log`,
    ja: ({ error }) =>
      `データベースではありません。mailcertd を再起動すると、このファイルは別の場所に移され、新しいログを開始します (${error})`,
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
