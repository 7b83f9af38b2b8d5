import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { EventLevel } from '../../domain/event/event-definition.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Problem } from '../../domain/problem.ts';
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

/** The number of commits of a shard. */
export type Revision = number;

/** The results of the last stored scan with which the next scan begins. */
export interface ScanState {
  /** The open conditions, oldest first. */
  readonly open: readonly Condition[];
  readonly memory: Memory;
}

/** The stored state of a shard. */
export interface LedgerState extends ScanState {
  readonly revision: Revision;
  readonly scan: ScanTimes | undefined;
  /** When the daemon last stored a heartbeat, between the scans that it stores; left out: never. */
  readonly storedAt?: Instant;
  /** When the daemon started, if it has not stored a scan since; left out: it has. */
  readonly startedAt?: Instant;
}

/** The times of the last scan and of the next one. */
export interface ScanTimes {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly nextAt: Instant | undefined;
}

/** The contents of one commit, which is stored completely or not at all. */
export interface LedgerChange {
  readonly records: readonly NewEventRecord[];
  /** All open conditions after the commit; undefined if the conditions are unchanged. */
  readonly open: readonly Condition[] | undefined;
  /**
   * The IDs of open conditions whose parameters, facts and remedy are stored without a record; left
   * out: none. The others keep those of their last record, or those stored since.
   */
  readonly updatedConditionIds?: ReadonlySet<string>;
  readonly memory: Memory | undefined;
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
  head(): Promise<number>;
  /** Returns the number of records. */
  count(): Promise<number>;
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
   * silences too. The note that a notifier was notified of a condition stays until the condition is
   * cleared.
   *
   * Not deleted are:
   * - the last record of an open condition
   * - a record of a pending delivery, or a suppressed record
   * - a record that a follower has not read yet, except for a log output that has failed for
   *   OUTPUT_RETRY_MS, if the record is older than that
   *
   * Such an output moves on to the oldest retained record, and the records that it misses are
   * counted.
   */
  prune(retention: Retention, now: Instant): Promise<number>;
  /**
   * Appends an event record for each log output that has missed records: once a day while it fails,
   * and once when it works again. Returns how many were appended.
   */
  reportMissed(now: Instant, recordOf: (missed: MissedRecords) => NewEventRecord): Promise<number>;
  /** Stores a heartbeat, if something was committed for the shard before. @throws {LedgerError} */
  storeHeartbeat(shard: Shard, now: Instant): Promise<void>;
  /**
   * Stores the start of a daemon, until it stores a scan; not if nothing was committed for the
   * shard before.
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

/** The reload results for the daemon, which logs them in its next scan. */
export interface Rotations {
  /** Stores a result. Only the newest 100 of a shard are kept. */
  recordRotation(shard: Shard, rotation: Rotation): Promise<void>;
}

/** The requests of commands for probes by the daemon. */
export interface ProbeRequests {
  /** Stores a request. Only the newest 100 of a shard are kept. */
  requestProbes(shard: Shard, request: ProbeRequest): Promise<void>;
}

/**
 * The position of each follower of the log. Durable: a crash repeats records but never loses one.
 */
export interface Cursors {
  /** Returns the position of a follower; the head for a new one. */
  cursor(follower: string): Promise<number>;
  /** Moves a position forward, never back. */
  advance(follower: string, to: number): Promise<void>;
  /**
   * Deletes the positions and health of all other followers; otherwise their positions would keep
   * records from being deleted. Notifiers are excepted; the outbox stores theirs.
   */
  keepFollowers(followers: readonly string[]): Promise<void>;
  /**
   * Stores the failure of a log output; the time of the first one is kept.
   * @param position the position of an output that stores none
   */
  recordFailure(follower: string, position: number, problem: OutputProblem, now: Instant): Promise<void>;
  /** Notes that a log output was written. */
  recordSuccess(follower: string): Promise<void>;
}
