import type { Database } from 'better-sqlite3';
import type { ProbeRequest } from '../../../domain/served/probe-request.ts';
import { isTexts } from '../../../formats/json-checks.ts';
import type { Shard } from '../../../work/ports/ledger.ts';
import { parseJson } from '../column.ts';

/**
 * The maximum number of pending requests of a shard (the FQDN of a host). The oldest are deleted
 * first.
 */
const MAX_PENDING = 100;

/** A request by a command that the daemon probes connectors now. */
interface Row {
  readonly request_id: string;
  /** JSON: an array of names; empty: all probed connectors. */
  readonly connectors: string;
}

/** Reads the requests of a shard, oldest first. Unreadable requests are left out. */
export function readProbeRequests(database: Database, shard: Shard): readonly ProbeRequest[] {
  const rows = database
    .prepare<[string], Row>('SELECT request_id, connectors FROM probe_request WHERE shard = ? ORDER BY rowid')
    .all(shard);
  return rows.flatMap(({ request_id: requestId, connectors }) => {
    const names = parseJson(connectors);
    return isTexts(names) ? [{ requestId, connectors: names }] : [];
  });
}

/** Stores a request. Must be called inside a transaction. */
export function addProbeRequest(database: Database, shard: Shard, { requestId, connectors }: ProbeRequest): void {
  database
    .prepare('INSERT INTO probe_request (request_id, shard, connectors) VALUES (?, ?, ?)')
    .run(requestId, shard, JSON.stringify(connectors));
  database
    .prepare(`DELETE FROM probe_request WHERE shard = ? AND rowid NOT IN
      (SELECT rowid FROM probe_request WHERE shard = ? ORDER BY rowid DESC LIMIT ?)`)
    .run(shard, shard, MAX_PENDING);
}

/** Deletes the requests whose results a scan has used. Must be called inside a transaction. */
export function deleteProbeRequests(database: Database, requestIds: readonly string[]): void {
  const deleteRequest = database.prepare('DELETE FROM probe_request WHERE request_id = ?');
  for (const requestId of requestIds) deleteRequest.run(requestId);
}
