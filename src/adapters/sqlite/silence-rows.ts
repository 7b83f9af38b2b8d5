import type { Database } from 'better-sqlite3';
import type { Silence } from '../../domain/alert/silence.ts';

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

/** Of a silence that ends by itself: that something it covers is open. */
export const COVERS_OPEN = `EXISTS (SELECT 1 FROM json_each(silence.condition_ids) JOIN condition ON condition_id = value
  WHERE cleared_at IS NULL)`;

/** Oldest first. */
export function readSilences(database: Database): readonly Silence[] {
  const rows = database.prepare<[], SilenceRow>('SELECT * FROM silence ORDER BY created_at, rowid').all();
  return rows.map((row) => ({
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

/** To be called inside a transaction. */
export function addSilence(database: Database, silence: Silence): void {
  database
    .prepare('INSERT INTO silence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
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

/** False: there is none of that id, or it is over. To be called inside a transaction. */
export function endSilence(database: Database, silenceId: string, at: number): boolean {
  const end = database.prepare(`UPDATE silence SET ends_at = ? WHERE silence_id = ?
    AND (ends_at IS NULL OR ends_at > ?) AND (until_cleared = 0 OR ${COVERS_OPEN})`);
  return end.run(at, silenceId, at).changes > 0;
}
