import type { Database } from 'better-sqlite3';
import type { Rotation } from '../../../domain/served/rotation.ts';
import type { Shard } from '../../../work/ports/ledger.ts';
import { requireReadable } from '../schema/unreadable-values.ts';
import { readRotation, writeRotation } from '../schema/written-rotation.ts';

/**
 * The maximum number of results of reload commands that are stored for a shard (the FQDN of a
 * host). It limits the table while no daemon runs that reports and deletes them. The oldest are
 * deleted first.
 */
const MAX_PENDING = 100;

/**
 * Reads the results of the reload commands of a shard, oldest first. A rotation is such a result:
 * what the servers served before and after `connectors reload`.
 * @throws {UnreadableValueError}
 */
export function readRotations(database: Database, shard: Shard): readonly Rotation[] {
  const selectRotations = database.prepare<[string], { readonly rotation_id: string; readonly found: string }>(
    'SELECT * FROM rotation WHERE shard = ? ORDER BY rowid',
  );
  return selectRotations.all(shard).map((row) => {
    requireReadable('rotation', row, [row.rotation_id]);
    return readRotation(JSON.parse(row.found));
  });
}

/** Stores the result of a reload. Must be called inside a transaction. */
export function addRotation(database: Database, shard: Shard, rotation: Rotation): void {
  database
    .prepare('INSERT INTO rotation (rotation_id, shard, found) VALUES (?, ?, ?)')
    .run(rotation.rotationId, shard, JSON.stringify(writeRotation(rotation)));
  database
    .prepare(`DELETE FROM rotation WHERE shard = ? AND rowid NOT IN
      (SELECT rowid FROM rotation WHERE shard = ? ORDER BY rowid DESC LIMIT ?)`)
    .run(shard, shard, MAX_PENDING);
}

/** Deletes reported results. Must be called inside a transaction. */
export function deleteRotations(database: Database, rotationIds: readonly string[]): void {
  const deleteRotation = database.prepare('DELETE FROM rotation WHERE rotation_id = ?');
  for (const rotationId of rotationIds) deleteRotation.run(rotationId);
}
