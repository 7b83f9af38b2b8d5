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
import type { EventRecord, NewEventRecord } from '../domain/event/event-record.ts';
import type { Problem } from '../domain/problem.ts';
import type { AssumedChange } from '../domain/remedy/remedy.ts';
import type { ScanResult } from '../domain/scan-result.ts';
import type { ProbeTarget } from '../domain/served/probe-target.ts';
import type { Rotation, RotationObservation } from '../domain/served/rotation.ts';
import type { ServedBaseline } from '../domain/served/served.ts';
import type { ConnectorObservation } from '../domain/served/served-on-disk.ts';
import type { Explanation, ListedCertificate, ListedNotifier, Status, StoreState } from '../domain/status/status.ts';
import type { InternalConsent } from '../domain/store-change/internal-consent.ts';
import type { Refusal } from '../domain/store-change/refusal.ts';
import type { StoreChange } from '../domain/store-change/store-change.ts';
import type { StoreOrder } from '../domain/store-change/store-order.ts';
import type { Instant } from '../domain/time.ts';
import type { ProbeNowOutcome } from './manage/probe-now.ts';
import type { RecordQuery } from './ports/ledger.ts';
import type { Attempt, DeliveryQuery } from './ports/outbox.ts';
import type { ProbedEndpoint } from './ports/probes.ts';
import type { ExportTarget } from './ports/stores.ts';

/** What lies in the stores. */
export interface StoreListing {
  readonly at: Instant;
  readonly stores: readonly StoreState[];
  /** Each once: a certificate in two stores counts in both. Whose chain was not asked for is of unknown origin and status. */
  readonly certificates: readonly ListedCertificate[];
  /** How many of those whose chain was asked for could not be followed to the end within the limit of checks. */
  readonly notFollowed: number;
  /** Certificates that are asked for and not there yet. */
  readonly requests: readonly StoredRequest[];
}

/** What one look came to, with nothing stored. */
export interface Scan extends StoreListing {
  readonly durationMs: number;
  readonly connectors: readonly Explanation[];
  /** The inventories that could not be read. */
  readonly unavailable: ReadonlySet<string>;
  /** What would be raised if nothing were open yet. */
  readonly findings: readonly NewEventRecord[];
}

/** What is to be supposed; what is left out stays as it is. */
export interface Assumption {
  /** Files, absolute, that are supposed to be installed: each as a store would read it where it lies. */
  readonly files: readonly string[];
  /** The store that they are supposed to lie in; undefined: the connector's own file, else My, else the first in which connectors look. */
  readonly store: string | undefined;
  /** The connector that is asked about, by name: where it names its files, they are supposed to take the place of the first. */
  readonly connector?: string;
  /** undefined: now. */
  readonly at: Instant | undefined;
  /** What else is supposed to be otherwise. */
  readonly altered?: AssumedChange;
}

/** A file that is supposed to be installed. */
export interface AssumedFile {
  readonly path: string;
  readonly certificates: readonly StoredCertificate[];
  /** What in it could not be read. */
  readonly problems: readonly Problem[];
}

/** What would be otherwise: nothing of it is stored. */
export interface Simulation {
  readonly now: Instant;
  /** The instant that is supposed. */
  readonly at: Instant;
  /** Where the files are supposed to lie; undefined without files, or where there is no such store. */
  readonly store: StoreDefinition | undefined;
  /** The stores there are. */
  readonly stores: readonly StoreDefinition[];
  /** What is in the files, in the order in which they were named; empty where there is no such store. */
  readonly files: readonly AssumedFile[];
  /** As it is now, and as it would be; the same connectors in the same order. */
  readonly before: readonly Explanation[];
  readonly after: readonly Explanation[];
  /** Of the whole host, worst first: what would be raised, what would grow more urgent, what would be over. */
  readonly come: readonly Condition[];
  readonly escalate: readonly Condition[];
  readonly go: readonly Condition[];
  /** The subject of the issuer that a certificate comes into the store without, though a server has to send it; undefined: none. */
  readonly lacksIssuer?: string | undefined;
}

/** How an order is carried out. */
export interface ChangeOptions {
  readonly asked: RequestedBy;
  /** Only says what would be otherwise. */
  readonly isRehearsed: boolean;
  /** Goes on where a refusal can be overruled. */
  readonly isForced: boolean;
  readonly internal: InternalConsent;
}

/** What the daemon has written of a change. */
export type ChangeReport =
  /** The records of the pass that saw it, oldest first. */
  | { readonly kind: 'written'; readonly records: readonly EventRecord[] }
  /** No daemon runs: the next one to start tells of it. */
  | { readonly kind: 'no-daemon' }
  /** None runs, and none has looked at this store yet: what lies there at its first look was there before, and is not told. */
  | { readonly kind: 'never-ran' }
  /** None of it could be read in time, or by whoever asks. */
  | { readonly kind: 'not-yet' };

/** What came of an order. */
export type ChangeOutcome =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Whether the certificate takes the place of the recorded internal transport certificate: to be asked again with the answer. */
  | {
      readonly kind: 'asks';
      /** undefined: it is issued once the question is answered. */
      readonly certificate: Certificate | undefined;
      readonly recorded: Thumbprint;
      /** undefined: it is not there any more. */
      readonly recordedCertificate: Certificate | undefined;
    }
  /** It is so already. */
  | {
      readonly kind: 'unchanged';
      readonly stored: StoredCertificate;
      /** The same as for `done`. */
      readonly livePath?: string;
    }
  /** Nothing is changed but its stable path, which now points to it. */
  | { readonly kind: 'linked'; readonly stored: StoredCertificate; readonly livePath: string }
  | {
      readonly kind: 'rehearsed';
      readonly change: StoreChange;
      readonly rehearsal: Simulation;
      /** Why it is not carried out unless it is forced; left out: nothing stands against it. */
      readonly refusal?: Refusal;
    }
  | {
      readonly kind: 'done';
      readonly change: StoreChange;
      /** The folder it lies in now. */
      readonly path: string;
      /** The directory of its stable path; left out: there is none. */
      readonly livePath?: string;
      readonly rehearsal: Simulation;
      readonly told: ChangeReport;
    };

/** What came of an export. */
export type ExportOutcome =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'done'; readonly stored: StoredCertificate };

/** Whose chains a question needs: those of the certificates that selections speak of, or of those that it picks among all. */
export type ChainsWanted = 'selected' | ((all: readonly StoredCertificate[]) => Iterable<Thumbprint>);

/** What a listing shows of certificates that is not in the stores. */
export interface ListQuestion {
  /** Picks the certificates whose chains are verified; left out: none, and origin and status stay unknown. */
  readonly chainsOf?: (all: readonly ListedCertificate[], at: Instant) => readonly ListedCertificate[];
  /** Whether it shows which connectors use a certificate. */
  readonly withConnectors?: boolean;
}

/** What an operator can ask: one counter, however many windows. Each question looks anew. */
export interface Operations {
  /**
   * Looks at everything now, and judges it for `at` (by default now). Changes and stores nothing. Chains are verified of the
   * selected by default.
   * @param probeWithinMs how long probes of the connectors may take, all together; left out: nothing is probed, and what they
   *   present is as the daemon saw it
   */
  scan(at: Instant | undefined, signal: AbortSignal, chains?: ChainsWanted, probeWithinMs?: number): Promise<Scan>;
  /** Looks at what lies in the stores, and works out no more than is asked. */
  list(asked: ListQuestion, signal: AbortSignal): Promise<StoreListing>;
  /** Who may do what with the files of their private keys, in their order; undefined: there is none, or it cannot be told. */
  accessRules(stored: readonly StoredCertificate[]): Promise<readonly (AccessRules | undefined)[]>;
  /** Of files and folders, in their order. */
  accessRulesAt(paths: readonly string[]): Promise<readonly (AccessRules | undefined)[]>;
  /** What would be otherwise if something were so. Changes and stores nothing. */
  rehearse(supposition: Assumption, signal: AbortSignal): Promise<Simulation>;
  /** @throws {LedgerError} when there is a ledger and it cannot be read. */
  status(signal: AbortSignal): Promise<Status>;
  /** Worst first, then oldest first; undefined: no daemon has scanned here, so nobody knows. @throws {LedgerError} */
  conditions(): Promise<readonly Condition[] | undefined>;
  /** Oldest first. @throws {LedgerError} */
  events(query: RecordQuery): AsyncIterable<EventRecord>;
  /** Those that come, until the signal. @throws {LedgerError} */
  followEvents(signal: AbortSignal): AsyncIterable<EventRecord>;
}

/** What an operator can order: at the host itself, never from afar. @see https://learn.microsoft.com/powershell/module/exchange/get-exchangecertificate */
export interface StoreOperations {
  /** Plans, rehearses and carries out a change of the personal store. @throws {StoreBusyError} @throws {IssueError} */
  change(order: StoreOrder, options: ChangeOptions, signal: AbortSignal): Promise<ChangeOutcome>;
  /** Hands a certificate and its key out. @throws {ExportError} */
  export(thumbprint: Thumbprint, target: ExportTarget, signal: AbortSignal): Promise<ExportOutcome>;
}

/** A silence, and what of what is open it covers now. */
export interface ListedSilence {
  readonly silence: Silence;
  readonly isOver: boolean;
  /** Worst first, then oldest first. */
  readonly covered: readonly Condition[];
}

/** What somebody asks not to be told of. */
export interface SilenceOrder {
  readonly match: Match;
  /** undefined: until all that it covers now is over. */
  readonly endsAt: Instant | undefined;
  readonly reason: string;
  /** Who asks, as it is kept. */
  readonly by: string;
}

/** What came of a silence that was asked for. */
export type SilenceOutcome =
  | { readonly kind: 'added'; readonly added: ListedSilence }
  /** It was to end with what it covers, and that is nothing. */
  | { readonly kind: 'nothing-open' };

/** A delivery in a list. */
export interface ListedDelivery {
  readonly delivery: Delivery;
  /** The first of its records; undefined: it is no longer kept, or there is none. */
  readonly record: EventRecord | undefined;
  /** undefined: none was made yet. */
  readonly lastAttempt: Attempt | undefined;
}

/** All that is kept of a delivery. */
export interface DeliveryAccount {
  readonly delivery: Delivery;
  /** Those that are still kept, in the order of the log. */
  readonly records: readonly EventRecord[];
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
}

/** What came of telling again. */
export type ReplayOutcome =
  | { readonly kind: 'replayed'; readonly delivery: Delivery; readonly isDaemonRunning: boolean }
  | { readonly kind: 'unknown' }
  /** It is still on its way. */
  | { readonly kind: 'on-its-way'; readonly delivery: Delivery }
  | { readonly kind: 'test'; readonly delivery: Delivery }
  /** The configuration does not name its notifier any more. */
  | { readonly kind: 'no-notifier'; readonly delivery: Delivery }
  /** What it told is not all in the log any more. */
  | { readonly kind: 'pruned'; readonly delivery: Delivery };

/** What came of a marked test. */
export interface TestOutcome {
  /** Under which the notifier was told. */
  readonly account: string;
  /** Under which it is kept; undefined: no daemon has run here, so there is nothing to keep it in. */
  readonly deliveryId: string | undefined;
  readonly attempt: Attempt;
}

/** What an operator asks of telling, and orders: at the host itself. What is ordered takes root, or the daemon's account. */
export interface NotificationOperations {
  /** Oldest first, those that are over too; undefined: no daemon has run here. @throws {LedgerError} */
  silences(): Promise<readonly ListedSilence[] | undefined>;
  /** Those that cannot be read: they suppress nothing. @throws {LedgerError} */
  unreadableSilences(): Promise<readonly UnreadableSilence[]>;
  /** @throws {LedgerError} */
  addSilence(order: SilenceOrder): Promise<SilenceOutcome>;
  /** Ends one now; undefined: there is none of that id, or it is over. Answers what it covered until then. @throws {LedgerError} */
  endSilence(silenceId: string): Promise<ListedSilence | undefined>;
  /** Oldest first; undefined: no daemon has run here. @throws {LedgerError} */
  deliveries(query: DeliveryQuery): Promise<readonly ListedDelivery[] | undefined>;
  /** undefined: there is none of that id. @throws {LedgerError} */
  delivery(deliveryId: string): Promise<DeliveryAccount | undefined>;
  /** Tells again what was told, or given up, under an id of its own. @throws {LedgerError} */
  replay(deliveryId: string): Promise<ReplayOutcome>;
  /** In the order of the configuration. @throws {LedgerError} */
  notifiers(): Promise<readonly ListedNotifier[]>;
  /** Sends a marked test to a notifier of the configuration, once. @throws {LedgerError} */
  test(notifier: string, signal: AbortSignal): Promise<TestOutcome>;
}

/** The connectors, and what lies in the stores and in the files that they name. */
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
  /** How many certificates lie in all. */
  readonly certificates: number;
  /** Every place in which a certificate lies. */
  withThumbprint(thumbprint: Thumbprint): readonly StoredCertificate[];
}

/** One address, spoken to once, and what its chain is worth. */
export interface AnsweredEndpoint extends ProbedEndpoint {
  /** Neither dates nor names are in it; undefined: it showed none. */
  readonly chain: ChainVerdict | undefined;
}

/** What came of speaking once to every address of a server. */
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
  /** Every connector whose certificate the command reloads, at least one. `due`: what it should serve; empty: unknown. */
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

/** What came of a reload, and who tells of it. */
export interface ReloadOutcome {
  readonly rotation: Rotation;
  /** `not-kept`: it could not be left for the daemon; why, in one line. */
  readonly told: ChangeReport | { readonly kind: 'not-kept'; readonly why: string };
}

/** What an operator asks of servers, and has them do: at the host itself. */
export interface ConnectorOperations {
  /** Resolves the links of a path; a path that does not exist is returned as it is. */
  realPath(path: string): Promise<string>;
  /** Looks at stores and files, and speaks to nobody. */
  look(signal: AbortSignal): Promise<ScannedConnectors>;
  /** Speaks once to every address. @param trust whose anchors count; undefined: those of the configuration */
  probe(target: ProbeTarget, trust: readonly TrustSource[] | undefined, signal: AbortSignal): Promise<ProbeAnswer>;
  /**
   * Asks the daemon to probe connectors now, and waits `waitMs` at most. An empty list means all.
   * @throws {LedgerError}
   */
  probeNow(connectors: readonly string[], waitMs: number, signal: AbortSignal): Promise<ProbeNowOutcome>;
  /** Probes what the connectors of a server serve now, and what they should. Reloads nothing. */
  beforeReload(order: ReloadOrder, signal: AbortSignal): Promise<RotationObservation>;
  /** Reloads a server once, and probes its connectors until they serve what is on disk, or the wait is over. */
  reload(order: ReloadOrder, signal: AbortSignal): Promise<ReloadOutcome>;
}
