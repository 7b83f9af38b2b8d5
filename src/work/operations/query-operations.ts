import type { AccessRules } from '../../domain/certificate/access-rules.ts';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { StoredRequest } from '../../domain/certificate/certificate-request.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { StoreDefinition } from '../../domain/connector/connector.ts';
import type { EventRecord, NewEventRecord } from '../../domain/event/event-record.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import type { AssumedChange } from '../../domain/remedy/remedy.ts';
import type { Explanation, ListedCertificate, Status, StoreState } from '../../domain/status/status.ts';
import type { Instant } from '../../domain/time.ts';
import type { RecordQuery } from '../ports/ledger.ts';

/** The contents of the stores. */
export interface StoreListing {
  readonly at: Instant;
  readonly stores: readonly StoreState[];
  /**
   * Each certificate once per store. The origin and status of a certificate are unknown if its
   * chain was not verified.
   */
  readonly certificates: readonly ListedCertificate[];
  /**
   * How many chains could not be verified completely, because the maximum number of signature
   * checks was reached.
   */
  readonly unverifiedChainCount: number;
  /** The pending CSRs. */
  readonly requests: readonly StoredRequest[];
}

/** The result of one scan that stores nothing. */
export interface Scan extends StoreListing {
  readonly durationMs: number;
  readonly connectors: readonly Explanation[];
  /** The inventories (lists of connectors and stores) that could not be read, by name. */
  readonly unavailableInventories: ReadonlySet<string>;
  /** All problems, as the records that would raise their conditions. */
  readonly findings: readonly NewEventRecord[];
}

/** The assumptions of a simulation. A part that is left out or undefined is not changed. */
export interface Assumption {
  /**
   * Absolute paths of files that are assumed to be installed. Each file is read at its path, with
   * the rules of the store.
   */
  readonly files: readonly string[];
  /**
   * The name of the store that is assumed to contain the files. undefined: the file of `connector`
   * if it names one; otherwise the store My, or the first store that connectors search.
   */
  readonly store: string | undefined;
  /**
   * The name of the connector for which the files are meant. If it names its certificate files, the
   * assumed files replace the first of them.
   */
  readonly connector?: string;
  /** The assumed time; undefined for now. */
  readonly at: Instant | undefined;
  /** A change that is also assumed. */
  readonly change?: AssumedChange;
}

/** A file that is assumed to be installed. */
export interface AssumedFile {
  readonly path: string;
  readonly certificates: readonly StoredCertificate[];
  /** The parts of the file that could not be read. */
  readonly problems: readonly Problem[];
}

/** The result of a simulation; none of it is stored. */
export interface Simulation {
  readonly now: Instant;
  /** The assumed time. */
  readonly at: Instant;
  /**
   * The store that is assumed to contain the files; undefined if no files are assumed, or if the
   * store does not exist.
   */
  readonly store: StoreDefinition | undefined;
  /** All defined stores. */
  readonly stores: readonly StoreDefinition[];
  /** The contents of the files, in the order given; empty if the store does not exist. */
  readonly files: readonly AssumedFile[];
  /** The present and the simulated result; the same connectors in the same order. */
  readonly before: readonly Explanation[];
  readonly after: readonly Explanation[];
  /**
   * The conditions of the whole host that would be raised, escalated and cleared, most severe
   * first.
   */
  readonly raised: readonly Condition[];
  readonly escalated: readonly Condition[];
  readonly cleared: readonly Condition[];
  /**
   * The subject of the intermediate certificate that the server must send and that is missing in
   * the store; undefined if none is missing.
   */
  readonly lacksIssuer?: string | undefined;
}

/** The status, and the certificates of the scan from which it was made. */
export interface MeasuredHost {
  readonly status: Status;
  /** The last known certificates of all stores, each location once. */
  readonly certificates: readonly StoredCertificate[];
}

/**
 * The certificates whose chains are verified. `selected`: those that a connector selected or
 * rejected; otherwise those that the function returns.
 */
export type ChainSelection = 'selected' | ((all: readonly StoredCertificate[]) => Iterable<Thumbprint>);

/** How `QueryOperations.scan` evaluates and probes. */
export interface QueryScanOptions {
  /** The time for which the scan is evaluated; left out: now. */
  readonly at?: Instant | undefined;
  /** Left out: `selected`. */
  readonly chains?: ChainSelection;
  /**
   * The time limit for all probes together, ms. Left out: no probes are made, and the daemon's last
   * results are used.
   */
  readonly probeWithinMs?: number | undefined;
}

/** The optional parts of a listing. */
export interface ListQuery {
  /**
   * Picks the certificates whose chains are verified. Left out: none, and their origin and status
   * are unknown.
   */
  readonly chainsToVerify?: (all: readonly ListedCertificate[], at: Instant) => readonly ListedCertificate[];
  /** True: lists the connectors that use each certificate. */
  readonly withConnectors?: boolean;
}

/** The queries of commands. Each query scans again, or reads the event log. */
export interface QueryOperations {
  /**
   * Scans everything now. Changes and stores nothing.
   * @throws {LedgerError} if an event log exists and cannot be read
   */
  scan(options: QueryScanOptions, signal: AbortSignal): Promise<Scan>;
  /**
   * Scans as `scan` does, but without the daemon's stored state, for an account that may not read
   * the event log.
   */
  scanWithoutState(options: Omit<QueryScanOptions, 'chains'>, signal: AbortSignal): Promise<Scan>;
  /** Lists the contents of the stores. Verifies only the chains that the query requests. */
  list(query: ListQuery, signal: AbortSignal): Promise<StoreListing>;
  /**
   * Returns the access rules of the private key files of certificates, in their order; undefined if
   * a certificate has no key file, or if the rules are unknown.
   */
  accessRules(stored: readonly StoredCertificate[]): Promise<readonly (AccessRules | undefined)[]>;
  /** Returns the access rules of files and directories, in their order. */
  accessRulesAt(paths: readonly string[]): Promise<readonly (AccessRules | undefined)[]>;
  /** Simulates an assumption. Changes and stores nothing. */
  simulate(assumption: Assumption, signal: AbortSignal): Promise<Simulation>;
  /**
   * Returns the status of this host.
   * @throws {LedgerError} if an event log exists and cannot be read
   */
  status(signal: AbortSignal): Promise<Status>;
  /**
   * Returns the status of this host, with the certificates of the same scan.
   * @throws {LedgerError} if an event log exists and cannot be read
   */
  measure(signal: AbortSignal): Promise<MeasuredHost>;
  /**
   * Returns the open conditions, most severe first, then oldest first; undefined if no daemon has
   * scanned here.
   * @throws {LedgerError}
   */
  conditions(): Promise<readonly Condition[] | undefined>;
  /** Returns the matching records, oldest first. @throws {LedgerError} */
  events(query: RecordQuery): AsyncIterable<EventRecord>;
  /** Returns the number of matching records. @throws {LedgerError} */
  countEvents(query: RecordQuery): Promise<number>;
  /**
   * Yields the matching records, oldest first, then new matching records until the signal.
   * @throws {LedgerError}
   */
  followEvents(query: RecordQuery, signal: AbortSignal): AsyncIterable<EventRecord>;
}
