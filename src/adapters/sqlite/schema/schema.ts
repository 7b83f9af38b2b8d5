import type { Database } from 'better-sqlite3';

/**
 * The first version of the ledger, the database with the event log. Times are epoch ms, UTC. The
 * columns parameters, facts, remedy, needs and value are JSON. `head` contains the ID of the newest
 * record, from which new IDs are assigned in the order of the commits. Deliveries, rotations and
 * probe requests are in the order of their rowid, observed objects in the order of `position`. The
 * follower of a notifier is named `notifier:NAME`. Alerts are not stored: a delivery is rendered
 * from its records, which are kept until it is settled. `latest_*` of a condition is its content if
 * it changed after its last record; NULL: the content of the record. Other columns and tables:
 * - `shard.stored_at`: the last stored heartbeat of the daemon. An old value shows that it cannot
 *   store anything.
 * - `shard.started_at`: the start of the daemon, until it stores a scan; NULL: the last scan is
 *   newer than the start.
 * - `delivery.log_head`: the ID of the newest record when the delivery was created. It shows which
 *   conditions were already cleared at that time, independent of the clock.
 * - `delivery_part`: the hooks or recipients that have finished a delivery, while others have not
 * - `notifier_health`, `outcome_count`: the state of each notifier, kept longer than its attempts.
 *   An empty reason means delivered.
 * - `log_output`: log outputs among the followers: the start of a failure, and the pruned records
 *   that were neither written nor reported yet
 * - `rotation`: results of reload commands, until a scan reports them
 * - `probe_request`: requests of commands for immediate probes, until a scan has used the results
 * - `observed`: connectors and stores of the last scan, for commands whose account cannot read them
 * - `damage`: the damage found when the ledger was last opened, until a record reports it
 */
const FIRST_SCHEMA = `CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), event_record_id INTEGER NOT NULL) STRICT;
  INSERT INTO head VALUES (1, 0);
  CREATE TABLE shard (
    shard TEXT PRIMARY KEY, revision INTEGER NOT NULL, scan_started_at INTEGER, scan_ended_at INTEGER,
    next_scan_at INTEGER, stored_at INTEGER, started_at INTEGER) STRICT;
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
    raised_at INTEGER NOT NULL, notified_at INTEGER NOT NULL, last_record_id INTEGER NOT NULL, cleared_at INTEGER,
    latest_parameters TEXT, latest_facts TEXT, latest_remedy TEXT) STRICT;
  CREATE UNIQUE INDEX condition_open ON condition (shard, event_id, subject) WHERE cleared_at IS NULL;
  CREATE TABLE memory (
    shard TEXT NOT NULL, scope TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (shard, scope)) STRICT, WITHOUT ROWID;
  CREATE TABLE follower (name TEXT PRIMARY KEY, event_record_id INTEGER NOT NULL) STRICT;
  CREATE TABLE silence (
    silence_id TEXT PRIMARY KEY, matcher TEXT NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER,
    until_cleared INTEGER NOT NULL, condition_ids TEXT NOT NULL, reason TEXT NOT NULL,
    created_by TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
  CREATE TABLE delivery (
    delivery_id TEXT PRIMARY KEY, notifier TEXT NOT NULL, group_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('grouping', 'pending', 'sending', 'delivered', 'failed', 'canceled')),
    created_at INTEGER NOT NULL, grouped_at INTEGER NOT NULL, due_at INTEGER NOT NULL, retry_until INTEGER NOT NULL,
    attempts INTEGER NOT NULL, leased_until INTEGER, log_head INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE INDEX delivery_open ON delivery (notifier) WHERE state IN ('grouping', 'pending', 'sending');
  CREATE INDEX delivery_by_time ON delivery (created_at);
  CREATE TABLE delivery_record (
    delivery_id TEXT NOT NULL, event_record_id INTEGER NOT NULL, condition_id TEXT, is_first INTEGER NOT NULL,
    PRIMARY KEY (delivery_id, event_record_id)) STRICT, WITHOUT ROWID;
  CREATE INDEX delivery_record_by_record ON delivery_record (event_record_id);
  CREATE INDEX delivery_record_by_condition ON delivery_record (condition_id) WHERE condition_id IS NOT NULL;
  CREATE TABLE delivery_part (
    delivery_id TEXT NOT NULL, part TEXT NOT NULL, is_delivered INTEGER NOT NULL,
    PRIMARY KEY (delivery_id, part)) STRICT, WITHOUT ROWID;
  CREATE TABLE attempt (
    delivery_id TEXT NOT NULL, attempt INTEGER NOT NULL, started_at INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('delivered', 'retry', 'rejected')), reason TEXT, detail TEXT NOT NULL,
    not_before INTEGER, disable INTEGER NOT NULL, PRIMARY KEY (delivery_id, attempt)) STRICT, WITHOUT ROWID;
  CREATE TABLE suppressed (
    notifier TEXT NOT NULL, condition_id TEXT NOT NULL, event_record_id INTEGER NOT NULL,
    PRIMARY KEY (notifier, condition_id)) STRICT, WITHOUT ROWID;
  CREATE TABLE notifier_health (
    notifier TEXT PRIMARY KEY, delivered_at INTEGER, failing_since INTEGER, failed_at INTEGER, reason TEXT, detail TEXT,
    is_disabled INTEGER NOT NULL DEFAULT 0, failed_deliveries INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
  CREATE TABLE outcome_count (
    notifier TEXT NOT NULL, outcome TEXT NOT NULL CHECK (outcome IN ('delivered', 'retry', 'rejected')),
    reason TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (notifier, outcome, reason)) STRICT, WITHOUT ROWID;
  CREATE TABLE log_output (
    name TEXT PRIMARY KEY, position INTEGER NOT NULL, failing_since INTEGER, reason TEXT NOT NULL, detail TEXT NOT NULL,
    missed INTEGER NOT NULL DEFAULT 0, missed_first INTEGER, missed_last INTEGER, reported_at INTEGER)
    STRICT, WITHOUT ROWID;
  CREATE TABLE rotation (rotation_id TEXT PRIMARY KEY, shard TEXT NOT NULL, found TEXT NOT NULL) STRICT;
  CREATE TABLE probe_request (request_id TEXT PRIMARY KEY, shard TEXT NOT NULL, connectors TEXT NOT NULL) STRICT;
  CREATE TABLE observed (
    shard TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('certificate', 'connector', 'store')),
    position INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (shard, kind, name)) STRICT;
  CREATE TABLE damage (location TEXT NOT NULL, detail TEXT NOT NULL) STRICT;`;

/**
 * The columns `failure`: the error as data, in JSON, of which `detail` is the English text. NULL if
 * `detail` is all that is known, for example in the rows of the first version.
 */
const FAILURE_COLUMNS = `ALTER TABLE attempt ADD COLUMN failure TEXT;
  ALTER TABLE notifier_health ADD COLUMN failure TEXT;
  ALTER TABLE log_output ADD COLUMN failure TEXT;`;

/** The same column for the damage, whose `detail` was text or JSON in earlier versions. */
const DAMAGE_FAILURE_COLUMN = 'ALTER TABLE damage ADD COLUMN failure TEXT;';

/**
 * The script that makes each version from the previous version. A published script is not changed.
 */
const MIGRATIONS: readonly string[] = [FIRST_SCHEMA, FAILURE_COLUMNS, DAMAGE_FAILURE_COLUMN];

/** The prefix of the names of followers that are notifiers. */
export const NOTIFIER_FOLLOWER = 'notifier:';

/** SQL condition: the follower is a log output. */
export const IS_OUTPUT: string = `follower.name NOT GLOB '${NOTIFIER_FOLLOWER}*'`;

/** The schema version that this program writes. */
export const SCHEMA_VERSION: number = MIGRATIONS.length;

/** Returns the schema version of a database; 0 for an empty database. */
export function schemaVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/**
 * Migrates a database to a version, each migration in one transaction. A newer database is not
 * changed.
 * @param scripts the script at index N migrates version N to version N + 1
 */
export function migrate(
  database: Database,
  targetVersion: number = SCHEMA_VERSION,
  scripts: readonly string[] = MIGRATIONS,
): void {
  for (let version = schemaVersion(database); version < targetVersion; version += 1) {
    database
      .transaction(() => {
        database.exec(scripts[version] ?? '');
        database.pragma(`user_version = ${version + 1}`);
      })
      .immediate();
  }
}
