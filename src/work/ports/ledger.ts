import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { EventLevel } from '../../domain/event/event-definition.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { ProbeRequest } from '../../domain/served/probe-request.ts';
import type { Rotation } from '../../domain/served/rotation.ts';
import type { Observed, ScanObservation } from '../../domain/status/observed.ts';
import type { MissedRecords, OutputProblem } from '../../domain/status/output-health.ts';
import type { Instant } from '../../domain/time.ts';

/**
 * The part of the monitored computers that one daemon handles: the FQDN of its computer; in a
 * fleet, an assigned part.
 */
export type Shard = string;

/**
 * The number of commits of a shard. A commit fails if another process has committed since the
 * revision was read.
 */
export type Revision = number;

/** The part of the last stored scan that the next scan needs. */
export interface ScanState {
  /** The open conditions, oldest first. */
  readonly open: readonly Condition[];
  readonly memory: Memory;
}

/** The stored state of a shard. */
export interface LedgerState extends ScanState {
  readonly revision: Revision;
  /** undefined: no scan was stored yet. */
  readonly scan: ScanTimes | undefined;
  /** When the daemon last stored a heartbeat; left out: never. */
  readonly storedAt?: Instant;
  /** When the daemon started, if it has not stored a scan since; left out: it has. */
  readonly startedAt?: Instant;
}

/** The times of the last scan and of the next one. */
export interface ScanTimes {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** undefined: no scan is scheduled. */
  readonly nextAt: Instant | undefined;
}

/** The contents of one commit, which is stored completely or not at all. */
export interface LedgerChange {
  readonly records: readonly NewEventRecord[];
  /** All open conditions after the commit; undefined if the conditions are unchanged. */
  readonly open: readonly Condition[] | undefined;
  /**
   * The IDs of open conditions of which the parameters, facts and remedy in `open` are stored,
   * although no record reports them; left out: none. For other conditions, only those of a new
   * record are stored.
   */
  readonly updatedConditionIds?: ReadonlySet<string>;
  /** undefined: the memory is unchanged. */
  readonly memory: Memory | undefined;
  /** undefined: the commit is not from a scan. */
  readonly scan: ScanTimes | undefined;
  /** The observation of the scan; left out: the stored one stays. */
  readonly observed?: ScanObservation;
  /** The IDs of the reload results that the records report; they are deleted. */
  readonly rotations?: readonly string[];
  /** The completed requests for probes, by ID; they are deleted. */
  readonly probeRequests?: readonly string[];
}

/** A filter of records; all given fields must match. */
export interface RecordQuery {
  /** At least one of these. */
  readonly eventIds?: readonly number[];
  /** This level and more severe ones. */
  readonly level?: EventLevel;
  /** Inclusive. */
  readonly since?: Instant;
  /** Exclusive. */
  readonly until?: Instant;
  readonly connector?: string;
  readonly thumbprint?: Thumbprint;
  /** The SHA-256 of a CSR. */
  readonly request?: string;
  readonly eventRecordId?: number;
  /** Only records with a greater ID. */
  readonly afterRecordId?: number;
  /** Only records with a smaller ID. */
  readonly beforeRecordId?: number;
  /** Only the newest records, at most this many; the order is still oldest first. */
  readonly last?: number;
}

/** The limits of the event log; a record beyond either limit is deleted. */
export interface Retention {
  /** How many records are kept. */
  readonly records: number;
  readonly days: number;
}

/** The read access to the event log and the state, also for commands in other processes. */
export interface LedgerReader extends AsyncDisposable {
  state(shard: Shard): Promise<LedgerState>;
  /** Returns the shards in order of name. */
  shards(): Promise<readonly Shard[]>;
  /** Returns the matching records, oldest first. */
  records(query: RecordQuery): AsyncIterable<EventRecord>;
  /**
   * Returns the next records. IDs become visible in order: after record N, no record with a lower
   * ID appears.
   */
  after(eventRecordId: number, limit: number): Promise<readonly EventRecord[]>;
  /** Returns the ID of the newest record; 0 if there is none. */
  newestRecordId(): Promise<number>;
  /** Returns the number of records that match a query; left out: of all records. */
  count(query?: RecordQuery): Promise<number>;
  /** Returns the pending requests for probes of a shard, oldest first. */
  probeRequests(shard: Shard): Promise<readonly ProbeRequest[]>;
  /**
   * Returns the connectors and stores of the last scan of a shard, except rows that cannot be read.
   */
  observed(shard: Shard): Promise<Observed>;
  /**
   * Returns the names of the connectors of the last scan of a shard; undefined if no observation is
   * stored.
   */
  scannedConnectors(shard: Shard): Promise<ReadonlySet<string> | undefined>;
  /** Yields when this process or another may have committed; ends with the signal. */
  changed(signal: AbortSignal): AsyncIterable<void>;
}

/** The stored state of mailcertd. Implemented with SQLite; with PostgreSQL for a fleet. */
export interface Ledger extends LedgerReader {
  /**
   * Stores records, conditions, memory and scan times in one transaction.
   * @throws {StaleRevisionError} if another process committed first
   */
  commit(shard: Shard, expected: Revision, change: LedgerChange): Promise<readonly EventRecord[]>;
  /**
   * Deletes records beyond the retention, a limited number in one call, and returns that number; 0
   * if no more can be deleted. Attempts and deliveries are deleted with their records, and expired
   * silences too. The state that a notifier was notified of a condition is kept until the condition
   * is cleared.
   *
   * Not deleted are:
   * - the last record of an open condition
   * - a record of a pending delivery, or a suppressed record
   * - a record that a log output or notifier has not read yet
   *
   * Exception: a log output that has failed for OUTPUT_RETRY_MS does not keep records that are
   * older than that. It continues at the oldest retained record, and the records that it missed are
   * counted.
   */
  prune(retention: Retention, now: Instant): Promise<number>;
  /**
   * Appends an event record for each log output that has missed records: once a day while the
   * output fails, and once when it works again. Returns the number of appended records.
   */
  reportMissed(now: Instant, recordOf: (missed: MissedRecords) => NewEventRecord): Promise<number>;
  /**
   * Stores a heartbeat; does nothing before the first commit for the shard. @throws {LedgerError}
   */
  storeHeartbeat(shard: Shard, now: Instant): Promise<void>;
  /**
   * Stores the time at which a daemon starts. The first scan that it stores deletes this time. Does
   * nothing before the first commit for the shard.
   * @throws {LedgerError}
   */
  storeStart(shard: Shard, now: Instant): Promise<void>;
  /** Returns the reload results that commands have stored for the daemon, oldest first. */
  rotations(shard: Shard): Promise<readonly Rotation[]>;
  /** The damaged event log that was renamed and is not reported yet; undefined if there is none. */
  readonly damage: Problem | undefined;
  /** Deletes the note of the damage after it was reported. */
  forgetDamage(): Promise<void>;
}

/** The storage of the results of reload commands. The daemon logs them in its next scan. */
export interface Rotations {
  /** Stores a result. Only the newest 100 of a shard are kept. */
  recordRotation(shard: Shard, rotation: Rotation): Promise<void>;
}

/** The storage of requests of commands that the daemon probes connectors. */
export interface ProbeRequests {
  /** Stores a request. Only the newest 100 of a shard are kept. */
  requestProbes(shard: Shard, request: ProbeRequest): Promise<void>;
}

/**
 * The stored position of each log output in the event log, and its failure. A log output is called
 * a follower here. After a crash, a follower can receive records again, but it never misses one.
 */
export interface Cursors {
  /**
   * Returns the ID of the last record that a follower has written; for a new follower, that of the
   * newest record.
   */
  cursor(follower: string): Promise<number>;
  /** Moves the position of a follower forward, never back. */
  advanceCursor(follower: string, eventRecordId: number): Promise<void>;
  /**
   * Deletes the positions and failures of all other log outputs. Otherwise their positions would
   * keep records from being deleted. The positions of notifiers are in the outbox.
   */
  deleteOtherFollowers(followers: readonly string[]): Promise<void>;
  /**
   * Stores the latest failure of a log output. Keeps the time of its first failure since it worked.
   * @param position used for an output without a stored position
   */
  recordFailure(follower: string, position: number, problem: OutputProblem, now: Instant): Promise<void>;
  /** Deletes the failure of a log output that works again. */
  recordSuccess(follower: string): Promise<void>;
}
