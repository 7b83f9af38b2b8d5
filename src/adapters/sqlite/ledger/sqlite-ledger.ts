import { setImmediate } from 'node:timers/promises';
import type { Database as Connection } from 'better-sqlite3';
import type { UnreadableSilence } from '../../../domain/alert/silence.ts';
import type { EventRecord, NewEventRecord } from '../../../domain/event/event-record.ts';
import { EVENT_LOG_FAILURES, type EventLogOperation, forName } from '../../../domain/failure/event-log-failures.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import type { Memory } from '../../../domain/observation/memory.ts';
import type { Rotation } from '../../../domain/served/rotation.ts';
import type { MissedRecords, OutputProblem } from '../../../domain/status/output-health.ts';
import type { Instant } from '../../../domain/time.ts';
import { LedgerError, StaleRevisionError } from '../../../work/errors.ts';
import type { Cursors, Ledger, LedgerChange, Retention, Revision, Shard } from '../../../work/ports/ledger.ts';
import type { Polling } from '../changes.ts';
import { closeForReaders } from '../close-for-readers.ts';
import { failureOfColumns } from '../column.ts';
import { canRetryCopy } from '../ledger-failure.ts';
import { storeOutputFailure, storeOutputRecovery, takeMissedRecords } from '../outbox/output-rows.ts';
import { pruneDeliveries } from '../outbox/prune-deliveries.ts';
import { readUnreadableSilences, removeUnreadableSilences } from '../outbox/silence-rows.ts';
import { SqliteOutbox } from '../outbox/sqlite-outbox.ts';
import { type AppendRecords, prepareAppendRecords } from '../records/append-records.ts';
import { NOTIFIER_FOLLOWER } from '../schema/schema.ts';
import { writeTransaction, writeWithoutSync } from '../write-transaction.ts';
import { prepareStoreConditions, type StoreConditions } from './condition-rows.ts';
import { DatabaseFiles } from './database-files.ts';
import { prepareStoreMemory, type StoreMemory } from './memory-rows.ts';
import { ObservedRows } from './observed-rows.ts';
import { deleteProbeRequests } from './probe-request-rows.ts';
import { pruneRecords } from './prune-records.ts';
import { copyLedger, restoreLedger } from './restore-ledger.ts';
import { deleteRotations, readRotations } from './rotation-rows.ts';
import { SqliteLedgerReader } from './sqlite-ledger-reader.ts';

/**
 * The ledger of the daemon: the event log, and the state of its shard (the part of the ledger that
 * belongs to one daemon). Followers (log outputs and notifiers) read the event log in order; the
 * cursor of a follower is the ID of the last record that it has handled. A failed write changes
 * nothing, and the ledger stays usable. The name of the ledger follows after each message such as
 * `cannot store a scan in`.
 */
export class SqliteLedger extends SqliteLedgerReader implements Ledger, Cursors {
  readonly damage: Problem | undefined;
  readonly outbox: SqliteOutbox;
  readonly #files: DatabaseFiles;
  readonly #append: AppendRecords;
  readonly #storeConditions: StoreConditions;
  readonly #storeMemory: StoreMemory;
  readonly #observed: ObservedRows;
  /**
   * The memory that this process last stored or read, so that it is neither read again nor written
   * unchanged, which would take long for thousands of servers. Only valid for its revision: the
   * number of commits of the shard.
   */
  readonly #cachedMemory: Map<Shard, { readonly revision: Revision; readonly memory: Memory }> = new Map();

  constructor(database: Connection, path: string, polling: Polling) {
    super(database, path, polling);
    this.damage = readDamage(database);
    this.#files = new DatabaseFiles(path);
    this.#append = prepareAppendRecords(database);
    this.#storeConditions = prepareStoreConditions(database, path);
    this.#storeMemory = prepareStoreMemory(database);
    this.#observed = new ObservedRows(database);
    this.outbox = new SqliteOutbox(database, path, { append: this.#append, notify: () => this.changes.notify() });
  }

  async commit(shard: Shard, expected: Revision, change: LedgerChange): Promise<readonly EventRecord[]> {
    // Remembers which observed rows were stored. Not called if the transaction fails.
    let onCommitted = (): void => undefined;
    const stored = this.#write(EVENT_LOG_FAILURES.scan_not_stored, () => {
      this.#moveRevision(shard, expected, change);
      const records = this.#append(shard, change.records);
      if (change.open !== undefined) this.#storeConditions(shard, change, records);
      if (change.memory !== undefined) this.#storeMemory(shard, change.memory, this.#cachedMemoryAt(shard, expected));
      if (change.observed !== undefined) onCommitted = this.#observed.store(shard, change.observed);
      deleteRotations(this.database, change.rotations ?? []);
      deleteProbeRequests(this.database, change.probeRequests ?? []);
      return records;
    });
    onCommitted();
    // Frees the memory of the page cache, which is not needed until the next scan.
    if (change.memory !== undefined) this.database.pragma('shrink_memory');
    const memory = change.memory ?? this.#cachedMemoryAt(shard, expected);
    if (memory === undefined) this.#cachedMemory.delete(shard);
    else this.#cachedMemory.set(shard, { revision: expected + 1, memory });
    this.changes.notify();
    return stored;
  }

  /** Returns the cached memory if it is of this revision; otherwise reads and caches it. */
  protected override memoryOf(shard: Shard, revision: Revision): Memory {
    const memory = this.#cachedMemoryAt(shard, revision) ?? super.memoryOf(shard, revision);
    this.#cachedMemory.set(shard, { revision, memory });
    return memory;
  }

  #cachedMemoryAt(shard: Shard, revision: Revision): Memory | undefined {
    const cached = this.#cachedMemory.get(shard);
    return cached?.revision === revision ? cached.memory : undefined;
  }

  async storeHeartbeat(shard: Shard, now: Instant): Promise<void> {
    writeWithoutSync(this.database, this.path, EVENT_LOG_FAILURES.heartbeat_not_stored, () =>
      this.database.prepare('UPDATE shard SET stored_at = ? WHERE shard = ?').run(now, shard),
    );
  }

  async storeStart(shard: Shard, now: Instant): Promise<void> {
    this.#write(EVENT_LOG_FAILURES.start_not_stored, () =>
      this.database.prepare('UPDATE shard SET started_at = ? WHERE shard = ?').run(now, shard),
    );
  }

  misplaced(): LedgerError | undefined {
    const cause = this.#files.misplacement();
    if (cause === undefined) return undefined;
    return new LedgerError(this.path, EVENT_LOG_FAILURES.event_log_misplaced({ path: this.path, cause }));
  }

  copyMisplaced(): LedgerError | undefined {
    if (this.#files.isInPlace) return undefined;
    try {
      copyLedger(this.database, this.path, this.#files);
    } catch (failure) {
      if (failure instanceof LedgerError && canRetryCopy(failure)) return failure;
      // Another attempt would fail too. The reason is reported when the ledger is closed.
    }
    return undefined;
  }

  async forgetDamage(): Promise<void> {
    this.#write(EVENT_LOG_FAILURES.damage_report_not_stored, () => this.database.prepare('DELETE FROM damage').run());
  }

  async rotations(shard: Shard): Promise<readonly Rotation[]> {
    return this.read(() => readRotations(this.database, shard));
  }

  async prune(retention: Retention, now: Instant): Promise<number> {
    const pruned = this.#write(
      EVENT_LOG_FAILURES.event_log_not_pruned,
      () => pruneRecords(this.database, retention, now) + pruneDeliveries(this.database, retention, now),
    );
    // Yields to the event loop, because callers repeat this call until nothing is left.
    await setImmediate();
    return pruned;
  }

  async reportMissed(now: Instant, recordOf: (missed: MissedRecords) => NewEventRecord): Promise<number> {
    const reported = this.#write(EVENT_LOG_FAILURES.missed_records_not_stored, () => {
      const records = takeMissedRecords(this.database, now).map(recordOf);
      for (const record of records) this.#append(record.computer, [record]);
      return records.length;
    });
    if (reported > 0) this.changes.notify();
    return reported;
  }

  async removeUnreadableSilences(recordOf: (silence: UnreadableSilence) => NewEventRecord): Promise<number> {
    // Usually there are none, and then nothing is written.
    if (this.read(() => readUnreadableSilences(this.database)).length === 0) return 0;
    const removed = this.#write(EVENT_LOG_FAILURES.unreadable_silences_not_removed, () => {
      const records = removeUnreadableSilences(this.database).map(recordOf);
      for (const record of records) this.#append(record.computer, [record]);
      return records.length;
    });
    this.changes.notify();
    return removed;
  }

  /** Returns the cursor of a follower. A new follower is stored first, at the end of the log. */
  async cursor(follower: string): Promise<number> {
    return this.#write(forName(EVENT_LOG_FAILURES.position_not_read, follower), () => {
      this.database
        .prepare(`INSERT INTO follower (name, event_record_id)
          SELECT ?, event_record_id FROM head WHERE TRUE ON CONFLICT DO NOTHING`)
        .run(follower);
      const cursor = this.database
        .prepare<[string], number>('SELECT event_record_id FROM follower WHERE name = ?')
        .pluck();
      return cursor.get(follower) ?? 0;
    });
  }

  async advanceCursor(follower: string, cursor: number): Promise<void> {
    this.#write(forName(EVENT_LOG_FAILURES.position_not_stored, follower), () =>
      this.database
        .prepare(`INSERT INTO follower (name, event_record_id) VALUES (?, ?) ON CONFLICT (name)
          DO UPDATE SET event_record_id = max(event_record_id, excluded.event_record_id)`)
        .run(follower, cursor),
    );
  }

  /** Deletes the log outputs that are not in the list. Notifiers are kept. */
  async deleteOtherFollowers(followers: readonly string[]): Promise<void> {
    this.#write(EVENT_LOG_FAILURES.outputs_not_removed, () => {
      const deleteFollower = this.database.prepare('DELETE FROM follower WHERE name = ?');
      const names = this.database.prepare<[], string>('SELECT name FROM follower').pluck().all();
      for (const name of names)
        if (!followers.includes(name) && !name.startsWith(NOTIFIER_FOLLOWER)) deleteFollower.run(name);
      this.database
        .prepare('DELETE FROM log_output WHERE name NOT IN (SELECT value FROM json_each(?))')
        .run(JSON.stringify(followers));
    });
  }

  async recordFailure(follower: string, position: number, problem: OutputProblem, now: Instant): Promise<void> {
    writeWithoutSync(this.database, this.path, forName(EVENT_LOG_FAILURES.output_failure_not_stored, follower), () =>
      storeOutputFailure(this.database, follower, position, problem, now),
    );
  }

  async recordSuccess(follower: string): Promise<void> {
    writeWithoutSync(this.database, this.path, forName(EVENT_LOG_FAILURES.output_recovery_not_stored, follower), () =>
      storeOutputRecovery(this.database, follower),
    );
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (this.database.open) this.#closeFiles();
    } finally {
      await super[Symbol.asyncDispose]();
    }
  }

  /** Prepares the files for readers and for the next start. */
  #closeFiles(): void {
    if (this.#files.isInPlace) closeForReaders(this.database, this.path);
    else restoreLedger(this.database, this.path, this.#files);
  }

  /**
   * Adds 1 to the revision of a shard, and stores the times of the scan.
   * @throws {StaleRevisionError} if the revision is not `expected`
   */
  #moveRevision(shard: Shard, expected: Revision, { scan }: LedgerChange): void {
    const storedRevision =
      this.database.prepare<[string], number>('SELECT revision FROM shard WHERE shard = ?').pluck().get(shard) ?? 0;
    if (storedRevision !== expected) throw new StaleRevisionError(shard, expected, storedRevision);
    this.database
      .prepare(
        'INSERT INTO shard (shard, revision) VALUES (?, 1) ON CONFLICT (shard) DO UPDATE SET revision = revision + 1',
      )
      .run(shard);
    if (scan === undefined) return;
    this.database
      .prepare(
        'UPDATE shard SET scan_started_at = ?, scan_ended_at = ?, next_scan_at = ?, started_at = NULL WHERE shard = ?',
      )
      .run(scan.startedAt, scan.endedAt, scan.nextAt ?? null, shard);
  }

  #write<T>(operation: EventLogOperation, write: () => T): T {
    return writeTransaction(this.database, this.path, operation, write);
  }
}

/** Returns the stored damage of the ledger; undefined if there is none or it was reported. */
export function readDamage(database: Connection): Problem | undefined {
  const row = database
    .prepare<[], { readonly location: string; readonly detail: string; readonly failure: string | null }>(
      'SELECT * FROM damage ORDER BY rowid DESC LIMIT 1',
    )
    .get();
  if (row === undefined) return undefined;
  return { reason: 'event_log_damaged', location: row.location, failure: failureOfColumns(row) };
}
