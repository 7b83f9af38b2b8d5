import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { EventLevel } from '../../domain/event/event-definition.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { Observed, ScanObservation } from '../../domain/observation/observed.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ProbeRequest } from '../../domain/served/probe-request.ts';
import type { Rotation } from '../../domain/served/rotation.ts';
import type { MissedRecords, OutputProblem } from '../../domain/status/output-health.ts';
import type { Instant } from '../../domain/time.ts';

/** One of the shares of work: the computer's FQDN; in a fleet, a share that some daemon holds. */
export type Shard = string;

/** Moves by one with every commit of a shard; 0 before the first. */
export type Revision = number;

export interface LedgerState {
  readonly revision: Revision;
  /** Oldest first. */
  readonly open: readonly Condition[];
  readonly memory: Memory;
  readonly pass: ScanTimes | undefined;
  /** When the daemon last stored a heartbeat, between the scans that it stores; left out: never. */
  readonly storedAt?: Instant;
}

/** When the last pass ran and when the next is due. */
export interface ScanTimes {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly nextAt: Instant | undefined;
}

/** What one commit stores, whole or not at all. */
export interface LedgerChange {
  readonly records: readonly NewEventRecord[];
  /** All conditions that are open after it; undefined: conditions stay as they are. */
  readonly open: readonly Condition[] | undefined;
  /**
   * The IDs of open conditions whose parameters, facts and remedy are stored without a record; left
   * out: none. The others keep those of their last record, or those stored since.
   */
  readonly followed?: ReadonlySet<string>;
  readonly memory: Memory | undefined;
  readonly pass: ScanTimes | undefined;
  /** The observation of the scan; left out: the stored one stays. */
  readonly observed?: ScanObservation;
  /** The rotations that the records tell of, by id: they are forgotten. */
  readonly rotations?: readonly string[];
  /** The completed requests for probes, by ID; they are deleted. */
  readonly probeRequests?: readonly string[];
}

/** Which records; every field given must hold. */
export interface RecordQuery {
  readonly eventIds?: readonly number[];
  /** That level and worse. */
  readonly level?: EventLevel;
  /** Inclusive. */
  readonly since?: Instant;
  /** Exclusive. */
  readonly until?: Instant;
  readonly connector?: string;
  readonly thumbprint?: Thumbprint;
  /** The SHA-256 of a request. */
  readonly request?: string;
  readonly eventRecordId?: number;
  /** Only the newest so many; they still come oldest first. */
  readonly last?: number;
}

/** How much of the log is kept; what is beyond either goes. */
export interface Retention {
  /** Newest so many. */
  readonly records: number;
  readonly days: number;
}

/** What the commands read, from another process. */
export interface LedgerReader extends AsyncDisposable {
  state(shard: Shard): Promise<LedgerState>;
  /** The shards there are, in order of name. */
  shards(): Promise<readonly Shard[]>;
  /** Oldest first. */
  records(query: RecordQuery): AsyncIterable<EventRecord>;
  /** Whoever has seen record N will never later be shown one ≤ N: ids become visible in order. */
  after(eventRecordId: number, limit: number): Promise<readonly EventRecord[]>;
  /** The newest record's id; 0 when there is none. */
  head(): Promise<number>;
  /** How many records there are. */
  count(): Promise<number>;
  /** Returns the pending requests for probes of a shard, oldest first. */
  probeRequests(shard: Shard): Promise<readonly ProbeRequest[]>;
  /**
   * Returns the connectors and stores of the last scan of a shard, except rows that cannot be read.
   */
  observed(shard: Shard): Promise<Observed>;
  /**
   * Returns the names of the connectors of the last scan of a shard; undefined: no observation is
   * stored.
   */
  scannedConnectors(shard: Shard): Promise<ReadonlySet<string> | undefined>;
  /** Yields when this process or another may have committed; ends with the signal. */
  changed(signal: AbortSignal): AsyncIterable<void>;
}

/** What is remembered. Fulfilled by SQLite; by PostgreSQL for a fleet. */
export interface Ledger extends LedgerReader {
  /** Records, conditions, memory and pass times in one transaction. @throws {StaleRevisionError} if another commit came between. */
  commit(shard: Shard, expected: Revision, change: LedgerChange): Promise<readonly EventRecord[]>;
  /**
   * Deletes records beyond the retention, a bounded number a call; answers how many: 0 when nothing is left to delete.
   * Never the last one of an open condition, nor one that is still to be told, nor one that a follower has not passed, unless
   * that is a log output that has failed for GIVE_UP_AFTER, and the record is older than that: such an output is moved on to
   * the oldest record that is kept, and what it misses is counted.
   * What became of alerts goes with the records, silences that are over too; that a notifier was told of a condition, not
   * before the condition's end.
   */
  prune(retention: Retention, now: Instant): Promise<number>;
  /**
   * Appends records to the log that say what log outputs have missed: of each once a day while it fails, and when it does not
   * any more. Answers how many.
   */
  tellMissed(now: Instant, happened: (missed: MissedRecords) => NewEventRecord): Promise<number>;
  /** Stores a heartbeat, if something was committed for the shard before. @throws {LedgerError} */
  storeHeartbeat(shard: Shard, now: Instant): Promise<void>;
  /** What commands have left for a shard to tell of, oldest first. */
  rotations(shard: Shard): Promise<readonly Rotation[]>;
  /** The damaged log that was set aside and is not reported yet; undefined: there is none. */
  readonly damage: Problem | undefined;
  /** Notes that the damage was reported: the next start does not know of it. */
  forgetDamage(): Promise<void>;
}

/** Leaves what came of a reload for the daemon, which tells of it in its next pass. */
export interface Rotations {
  /** Only the newest hundred of a shard wait. */
  recordRotation(shard: Shard, rotation: Rotation): Promise<void>;
}

/** The requests of commands for probes by the daemon. */
export interface ProbeRequests {
  /** Stores a request. Only the newest 100 of a shard are kept. */
  requestProbes(shard: Shard, request: ProbeRequest): Promise<void>;
}

/** How far each follower of the log has come. Durable: a crash repeats and never loses. */
export interface Cursors {
  /** Where the follower stands; a new one starts at the head. */
  cursor(follower: string): Promise<number>;
  /** Never goes back. */
  advance(follower: string, to: number): Promise<void>;
  /**
   * Forgets all other followers, and how they did: one that is no longer configured must not keep records from being pruned.
   * Those of notifiers are the outbox's.
   */
  keepFollowers(followers: readonly string[]): Promise<void>;
  /**
   * That a log output took nothing, and why; it fails since the first time.
   * @param position how far it has come, of one that keeps no place
   */
  failed(follower: string, position: number, trouble: OutputProblem, now: Instant): Promise<void>;
  /** That a log output took what it was given. */
  works(follower: string): Promise<void>;
}
