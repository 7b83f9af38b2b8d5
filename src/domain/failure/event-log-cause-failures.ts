import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf, phraseByReader } from './failure.ts';

interface SchemaVersions {
  readonly version: number;
  /** The version that this program supports. */
  readonly supported: number;
}

/** The message of SQLite, with its result code. */
interface SqliteError {
  readonly error: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface EventLogCauseArguments {
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

/** The texts why an operation on the event log failed. */
export const EVENT_LOG_CAUSE_PHRASES: FailureTable<EventLogCauseArguments> = {
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

/** The causes of failed operations on the event log. */
export const EVENT_LOG_CAUSES: Failures<FailureTable<EventLogCauseArguments>> = failuresOf(EVENT_LOG_CAUSE_PHRASES);
