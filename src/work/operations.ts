import type { Delivery } from '../domain/alert/delivery.ts';
import type { Match } from '../domain/alert/match.ts';
import type { Silence, UnreadableSilence } from '../domain/alert/silence.ts';
import type { AccessRules } from '../domain/certificate/access-rules.ts';
import type { Certificate, RequestedBy, StoredCertificate, Thumbprint } from '../domain/certificate/certificate.ts';
import type { StoredRequest } from '../domain/certificate/certificate-request.ts';
import type { ChainVerdict } from '../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../domain/certificate/trust-source.ts';
import type { Condition } from '../domain/condition/condition.ts';
import type { Connector, StoreDefinition } from '../domain/connector/connector.ts';
import type { ProbeTarget } from '../domain/connector/probe-target.ts';
import type { EventRecord, NewEventRecord } from '../domain/event/event-record.ts';
import type { Problem } from '../domain/problem.ts';
import type { AssumedChange } from '../domain/remedy/remedy.ts';
import type { ScanResult } from '../domain/scan-result.ts';
import type { Rotation, RotationObservation } from '../domain/served/rotation.ts';
import type { ServedBaseline } from '../domain/served/served.ts';
import type { ConnectorObservation } from '../domain/served/served-on-disk.ts';
import type { Explanation, ListedCertificate, ListedNotifier, Status, StoreState } from '../domain/status/status.ts';
import type { InternalConsent } from '../domain/store-change/internal-consent.ts';
import type { Refusal } from '../domain/store-change/refusal.ts';
import type { StoreChange } from '../domain/store-change/store-change.ts';
import type { StoreOrder } from '../domain/store-change/store-order.ts';
import type { Instant } from '../domain/time.ts';
import type { RecordQuery } from './ports/ledger.ts';
import type { Attempt, DeliveryQuery } from './ports/outbox.ts';
import type { ProbedEndpoint } from './ports/probes.ts';
import type { ExportTarget } from './ports/stores.ts';

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
   * How many of the chains to verify were not followed to their end, because the limit of checks
   * was reached.
   */
  readonly notFollowed: number;
  /** The pending CSRs. */
  readonly requests: readonly StoredRequest[];
}

/** The result of one scan that stores nothing. */
export interface Scan extends StoreListing {
  readonly durationMs: number;
  readonly connectors: readonly Explanation[];
  /** The inventories that could not be read. */
  readonly unavailable: ReadonlySet<string>;
  /** The conditions that would be raised if none were open. */
  readonly findings: readonly NewEventRecord[];
}

/** The assumptions of a simulation; anything left out stays as it is. */
export interface Assumption {
  /**
   * Absolute paths of files that are assumed to be installed. Each is read as a store would read it
   * at its path.
   */
  readonly files: readonly string[];
  /**
   * The store that is assumed to contain the files. undefined: the connector's own file, otherwise
   * My, otherwise the first store that connectors use.
   */
  readonly store: string | undefined;
  /**
   * The name of the connector to simulate. If it names its files, the assumed files replace the
   * first one.
   */
  readonly connector?: string;
  /** undefined: now. */
  readonly at: Instant | undefined;
  /** A change that is also assumed. */
  readonly altered?: AssumedChange;
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
   * The store that is assumed to contain the files; undefined without files, or if the store does
   * not exist.
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
   * the store; undefined: none.
   */
  readonly lacksIssuer?: string | undefined;
}

/** The options of an order. */
export interface ChangeOptions {
  readonly asked: RequestedBy;
  /** True: only simulates the change. */
  readonly isDryRun: boolean;
  /** True: continues after a refusal that can be overridden. */
  readonly isForced: boolean;
  readonly internal: InternalConsent;
}

/** The daemon's records of a change. */
export type ChangeReport =
  /** The records of the scan that saw the change, oldest first. */
  | { readonly kind: 'written'; readonly records: readonly EventRecord[] }
  /** No daemon runs. The next one that starts logs the change. */
  | { readonly kind: 'no-daemon' }
  /**
   * No daemon runs, and none has scanned this store yet. The first scan takes its contents as the
   * baseline, so the change is not logged.
   */
  | { readonly kind: 'never-ran' }
  /** The records were not written in time, or this account may not read them. */
  | { readonly kind: 'not-yet' };

/** The result of an order. */
export type ChangeOutcome =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /**
   * Asks if the certificate should replace the internal transport certificate. Repeat the order
   * with the answer.
   */
  | {
      readonly kind: 'asks';
      /** undefined: it is issued after the answer. */
      readonly certificate: Certificate | undefined;
      readonly recorded: Thumbprint;
      /** undefined: it no longer exists. */
      readonly recordedCertificate: Certificate | undefined;
    }
  /** The store already matches the order. */
  | {
      readonly kind: 'unchanged';
      readonly stored: StoredCertificate;
      /** The same as for `done`. */
      readonly livePath?: string;
    }
  /** Only the stable path changed; it now points to the certificate. */
  | { readonly kind: 'linked'; readonly stored: StoredCertificate; readonly livePath: string }
  | {
      readonly kind: 'dry-run';
      readonly change: StoreChange;
      readonly simulation: Simulation;
      /** The refusal that must be overridden to carry out the change; left out: none. */
      readonly refusal?: Refusal;
    }
  | {
      readonly kind: 'done';
      readonly change: StoreChange;
      /** The directory of the certificate after the change. */
      readonly path: string;
      /** The directory of its stable path; left out: none. */
      readonly livePath?: string;
      readonly simulation: Simulation;
      readonly report: ChangeReport;
    };

/** The result of an export. */
export type ExportOutcome =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'done'; readonly stored: StoredCertificate };

/**
 * The certificates whose chains are verified: those of the selections, or those that the function
 * picks.
 */
export type ChainsWanted = 'selected' | ((all: readonly StoredCertificate[]) => Iterable<Thumbprint>);

/** The optional parts of a listing. */
export interface ListQuestion {
  /**
   * Picks the certificates whose chains are verified. Left out: none, and their origin and status
   * are unknown.
   */
  readonly chainsOf?: (all: readonly ListedCertificate[], at: Instant) => readonly ListedCertificate[];
  /** True: lists the connectors that use each certificate. */
  readonly withConnectors?: boolean;
}

/** The queries of an operator. Each query scans again. */
export interface Operations {
  /**
   * Scans everything now, and evaluates it for `at` (default: now). Changes and stores nothing. By
   * default verifies the chains of the selected certificates.
   * @param probeWithinMs the time limit for all probes together; left out: no probes, and the
   * daemon's last results are used
   * @throws {LedgerError} if there is a ledger and it cannot be read
   */
  scan(at: Instant | undefined, signal: AbortSignal, chains?: ChainsWanted, probeWithinMs?: number): Promise<Scan>;
  /**
   * Scans as `scan` does, but without the state that a daemon stored. Therefore an account that may
   * not read the ledger can do it.
   */
  scanWithoutState(at: Instant | undefined, signal: AbortSignal, probeWithinMs?: number): Promise<Scan>;
  /** Lists the contents of the stores, and computes only what the query needs. */
  list(asked: ListQuestion, signal: AbortSignal): Promise<StoreListing>;
  /**
   * Returns the access rules of their private key files, in their order; undefined: no file, or
   * unknown.
   */
  accessRules(stored: readonly StoredCertificate[]): Promise<readonly (AccessRules | undefined)[]>;
  /** Returns the access rules of files and directories, in their order. */
  accessRulesAt(paths: readonly string[]): Promise<readonly (AccessRules | undefined)[]>;
  /** Simulates an assumption. Changes and stores nothing. */
  simulate(supposition: Assumption, signal: AbortSignal): Promise<Simulation>;
  /**
   * Returns the status of this host.
   * @throws {LedgerError} if there is a ledger and it cannot be read
   */
  status(signal: AbortSignal): Promise<Status>;
  /**
   * Returns the open conditions, most severe first, then oldest first; undefined: no daemon has
   * scanned here.
   * @throws {LedgerError}
   */
  conditions(): Promise<readonly Condition[] | undefined>;
  /** Returns the matching records, oldest first. @throws {LedgerError} */
  events(query: RecordQuery): AsyncIterable<EventRecord>;
  /** Yields new records until the signal. @throws {LedgerError} */
  followEvents(signal: AbortSignal): AsyncIterable<EventRecord>;
}

/**
 * The orders to change or export certificates, only on this host.
 * @see https://learn.microsoft.com/powershell/module/exchange/get-exchangecertificate
 */
export interface StoreOperations {
  /**
   * Plans, simulates and carries out a change of the personal store.
   * @throws {StoreBusyError}
   * @throws {IssueError}
   */
  change(order: StoreOrder, options: ChangeOptions, signal: AbortSignal): Promise<ChangeOutcome>;
  /** Exports a certificate and its key. @throws {ExportError} */
  export(thumbprint: Thumbprint, target: ExportTarget, signal: AbortSignal): Promise<ExportOutcome>;
}

/** A silence, and the open conditions that it matches now. */
export interface ListedSilence {
  readonly silence: Silence;
  readonly hasEnded: boolean;
  /** Most severe first, then oldest first. */
  readonly covered: readonly Condition[];
}

/** The contents of a new silence. */
export interface SilenceOrder {
  readonly match: Match;
  /** undefined: until all conditions that it matches now are cleared. */
  readonly endsAt: Instant | undefined;
  readonly reason: string;
  /** The requester, in the form in which it is stored. */
  readonly by: string;
}

/** The result of adding a silence. */
export type SilenceOutcome =
  | { readonly kind: 'added'; readonly added: ListedSilence }
  /** The silence should end with the conditions that it matches, but matches none. */
  | { readonly kind: 'nothing-open' };

/** A delivery in a list. */
export interface ListedDelivery {
  readonly delivery: Delivery;
  /**
   * The first of its records; undefined: deleted by retention, or a test delivery, which has none.
   */
  readonly record: EventRecord | undefined;
  /** undefined: no attempt was made yet. */
  readonly lastAttempt: Attempt | undefined;
}

/** A delivery with its records and attempts. */
export interface DeliveryDetails {
  readonly delivery: Delivery;
  /** The records that retention has not deleted, in the order of the log. */
  readonly records: readonly EventRecord[];
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
}

/** The result of resending a delivery. */
export type ResendOutcome =
  | { readonly kind: 'resent'; readonly delivery: Delivery; readonly isDaemonRunning: boolean }
  | { readonly kind: 'unknown' }
  /** The delivery is still pending. */
  | { readonly kind: 'on-its-way'; readonly delivery: Delivery }
  | { readonly kind: 'test'; readonly delivery: Delivery }
  /** The configuration no longer contains its notifier. */
  | { readonly kind: 'no-notifier'; readonly delivery: Delivery }
  /** Retention has deleted some of its records. */
  | { readonly kind: 'pruned'; readonly delivery: Delivery };

/** The result of a test alert. */
export interface TestOutcome {
  /** The account under which the notifier ran. */
  readonly account: string;
  /** The ID of the stored delivery; undefined: not stored, because no daemon has run here. */
  readonly deliveryId: string | undefined;
  readonly attempt: Attempt;
}

/**
 * The queries and orders about notifications, on this host. Orders require root or the daemon's
 * account.
 */
export interface NotificationOperations {
  /**
   * Returns all silences, also expired ones, oldest first; undefined: no daemon has run here.
   * @throws {LedgerError}
   */
  silences(): Promise<readonly ListedSilence[] | undefined>;
  /** Returns the silences that cannot be read; they suppress nothing. @throws {LedgerError} */
  unreadableSilences(): Promise<readonly UnreadableSilence[]>;
  /** Adds a silence. @throws {LedgerError} */
  addSilence(order: SilenceOrder): Promise<SilenceOutcome>;
  /**
   * Expires a silence now, and returns it with the conditions that it matched until then;
   * undefined: unknown ID, or already expired.
   * @throws {LedgerError}
   */
  endSilence(silenceId: string): Promise<ListedSilence | undefined>;
  /**
   * Returns the matching deliveries, oldest first; undefined: no daemon has run here.
   * @throws {LedgerError}
   */
  deliveries(query: DeliveryQuery): Promise<readonly ListedDelivery[] | undefined>;
  /**
   * Returns a delivery with its records and attempts; undefined: unknown ID.
   * @throws {LedgerError}
   */
  delivery(deliveryId: string): Promise<DeliveryDetails | undefined>;
  /**
   * Queues a copy of a delivery that was delivered or failed, under a new ID.
   * @throws {LedgerError}
   */
  resend(deliveryId: string): Promise<ResendOutcome>;
  /** Returns the notifiers in the order of the configuration. @throws {LedgerError} */
  notifiers(): Promise<readonly ListedNotifier[]>;
  /** Sends a test alert to a configured notifier, once. @throws {LedgerError} */
  test(notifier: string, signal: AbortSignal): Promise<TestOutcome>;
}

/** The connectors, and the certificates in the stores and in the connectors' files. */
export interface ScannedConnectors {
  readonly at: Instant;
  /** The FQDN of this computer. */
  readonly computer: string;
  /** In the order of the inventories. */
  readonly connectors: readonly ConnectorObservation[];
  /**
   * The daemon's baseline of each connector at its present URL, by name; empty for an account that
   * may not read it.
   */
  readonly baselines: ReadonlyMap<string, ServedBaseline>;
  /** The number of certificates. */
  readonly certificates: number;
  /** Returns every location of a certificate. */
  withThumbprint(thumbprint: Thumbprint): readonly StoredCertificate[];
}

/** The probe result of one address, and the verdict on its chain. */
export interface AnsweredEndpoint extends ProbedEndpoint {
  /** Without checks of dates and names; undefined: the server sent no chain. */
  readonly chain: ChainVerdict | undefined;
}

/** The probe results of every address of a server. */
export interface ProbeAnswer {
  readonly at: Instant;
  readonly target: ProbeTarget;
  readonly resolution: ScanResult<readonly string[]>;
  readonly resolutionMs: number;
  /** In the order of the addresses. */
  readonly endpoints: readonly AnsweredEndpoint[];
}

/** A connector whose server can be reloaded, and whose result can be verified. */
export type ReloadableConnector = Connector & { readonly probe: ProbeTarget; readonly reload: readonly string[] };

/** One server to reload, and who requested it. */
export interface ReloadOrder {
  /**
   * Every connector whose certificate the command reloads, at least one. `due`: the certificates
   * that it should serve; empty: unknown.
   */
  readonly connectors: readonly {
    readonly connector: ReloadableConnector;
    readonly due: readonly StoredCertificate[];
  }[];
  /** The command, run once. */
  readonly command: readonly string[];
  readonly asked: RequestedBy;
  /** How long the connectors are probed until they serve what is on disk, ms. */
  readonly waitMs: number;
}

/** The result of a reload, and the daemon's report of it. */
export interface ReloadOutcome {
  readonly rotation: Rotation;
  /** `not-kept`: the result could not be stored for the daemon; `why` is one line. */
  readonly report: ChangeReport | { readonly kind: 'not-kept'; readonly why: string };
}

/**
 * The outcome of a request for probes. `not-yet`: the daemon did not finish in time, and continues.
 */
export type ProbeNowOutcome = 'done' | 'no-daemon' | 'not-yet';

/** The queries and orders about servers, on this host. */
export interface ConnectorOperations {
  /** Resolves the links of a path; a path that does not exist is returned as it is. */
  realPath(path: string): Promise<string>;
  /** Scans stores and files without probes. */
  scan(signal: AbortSignal): Promise<ScannedConnectors>;
  /**
   * Probes every address once.
   * @param trust the trust sources; undefined: those of the configuration
   */
  probe(target: ProbeTarget, trust: readonly TrustSource[] | undefined, signal: AbortSignal): Promise<ProbeAnswer>;
  /**
   * Asks the daemon to probe connectors now, and waits `waitMs` at most. An empty list means all.
   * @throws {LedgerError}
   */
  probeNow(connectors: readonly string[], waitMs: number, signal: AbortSignal): Promise<ProbeNowOutcome>;
  /** Probes what the connectors of a server serve now, and what they should. Reloads nothing. */
  beforeReload(order: ReloadOrder, signal: AbortSignal): Promise<RotationObservation>;
  /**
   * Reloads a server once, and probes its connectors until they serve what is on disk, or the wait
   * has elapsed.
   */
  reload(order: ReloadOrder, signal: AbortSignal): Promise<ReloadOutcome>;
}
