import { setImmediate } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { EVENT_LOG_FAILURES } from '../../../domain/failure/event-log-failures.ts';
import type { Memory } from '../../../domain/observation/memory.ts';
import type { ProbeRequest } from '../../../domain/served/probe-request.ts';
import type { Observed } from '../../../domain/status/observed.ts';
import type { LedgerReader, LedgerState, RecordQuery, Revision, Shard } from '../../../work/ports/ledger.ts';
import { Changes, type Polling } from '../changes.ts';
import { toInstant } from '../column.ts';
import { ledgerFailure } from '../ledger-failure.ts';
import { type EventRow, toEventRecord } from '../records/event-rows.ts';
import { prepareReadOpenConditions, type ReadOpenConditions } from './condition-rows.ts';
import { prepareReadMemory, type ReadMemory } from './memory-rows.ts';
import { readProbeRequests } from './probe-request-rows.ts';
import { countRecords, queryRecords } from './query-records.ts';
import { readObserved, readScannedConnectors } from './read-observed.ts';

interface ShardRow {
  readonly revision: number;
  readonly scan_started_at: number | null;
  readonly scan_ended_at: number | null;
  readonly next_scan_at: number | null;
  readonly stored_at: number | null;
  readonly started_at: number | null;
}

/**
 * Reads a ledger over one connection: the event log, and the state of each shard. A shard is the
 * part that belongs to one daemon, named by the FQDN of its computer. Every method rejects with a
 * LedgerError if SQLite fails.
 */
export class SqliteLedgerReader implements LedgerReader {
  protected readonly database: Database;
  protected readonly path: string;
  protected readonly changes: Changes;
  readonly #shard: Statement<[string], ShardRow>;
  readonly #after: Statement<[number, number], EventRow>;
  readonly #openConditions: ReadOpenConditions;
  readonly #memory: ReadMemory;

  /** Takes ownership of the connection: disposing the reader closes it. */
  constructor(database: Database, path: string, polling: Polling) {
    this.database = database;
    this.path = path;
    this.changes = new Changes(database, polling);
    this.#shard = database.prepare('SELECT * FROM shard WHERE shard = ?');
    this.#after = database.prepare(
      'SELECT * FROM event_record WHERE event_record_id > ? ORDER BY event_record_id LIMIT ?',
    );
    this.#openConditions = prepareReadOpenConditions(database);
    this.#memory = prepareReadMemory(database);
  }

  async state(shard: Shard): Promise<LedgerState> {
    return this.read(() => {
      const row = this.#shard.get(shard);
      const scanStartedAt = toInstant(row?.scan_started_at);
      const scanEndedAt = toInstant(row?.scan_ended_at);
      const storedAt = toInstant(row?.stored_at);
      const startedAt = toInstant(row?.started_at);
      return {
        ...(storedAt === undefined ? {} : { storedAt }),
        ...(startedAt === undefined ? {} : { startedAt }),
        revision: row?.revision ?? 0,
        open: this.#openConditions(shard),
        memory: this.memoryOf(shard, row?.revision ?? 0),
        scan:
          scanStartedAt === undefined || scanEndedAt === undefined
            ? undefined
            : { startedAt: scanStartedAt, endedAt: scanEndedAt, nextAt: toInstant(row?.next_scan_at) },
      };
    });
  }

  /**
   * Reads the memory of a shard: what its daemon remembers between scans. The ledger of the daemon
   * overrides this, to return the memory from its cache if it is of this revision.
   * @param _revision the number of commits of the shard, from the same transaction
   */
  protected memoryOf(shard: Shard, _revision: Revision): Memory {
    return this.#memory(shard);
  }

  async shards(): Promise<readonly Shard[]> {
    return this.read(() => this.database.prepare<[], string>('SELECT shard FROM shard ORDER BY shard').pluck().all());
  }

  async *records(query: RecordQuery): AsyncIterable<EventRecord> {
    const chunks = queryRecords(this.database, query);
    for (;;) {
      const chunk = this.read(() => chunks.next().value);
      if (chunk === undefined) return;
      yield* chunk;
      // Yields to the event loop, so that a long result does not block other work.
      await setImmediate();
    }
  }

  async after(eventRecordId: number, limit: number): Promise<readonly EventRecord[]> {
    return this.read(() => this.#after.all(eventRecordId, limit).map(toEventRecord));
  }

  async newestRecordId(): Promise<number> {
    return this.read(() => this.selectNumber('SELECT event_record_id FROM head'));
  }

  async count(query?: RecordQuery): Promise<number> {
    return this.read(() =>
      query === undefined ? this.selectNumber('SELECT count(*) FROM event_record') : countRecords(this.database, query),
    );
  }

  async probeRequests(shard: Shard): Promise<readonly ProbeRequest[]> {
    return this.read(() => readProbeRequests(this.database, shard));
  }

  async observed(shard: Shard): Promise<Observed> {
    return this.read(() => readObserved(this.database, shard));
  }

  async scannedConnectors(shard: Shard): Promise<ReadonlySet<string> | undefined> {
    return this.read(() => readScannedConnectors(this.database, shard));
  }

  changed(signal: AbortSignal): AsyncIterable<void> {
    return this.changes.commits(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.changes[Symbol.dispose]();
    this.database.close();
  }

  /** Runs `query` in one read transaction, so that all its results are from one commit. */
  protected read<T>(query: () => T): T {
    try {
      return this.database.transaction(query)();
    } catch (failure) {
      throw ledgerFailure(this.path, EVENT_LOG_FAILURES.event_log_not_read, failure);
    }
  }

  protected selectNumber(sql: string): number {
    return this.database.prepare<[], number>(sql).pluck().get() ?? 0;
  }
}
