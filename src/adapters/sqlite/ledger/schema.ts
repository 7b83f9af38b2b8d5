import type { Database } from 'better-sqlite3';

/**
 * One script per version, never changed later: a ledger of version N has had the first N. Times are
 * epoch ms, UTC. The columns parameters, facts, remedy, needs and value are JSON. `head` assigns
 * the ids, so that they become visible in the order of the commits.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), event_record_id INTEGER NOT NULL) STRICT;
  INSERT INTO head VALUES (1, 0);
  CREATE TABLE shard (
    shard TEXT PRIMARY KEY, revision INTEGER NOT NULL,
    pass_started_at INTEGER, pass_ended_at INTEGER, next_pass_at INTEGER) STRICT;
  CREATE TABLE event_record (
    event_record_id INTEGER PRIMARY KEY, shard TEXT NOT NULL, condition_id TEXT,
    change TEXT NOT NULL CHECK (change IN ('once', 'raised', 'repeated', 'escalated', 'cleared')),
    provider_name TEXT NOT NULL, event_id INTEGER NOT NULL, version INTEGER NOT NULL, level INTEGER NOT NULL,
    time_created INTEGER NOT NULL, computer TEXT NOT NULL, process_id INTEGER NOT NULL,
    parameters TEXT NOT NULL, facts TEXT NOT NULL, remedy TEXT NOT NULL) STRICT;
  CREATE INDEX event_record_by_event_id ON event_record (event_id, event_record_id);
  CREATE INDEX event_record_by_level ON event_record (level, event_record_id);
  CREATE INDEX event_record_by_time ON event_record (time_created);
  CREATE TABLE event_subject (
    kind TEXT NOT NULL, value TEXT NOT NULL, event_record_id INTEGER NOT NULL,
    PRIMARY KEY (kind, value, event_record_id)) STRICT, WITHOUT ROWID;
  CREATE TABLE condition (
    condition_id TEXT PRIMARY KEY, shard TEXT NOT NULL, event_id INTEGER NOT NULL, subject TEXT NOT NULL,
    needs TEXT NOT NULL, step INTEGER NOT NULL, level INTEGER NOT NULL,
    raised_at INTEGER NOT NULL, told_at INTEGER NOT NULL, last_record_id INTEGER NOT NULL, cleared_at INTEGER) STRICT;
  CREATE UNIQUE INDEX condition_open ON condition (shard, event_id, subject) WHERE cleared_at IS NULL;
  CREATE TABLE memory (
    shard TEXT NOT NULL, scope TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (shard, scope)) STRICT, WITHOUT ROWID;
  CREATE TABLE follower (name TEXT PRIMARY KEY, event_record_id INTEGER NOT NULL) STRICT;`,
  // Deliveries are in the order of their rowid. The follower of a notifier is named
  // `notifier:NAME`. Alerts are not stored: a delivery is rendered from its records, which are kept
  // until it is settled.
  `CREATE TABLE silence (
    silence_id TEXT PRIMARY KEY, matcher TEXT NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER,
    until_cleared INTEGER NOT NULL, condition_ids TEXT NOT NULL, reason TEXT NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
  CREATE TABLE delivery (
    delivery_id TEXT PRIMARY KEY, notifier TEXT NOT NULL, group_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('gathering', 'due', 'held', 'delivered', 'given-up', 'moot')),
    created_at INTEGER NOT NULL, gathered_at INTEGER NOT NULL, due_at INTEGER NOT NULL, give_up_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL, held_until INTEGER) STRICT;
  CREATE INDEX delivery_open ON delivery (notifier) WHERE state IN ('gathering', 'due', 'held');
  CREATE INDEX delivery_by_time ON delivery (created_at);
  CREATE TABLE delivery_record (
    delivery_id TEXT NOT NULL, event_record_id INTEGER NOT NULL, condition_id TEXT, is_first INTEGER NOT NULL,
    PRIMARY KEY (delivery_id, event_record_id)) STRICT, WITHOUT ROWID;
  CREATE INDEX delivery_record_by_record ON delivery_record (event_record_id);
  CREATE INDEX delivery_record_by_condition ON delivery_record (condition_id) WHERE condition_id IS NOT NULL;
  CREATE TABLE attempt (
    delivery_id TEXT NOT NULL, attempt INTEGER NOT NULL, started_at INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('delivered', 'again', 'never')), reason TEXT, detail TEXT NOT NULL,
    not_before INTEGER, disable INTEGER NOT NULL, PRIMARY KEY (delivery_id, attempt)) STRICT, WITHOUT ROWID;
  CREATE TABLE withheld (
    notifier TEXT NOT NULL, condition_id TEXT NOT NULL, event_record_id INTEGER NOT NULL,
    PRIMARY KEY (notifier, condition_id)) STRICT, WITHOUT ROWID;`,
  // The state of each notifier, which is kept longer than its attempts. In outcome_count, an empty
  // reason means delivered.
  `CREATE TABLE telling (
    notifier TEXT PRIMARY KEY, delivered_at INTEGER, failing_since INTEGER, failed_at INTEGER, reason TEXT, detail TEXT,
    is_disabled INTEGER NOT NULL DEFAULT 0, given_up INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
  CREATE TABLE outcome_count (
    notifier TEXT NOT NULL, outcome TEXT NOT NULL CHECK (outcome IN ('delivered', 'again', 'never')), reason TEXT NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (notifier, outcome, reason)) STRICT, WITHOUT ROWID;
  CREATE TEMP VIEW told AS SELECT notifier, state, attempt.* FROM attempt JOIN delivery USING (delivery_id)
    WHERE group_key <> 'test';
  INSERT INTO outcome_count SELECT notifier, outcome, ifnull(reason, ''), count(*) FROM told GROUP BY 1, 2, 3;
  INSERT INTO telling (notifier, delivered_at, given_up)
    SELECT notifier, max(started_at) FILTER (WHERE outcome = 'delivered'),
      count(DISTINCT delivery_id) FILTER (WHERE state = 'given-up') FROM told GROUP BY notifier;
  UPDATE telling SET (failed_at, reason, detail) = (SELECT started_at, told.reason, told.detail FROM told
      WHERE told.notifier = telling.notifier AND outcome <> 'delivered' ORDER BY started_at DESC LIMIT 1),
    failing_since = (SELECT min(started_at) FROM told WHERE told.notifier = telling.notifier
      AND outcome <> 'delivered' AND started_at > ifnull(delivered_at, -1));
  DROP VIEW told;`,
  // Results of reload commands, until a scan reports them. In the order of their rowid.
  'CREATE TABLE rotation (rotation_id TEXT PRIMARY KEY, shard TEXT NOT NULL, found TEXT NOT NULL) STRICT;',
  // The hooks or recipients that are done with a delivery while others are not.
  `CREATE TABLE delivery_part (
    delivery_id TEXT NOT NULL, part TEXT NOT NULL, is_told INTEGER NOT NULL,
    PRIMARY KEY (delivery_id, part)) STRICT, WITHOUT ROWID;`,
  // The log outputs among the followers: the start of a failure, and the pruned records that were
  // neither written nor reported yet.
  `CREATE TABLE log_output (
    name TEXT PRIMARY KEY, position INTEGER NOT NULL, failing_since INTEGER, reason TEXT NOT NULL, detail TEXT NOT NULL,
    missed INTEGER NOT NULL DEFAULT 0, missed_first INTEGER, missed_last INTEGER, told_at INTEGER) STRICT, WITHOUT ROWID;`,
  // The head of the ledger when a delivery was created. It shows which conditions were already
  // cleared then, independent of the clock.
  'ALTER TABLE delivery ADD COLUMN log_head INTEGER NOT NULL DEFAULT 0;',
  // The damage found when the ledger was last opened, until a record reports it.
  'CREATE TABLE damage (location TEXT NOT NULL, detail TEXT NOT NULL) STRICT;',
  // Requests of commands for immediate probes, until a scan has used the results. In the order of
  // their rowid.
  'CREATE TABLE probe_request (request_id TEXT PRIMARY KEY, shard TEXT NOT NULL, connectors TEXT NOT NULL) STRICT;',
  // The time of the daemon's last stored heartbeat. An old value shows that the daemon cannot store
  // anything.
  'ALTER TABLE shard ADD COLUMN stored_at INTEGER;',
  // The connectors and stores of the last scan, for commands whose account cannot read them. In the
  // order of `position`.
  `CREATE TABLE observed (
    shard TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('certificate', 'connector', 'store')),
    position INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (shard, kind, name)) STRICT;`,
  // The content of an open condition if it changed after its last record. NULL: the content of the
  // record.
  `ALTER TABLE condition ADD COLUMN latest_parameters TEXT;
  ALTER TABLE condition ADD COLUMN latest_facts TEXT;
  ALTER TABLE condition ADD COLUMN latest_remedy TEXT;`,
  // The start of the daemon, until it stores a scan. NULL: the last scan is newer than the start.
  'ALTER TABLE shard ADD COLUMN started_at INTEGER;',
];

/** The prefix of the names of followers that are notifiers. */
export const NOTIFIER_FOLLOWER = 'notifier:';

/** SQL condition: the follower is a log output. */
export const IS_OUTPUT: string = `follower.name NOT GLOB '${NOTIFIER_FOLLOWER}*'`;

/** The schema version that this program writes. */
export const SCHEMA_VERSION: number = MIGRATIONS.length;

/** Returns the number of migrations that a database has had; 0 for an empty one. */
export function schemaVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/**
 * Migrates a database to a version, each migration in one transaction. A newer database is not
 * changed.
 */
export function migrate(database: Database, to: number = SCHEMA_VERSION): void {
  for (let version = schemaVersion(database); version < to; version += 1) {
    database
      .transaction(() => {
        database.exec(MIGRATIONS[version] ?? '');
        database.pragma(`user_version = ${version + 1}`);
      })
      .immediate();
  }
}
