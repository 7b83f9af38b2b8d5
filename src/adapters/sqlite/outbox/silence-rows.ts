import type { Database } from 'better-sqlite3';
import type { Silence, UnreadableSilence } from '../../../domain/alert/silence.ts';
import { RECORD_FAILURES } from '../../../domain/failure/record-failures.ts';
import { replaceUnreadable } from '../schema/unreadable-values.ts';

/** A row of the table `silence`. */
interface SilenceRow {
  readonly silence_id: string;
  readonly matcher: string;
  readonly starts_at: number;
  readonly ends_at: number | null;
  readonly until_cleared: number;
  readonly condition_ids: string;
  readonly reason: string;
  readonly created_by: string;
  readonly created_at: number;
}

interface SilenceRowWithId extends SilenceRow {
  /** SQLite's number of the row, which identifies it even if `silence_id` is unreadable. */
  readonly rowid: number;
}

/**
 * SQL condition for a silence with `until_cleared`: it has not expired, because one of its
 * conditions is still open.
 */
export const HAS_OPEN_CONDITION = `EXISTS (SELECT 1
  FROM json_each(CASE WHEN json_valid(silence.condition_ids) THEN silence.condition_ids ELSE '[]' END)
  JOIN condition ON condition_id = value WHERE cleared_at IS NULL)`;

/** Reads all silences, oldest first, each with the names of its unreadable columns. */
function readRows(
  database: Database,
): readonly { readonly row: SilenceRowWithId; readonly unreadable: readonly string[] }[] {
  const rows = database.prepare<[], SilenceRowWithId>('SELECT rowid, * FROM silence ORDER BY created_at, rowid').all();
  return rows.map((row) => replaceUnreadable('silence', row));
}

function toUnreadable(row: SilenceRowWithId, columns: readonly string[]): UnreadableSilence {
  const failure = RECORD_FAILURES.columns_unreadable({ columns: columns.join(', ') });
  return { silenceId: row.silence_id, failure };
}

/** Reads the unreadable silences, oldest first. */
export function readUnreadableSilences(database: Database): readonly UnreadableSilence[] {
  return readRows(database).flatMap(({ row, unreadable }) =>
    unreadable.length === 0 ? [] : [toUnreadable(row, unreadable)],
  );
}

/** Deletes the unreadable silences and returns them. Must be called inside a transaction. */
export function removeUnreadableSilences(database: Database): readonly UnreadableSilence[] {
  const remove = database.prepare('DELETE FROM silence WHERE rowid = ?');
  return readRows(database).flatMap(({ row, unreadable }) => {
    if (unreadable.length === 0) return [];
    remove.run(row.rowid);
    return [toUnreadable(row, unreadable)];
  });
}

/** Reads the silences, oldest first. Unreadable silences are left out. */
export function readSilences(database: Database): readonly Silence[] {
  const rows = readRows(database).filter(({ unreadable }) => unreadable.length === 0);
  return rows.map(({ row }) => ({
    silenceId: row.silence_id,
    match: JSON.parse(row.matcher),
    startsAt: row.starts_at,
    endsAt: row.ends_at ?? undefined,
    isUntilCleared: row.until_cleared === 1,
    conditionIds: JSON.parse(row.condition_ids),
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }));
}

/** Stores a silence. Must be called inside a transaction. */
export function insertSilence(database: Database, silence: Silence): void {
  database
    .prepare(`INSERT INTO silence
      (silence_id, matcher, starts_at, ends_at, until_cleared, condition_ids, reason, created_by, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(
      silence.silenceId,
      JSON.stringify(silence.match),
      silence.startsAt,
      silence.endsAt ?? null,
      silence.isUntilCleared ? 1 : 0,
      JSON.stringify(silence.conditionIds),
      silence.reason,
      silence.createdBy,
      silence.createdAt,
    );
}

/**
 * Expires a silence. Returns false if it does not exist or has already expired. Must be called
 * inside a transaction.
 */
export function expireSilenceRow(database: Database, silenceId: string, now: number): boolean {
  const expire = database.prepare(`UPDATE silence SET ends_at = ? WHERE silence_id = ?
    AND (ends_at IS NULL OR ends_at > ?) AND (until_cleared = 0 OR ${HAS_OPEN_CONDITION})`);
  return expire.run(now, silenceId, now).changes > 0;
}
