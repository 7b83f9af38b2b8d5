import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The damage of an event log, and which rows were lost. */
interface Damage {
  readonly damage: string;
  readonly rows: string;
}

interface Table {
  readonly table: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface DamageFailureArguments {
  readonly event_log_damage: Damage;
  /** `copy` is the new path of the file that was found in place of the event log. */
  readonly event_log_file_replaced: { readonly copy: string; readonly rows: string };
  readonly event_log_file_moved: { readonly rows: string };
  readonly event_log_missing_at_start: undefined;
  readonly event_log_empty: undefined;
  readonly schema_version_missing: undefined;
  readonly schema_different: { readonly version: number; readonly object: string };
  /** `value` is an `unreadable_value`, or in records of earlier versions its English text. */
  readonly stored_value_unreadable: { readonly value: string };
  /** `keys` are the parts of the key of the row. */
  readonly unreadable_value: Table & { readonly column: string; readonly keys: readonly string[] };
  readonly head_missing: undefined;
  readonly head_without_records: { readonly head: number };
  readonly head_not_newest: { readonly newest: number; readonly head: number };
  readonly follower_beyond_head: { readonly position: number; readonly head: number };

  readonly no_row_lost: undefined;
  readonly rows_lost: { readonly tables: readonly string[] };
  readonly rows_of_table: Table & { readonly count: number };
  readonly table_in_part: Table;
  readonly no_row_readable: undefined;
  readonly no_row_copied: { readonly cause: string };
}

/** The texts of damages of the event log, and of the rows that were lost. */
export const DAMAGE_PHRASES: FailureTable<DamageFailureArguments> = {
  event_log_damage: phrase({
    en: ({ damage, rows }) => `${damage}; ${rows}`,
    ja: ({ damage, rows }) => `${damage}。${rows}`,
  }),
  event_log_file_replaced: phrase({
    en: ({ copy, rows }) =>
      `another file replaced the event log while mailcertd was running; that file is now ${copy}; the content of the event log was written to a new file; ${rows}`,
    ja: ({ copy, rows }) =>
      `イベント ログのファイルが mailcertd の動作中に別のファイルに置き換えられました。置き換えたファイルは ${copy} に移し、イベント ログの内容は新しいファイルに書き込みました。${rows}`,
  }),
  event_log_file_moved: phrase({
    en: ({ rows }) =>
      `the event log was deleted or moved while mailcertd was running; its content was written to a new file; ${rows}`,
    ja: ({ rows }) =>
      `mailcertd の動作中にイベント ログのファイルが削除または移動されました。イベント ログの内容は新しいファイルに書き込みました。${rows}`,
  }),
  event_log_missing_at_start: phrase({
    en: 'the event log was missing at the start, but other files of mailcertd were in the state directory; a new log was begun',
    ja: '起動時にイベント ログのファイルがありませんでしたが、状態フォルダーに mailcertd のほかのファイルがありました。新しいログを開始しました',
  }),
  event_log_empty: phrase({
    en: 'it is empty or missing, and its -wal or -shm file is still there',
    ja: 'イベント ログのファイルが空か、存在しません。-wal または -shm ファイルは残っています',
  }),
  schema_version_missing: phrase({
    en: 'it has tables, but no schema version',
    ja: 'テーブルがありますが、スキーマのバージョンがありません',
  }),
  schema_different: phrase({
    en: ({ version, object }) => `its schema is not that of version ${version}: ${object} is missing or different`,
    ja: ({ version, object }) =>
      `スキーマがバージョン ${version} のものではありません: ${object} がないか、異なっています`,
  }),
  stored_value_unreadable: phrase({
    en: ({ value }) => `a value cannot be read: ${value}`,
    ja: ({ value }) => `値を読み取れません: ${value}`,
  }),
  unreadable_value: phrase({
    en: ({ table, column, keys }) => `column ${column} of table ${table}, key ${keys.join(', ')}`,
    ja: ({ table, column, keys }) => `テーブル ${table} の列 ${column} (キー ${keys.join('、')})`,
  }),
  head_missing: phrase({ en: 'the number of its newest record is missing', ja: '末尾のレコード番号がありません' }),
  head_without_records: phrase({
    en: ({ head }) => `it has no records, but should end with record ${head}`,
    ja: ({ head }) => `レコードが 1 件もありませんが、末尾のレコード番号は ${head} のはずです`,
  }),
  head_not_newest: phrase({
    en: ({ newest, head }) => `it ends with record ${newest} instead of ${head}`,
    ja: ({ newest, head }) => `最新のレコードは ${newest} ですが、末尾のレコード番号は ${head} のはずです`,
  }),
  follower_beyond_head: phrase({
    en: ({ position, head }) =>
      `a log output or notifier has already read record ${position}, but the log ends with record ${head}`,
    ja: ({ position, head }) =>
      `ログ出力または通知先がレコード ${position} まで読み取り済みですが、末尾のレコード番号は ${head} です`,
  }),

  no_row_lost: phrase({ en: 'no row was lost', ja: '失われた行はありません' }),
  rows_lost: phrase({
    en: ({ tables }) => `rows lost: ${tables.join(', ')}`,
    ja: ({ tables }) => `失われた行: ${tables.join('、')}`,
  }),
  rows_of_table: phrase({
    en: ({ table, count }) => `${table} ${count}`,
    ja: ({ table, count }) => `${table} ${count} 行`,
  }),
  table_in_part: phrase({
    en: ({ table }) => `some rows of table ${table}`,
    ja: ({ table }) => `テーブル ${table} の一部`,
  }),
  no_row_readable: phrase({ en: 'nothing of it could be read', ja: '読み取れた内容はありません' }),
  no_row_copied: phrase({
    en: ({ cause }) => `no row was copied: ${cause}`,
    ja: ({ cause }) => `行をコピーできませんでした: ${cause}`,
  }),
};

/** The damages of the event log, and which rows were lost. */
export const DAMAGE_FAILURES: Failures<FailureTable<DamageFailureArguments>> = failuresOf(DAMAGE_PHRASES);
