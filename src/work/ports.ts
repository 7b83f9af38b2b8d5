import type { Alert } from '../domain/alert/alert.ts';
import type { Delivery, DeliveryState, DonePart, NewDelivery } from '../domain/alert/delivery.ts';
import type { NotifierHealth } from '../domain/alert/notifier-health.ts';
import type { Routed, Standing } from '../domain/alert/route.ts';
import type { Silence, UnreadableSilence } from '../domain/alert/silence.ts';
import type { AccessRules } from '../domain/certificate/access-rules.ts';
import type {
  Asked,
  Certificate,
  KeyBarrier,
  StoredCertificate,
  Thumbprint,
} from '../domain/certificate/certificate.ts';
import type { CertificateOrder, RequestOrder } from '../domain/certificate/certificate-order.ts';
import type { CertificateRequest } from '../domain/certificate/certificate-request.ts';
import type { ChainVerdict } from '../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../domain/certificate/trust-source.ts';
import type { Condition } from '../domain/condition/condition.ts';
import type { StoreDefinition } from '../domain/connector/connector.ts';
import type { Inventory } from '../domain/connector/inventory.ts';
import type { EventLevel } from '../domain/event/event-definition.ts';
import type { EventFormat } from '../domain/event/event-format.ts';
import type { EventRecord, NewEventRecord } from '../domain/event/event-record.ts';
import type { SyslogFacility } from '../domain/event/syslog-facility.ts';
import type { Memory } from '../domain/observation/memory.ts';
import type { StoreSnapshot } from '../domain/observation/observation.ts';
import type { Observed, ScanObservation } from '../domain/observation/observed.ts';
import type { Problem, Reason } from '../domain/problem.ts';
import type { Look } from '../domain/scan-result.ts';
import type { ProbeRequest } from '../domain/served/probe-request.ts';
import type { ProbeTarget } from '../domain/served/probe-target.ts';
import type { Rotation } from '../domain/served/rotation.ts';
import type { Endpoint } from '../domain/served/served.ts';
import type { MissedRecords, OutputHealth, OutputTrouble } from '../domain/status/output-health.ts';
import type { ImportedFile } from '../domain/store-change/plan-import.ts';
import type { Removal } from '../domain/store-change/removal.ts';
import type { StoreChange } from '../domain/store-change/store-change.ts';
import type { Instant } from '../domain/time.ts';

/** One of the shares of work: the computer's FQDN; in a fleet, a share that some daemon holds. */
export type Shard = string;

/** Moves by one with every commit of a shard; 0 before the first. */
export type Revision = number;

/**
 * How closely something is looked at: `everything`, the default, or what a watch has hinted at since the last look and what
 * has come or gone. A watch may miss something: only a look at everything is the truth.
 */
export type Attention = 'everything' | 'hinted';

/** Says which connectors and stores there are. */
export interface InventorySource {
  readonly name: string;
  /** The same inventory as before where nothing has changed. */
  read(signal: AbortSignal, attention?: Attention): Promise<Look<Inventory>>;
  /** Calls `hint` when what it is read from may have changed. May miss changes. Left out: it does not change by itself. */
  watch?(hint: () => void): Disposable;
  /** The means to read one of its stores that it alone knows how to; undefined, or left out: it is read as any other. */
  storeOf?(definition: StoreDefinition): CertificateStore | undefined;
}

export interface CertificateStore {
  readonly name: string;
  /** Looks at all of it. Never rejects for the file system's trouble: that is a blind look, or a problem in it. */
  read(signal: AbortSignal, attention?: Attention): Promise<Look<StoreSnapshot>>;
  /** Calls `hint` when something may have changed. May miss changes; the next read is the truth. */
  watch(hint: () => void): Disposable;
}

/** The one store that is written to: the store named My. */
export interface PersonalStore extends CertificateStore, StoreWriter {
  /** Makes the folder, for its owner alone, where there is none. @throws {IssueError} */
  create(): Promise<void>;
  /**
   * Moves the stable paths of a committed change whose process was killed. Does nothing if there are
   * none. @throws {StoreBusyError} @throws {IssueError}
   */
  finishLivePaths(): Promise<void>;
  /** Records which certificate is the internal transport certificate. Only while it is held. @throws {IssueError} */
  recordInternalTransport(thumbprint: Thumbprint): Promise<void>;
  /** The recorded one; undefined when none ever was. */
  recordedInternalTransport(): Promise<Thumbprint | undefined>;
}

/** A request as it is written, and the key that waits for its answer. */
export interface RequestFiles {
  readonly request: CertificateRequest;
  /** PEM. */
  readonly requestPem: string;
  /** PKCS#8 PEM, not encrypted. */
  readonly privateKeyPem: string;
}

/** Makes PKCS#10 requests. @see RFC 2986 */
export interface RequestIssuer {
  /** @throws {IssueError} */
  request(order: RequestOrder): Promise<RequestFiles>;
}

/** The result of a change. */
export interface Applied {
  /** The directory that it made, changed or moved. */
  readonly path: string;
  /** The directory of the stable path; left out: there is none. */
  readonly livePath?: string;
}

/** The stable path of a certificate. */
export interface LivePath {
  /** Its directory. */
  readonly livePath: string;
  /** True if it pointed to another certificate before, or did not exist. */
  readonly isMoved: boolean;
}

/** Changes the personal store. */
export interface StoreWriter {
  /**
   * Takes the store for one change: until it is disposed nobody else changes it. Finishes, or clears away, what a killed
   * process left unfinished. @throws {StoreBusyError} when another process holds it @throws {IssueError}
   */
  hold(): Promise<Disposable>;
  /** One change; one rename is the commit: whole, or not at all. Only while it is held. @throws {IssueError} */
  apply(change: StoreChange, asked: Asked): Promise<Applied>;
  /**
   * Gives a certificate its stable path, and changes nothing else. Returns the path; undefined: the
   * certificate can have none now. Only while the store is held. @throws {IssueError}
   */
  giveLivePath(stored: StoredCertificate): Promise<LivePath | undefined>;
}

/** Where what is removed goes: one folder each, named by its time and what it is, unlike any before. */
export interface Trash {
  /** The names of its folders; none where there is no trash yet; undefined: it cannot be read now. */
  names(): Promise<readonly string[] | undefined>;
  /** undefined: it is gone, or not yet whole, or says nothing that can be read. */
  removal(name: string): Promise<Removal | undefined>;
}

export interface BundleReader {
  /** PEM, DER, PKCS#7, PKCS#12 or JKS, by content; a key may lie beside the file too, as in a store. @param passwordFiles tried in order */
  read(path: string, passwordFiles: readonly string[], signal: AbortSignal): Promise<ImportedFile>;
}

/** Where a certificate with its key goes, and how. */
export interface ExportTarget {
  /** Absolute; it must not be there. */
  readonly path: string;
  readonly format: 'pkcs12' | 'pem';
  /** The file with the password that protects the key; undefined: PEM in the clear. */
  readonly passwordFile: string | undefined;
}

export interface CertificateExporter {
  /** Certificate, issuers that lie with it, and key, in a new file for its owner alone. @throws {ExportError} */
  export(stored: StoredCertificate, target: ExportTarget): Promise<void>;
}

/** A certificate as it is written, and its key. */
export interface IssuedFiles {
  readonly certificate: Certificate;
  readonly certificatePem: string;
  /** PKCS#8 PEM, not encrypted. */
  readonly privateKeyPem: string;
}

export interface CertificateIssuer {
  issue(order: CertificateOrder): Promise<IssuedFiles>;
}

/** Of files, in their order; undefined: there is none, or nothing can be said of it. Never rejects. */
export type ReadAccessRules = (paths: readonly string[]) => Promise<readonly (AccessRules | undefined)[]>;

/**
 * Rejects as making the personal store, or taking it, would where this account may not change it; makes and changes nothing.
 * @param store its folder, absolute @throws {IssueError}
 */
export type AssertChangeable = (store: string) => Promise<void>;

/** Which folders keep accounts from what lies in a folder: it, and those above it, as far as they are there. Never rejects. */
export type ReadClosedFolders = (folder: string, accounts: readonly string[]) => Promise<readonly KeyBarrier[]>;

/** A certificate with its encoding. */
export interface EncodedCertificate {
  readonly certificate: Certificate;
  readonly der: Uint8Array;
}

/** A file, or the files of a folder, with what tells this state of them from another. */
export interface FileListing {
  readonly paths: readonly string[];
  readonly identity: string;
}

/** The files that certificates lie in: what chains are judged by is in no snapshot. */
export interface CertificateFiles {
  /** The regular files at a path: itself, or what lies directly in the folder. Rejects with the system's error. */
  list(path: string): Promise<FileListing>;
  /** The certificates of a file that is in no store, in order; it is opened without a password. Rejects where it cannot be read. */
  read(path: string): Promise<readonly EncodedCertificate[]>;
  /**
   * The encoding of a certificate where it lies, opened with its store's passwords; undefined: it is no longer there. What
   * was asked for last is kept, so that a keystore is not opened again and again. Never rejects.
   */
  encodingOf(stored: StoredCertificate): Promise<Uint8Array | undefined>;
}

export interface ChainVerifier {
  /**
   * Answers for those asked about that it can find in the snapshots; signatures verified, no network.
   * @param given PEM of certificates of the snapshots that lie in no file yet
   * @param loads whether OpenSSL loads each certificate (the default), or only where a signature has to be verified: a
   *   certificate whose issuer is stored nowhere is untrusted then, also if OpenSSL would refuse it
   */
  verify(
    thumbprints: ReadonlySet<Thumbprint>,
    snapshots: readonly StoreSnapshot[],
    given?: readonly string[],
    loads?: 'always' | 'when-needed',
  ): Promise<ReadonlyMap<Thumbprint, ChainVerdict>>;
}

export interface LedgerState {
  readonly revision: Revision;
  /** Oldest first. */
  readonly open: readonly Condition[];
  readonly memory: Memory;
  readonly pass: PassTimes | undefined;
  /** When the daemon last stored a heartbeat, between the scans that it stores; left out: never. */
  readonly storedAt?: Instant;
}

/** When the last pass ran and when the next is due. */
export interface PassTimes {
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
  readonly pass: PassTimes | undefined;
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

/** A certificate with its encoding, or what a server sent instead of one. */
export interface PresentedCertificate {
  readonly der: Uint8Array;
  /** undefined: it cannot be read. */
  readonly certificate: Certificate | undefined;
}

/** What one server said and showed. */
export type Conversation =
  | {
      readonly starttls: 'offered' | 'implicit';
      readonly protocol: string;
      readonly cipher: string;
      /** As it was sent, the leaf first; one at least. */
      readonly chain: readonly [PresentedCertificate, ...PresentedCertificate[]];
    }
  | { readonly starttls: 'not-offered' | 'refused'; readonly answer: string };

/** A part of a conversation, for whoever reads along. */
export interface ConversationStep {
  readonly step: 'connect' | 'greeting' | 'capabilities' | 'starttls' | 'handshake' | 'quit';
  readonly durationMs: number;
  /** Lines without their ends, raw and bounded. */
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

/** One address of a target, spoken to once. */
export interface ProbedEndpoint {
  readonly address: string;
  readonly keyType: Endpoint['keyType'];
  readonly conversation: Look<Conversation>;
  readonly steps: readonly ConversationStep[];
}

/** Speaks to servers as mail does, and looks at the certificates that they present. */
export interface ConnectorProbe {
  /** Every address of a name, its A and AAAA records. Blind where the name has none, or nobody says. */
  resolve(target: ProbeTarget, signal: AbortSignal): Promise<Look<readonly string[]>>;
  /**
   * Speaks to one address. Never rejects for the other side's trouble, and ends by the target's deadline. Nothing is verified:
   * a certificate is looked at, whatever it is. The time of the result is that of its beginning.
   */
  converse(
    target: ProbeTarget,
    address: string,
    keyType: Endpoint['keyType'],
    signal: AbortSignal,
  ): Promise<ProbedEndpoint>;
}

/** Judges chains that stand in no store: what servers present. */
export interface PresentedChainVerifier {
  /** @param trust whose anchors count @param chain the leaf first; signatures are verified, dates and names are not */
  verify(
    chain: Conversation & { readonly starttls: 'offered' | 'implicit' },
    trust: readonly TrustSource[],
  ): Promise<ChainVerdict>;
}

/** Has a server read its certificate again. */
export interface Reloader {
  /** Runs a connector's command, without a shell; ended when it takes too long. Never rejects for what it does. */
  reload(command: readonly string[], signal: AbortSignal): Promise<Outcome>;
}

/** A program that is run: a hook, or the command that reloads a server. */
export interface ProgramOrder {
  /** A program, absolute or to be found in the PATH of `environment`, and its arguments. */
  readonly command: readonly string[];
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it finds on its standard input; it need not read it. */
  readonly input: string;
  readonly timeoutMs: number;
  /** How much of the end of its output is kept, octets. */
  readonly tailBytes: number;
}

/** How a program ended. */
export interface ProgramEnd {
  readonly how:
    | { readonly kind: 'exited'; readonly code: number }
    | { readonly kind: 'signalled'; readonly signal: string }
    /** It took too long, or was called off. */
    | { readonly kind: 'killed'; readonly because: 'timeout' | 'stop' }
    /** With the system's name for why. */
    | { readonly kind: 'not-started'; readonly code: string };
  /** The same as a person reads it, English: `exit code 7`; `done` for 0. */
  readonly words: string;
  readonly durationMs: number;
  /** The end of what it wrote to its standard output and error, as it came; raw. */
  readonly tail: string;
}

/**
 * Runs one program in a process group of its own, without a shell and without the capabilities of this process. What is left of the
 * group when it ends, is late or is stopped, is killed. Never rejects, and ends soon after the signal, whatever the program does.
 */
export type RunProgram = (order: ProgramOrder, signal: AbortSignal) => Promise<ProgramEnd>;

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
  failed(follower: string, position: number, trouble: OutputTrouble, now: Instant): Promise<void>;
  /** That a log output took what it was given. */
  works(follower: string): Promise<void>;
}

/** Octets that can be made anew, in blobs: all of them may vanish at any time. Nothing of it throws. */
export interface Shelf {
  /** Of all that is kept, the oldest first. */
  ids(): readonly number[];
  /** undefined: it is gone, or no longer what was kept. */
  read(id: number): Uint8Array | undefined;
  /** Its id, greater than 0; undefined: nothing is kept any more. */
  add(octets: Uint8Array): number | undefined;
  remove(ids: readonly number[]): void;
}

/** A shelf an owner. */
export interface Shelves {
  /** Whoever took the same owner's before has it no longer: it answers, and keeps, nothing. */
  take(owner: string): Shelf;
}

/** One log output: every record, in order. */
export type LogOutput =
  | { readonly to: 'console'; readonly format: EventFormat }
  | {
      readonly to: 'file';
      readonly format: EventFormat;
      /** Absolute. */
      readonly path: string;
      /** Bytes after which it is rotated. */
      readonly maxSize: number;
      /** How many rotated files are kept beside it. */
      readonly keep: number;
    }
  | {
      readonly to: 'syslog';
      /** Of the text behind the structured data. */
      readonly format: Exclude<EventFormat, 'classic'>;
      /** `udp://host:514`, `tcp://host:514` or `tls://host:6514`; an IPv6 address in brackets. */
      readonly address: string;
      readonly facility: SyslogFacility;
      /** For `tls`: CA certificates in place of the system's, PEM; absolute. */
      readonly caFile: string | undefined;
    }
  /** The systemd journal, with fields of its own. */
  | { readonly to: 'journal' };

/** A log output: every record, in order. Resolves when what was written would survive the process. */
export interface EventSink extends AsyncDisposable {
  readonly name: string;
  /** Whether its place is kept over restarts; a terminal starts at the head each time. */
  readonly durable: boolean;
  write(records: readonly EventRecord[], signal: AbortSignal): Promise<void>;
}

/** How an attempt to tell somebody ended. */
export type Outcome =
  | {
      readonly kind: 'delivered';
      /** What came back, for the ledger: one line, or the tail of an output; never a secret. */
      readonly detail: string;
      /** Where a notifier has parts: those that are done with it now. Kept of the delivery, not of the attempt. */
      readonly done?: readonly DonePart[];
      /** It was told to those who may be told now; the rest waits for an earlier delivery. */
      readonly isPartly?: boolean;
    }
  | {
      /** Try again. */
      readonly kind: 'again';
      readonly reason: Reason;
      readonly detail: string;
      /** The other side asked not to be asked before. */
      readonly notBefore: Instant | undefined;
      /** Where a notifier has parts: those that are done with it now, and are not told again. */
      readonly done?: readonly DonePart[];
    }
  | {
      /** This delivery will never succeed. */
      readonly kind: 'never';
      readonly reason: Reason;
      readonly detail: string;
      /** Nor will any other, until somebody changes something: the notifier is told nothing more. */
      readonly disable: boolean;
    };

/** One attempt, as the ledger keeps it. */
export interface Attempt {
  /** 1 and up. */
  readonly attempt: number;
  readonly startedAt: Instant;
  readonly durationMs: number;
  readonly outcome: Outcome;
}

/** Tells one alert, once. Never retries, never rejects for the other side's trouble; ends soon after the signal. */
export interface Notifier {
  readonly name: string;
  deliver(delivery: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome>;
}

/** Is shown all that is open, again and again (Alertmanager). */
export interface AlertMirror {
  readonly name: string;
  /** @param cleared what was cleared since it was last shown with success */
  show(open: readonly Condition[], cleared: readonly EventRecord[], signal: AbortSignal): Promise<Outcome>;
}

/** Is told that the watch is alive; its silence is the alarm. */
export interface Heartbeat {
  readonly name: string;
  beat(signal: AbortSignal): Promise<Outcome>;
}

/** A delivery and what it tells: made when its gathering ended, and the same at every retry. */
export interface ClaimedDelivery {
  readonly delivery: Delivery;
  readonly alert: Alert;
}

/** Which deliveries; every field given must hold. */
export interface DeliveryQuery {
  readonly deliveryId?: string;
  /** How its id begins. */
  readonly idFront?: string;
  readonly notifier?: string;
  readonly states?: readonly DeliveryState[];
  /** Made then or later. */
  readonly since?: Instant;
  /** Only the newest so many; they still come oldest first. */
  readonly last?: number;
}

/**
 * What became of a delivery after an attempt: due again at an instant, or settled. `disabled`: it stays due, and whoever it is
 * for is told nothing more.
 */
export type Settlement = Instant | 'delivered' | 'given-up' | 'disabled';

/** Where a follower begins, or begins anew. */
export interface Beginning {
  readonly head: number;
  /** The latest record of every condition that is open, oldest first; of the same commit as the head. */
  readonly open: readonly EventRecord[];
  /** The latest record of each condition that the notifier was told of, open or over, where it was not told of that; oldest first. */
  readonly unheard: readonly EventRecord[];
}

/** That the latest attempt for a notifier failed. */
export interface Failing {
  readonly reason: Reason;
  /** It is told nothing more until it is enabled. */
  readonly isDisabled: boolean;
}

/** What became of alerts, and what is on its way; for commands, too. */
export interface Deliveries {
  /** Oldest first. */
  deliveries(query: DeliveryQuery): Promise<readonly Delivery[]>;
  /** Oldest first. */
  attempts(deliveryId: string): Promise<readonly Attempt[]>;
  /** When something can be claimed next, leases counted; undefined: nothing is on its way. */
  nextDue(notifier: string): Promise<Instant | undefined>;
}

/** What is still to be told. The log is the outbox; a delivery is born when a notifier's cursor passes its record. */
export interface Outbox extends Deliveries {
  /** Where a notifier's follower stands in the log; undefined: it has never followed, and is told of all that is open. */
  position(notifier: string): Promise<number | undefined>;
  beginning(notifier: string): Promise<Beginning>;
  /** What routing needs to know of a notifier and these conditions. */
  standing(notifier: string, conditionIds: readonly string[]): Promise<Standing>;
  /** The records behind an id that are withheld from a notifier, oldest first; every condition of them is open. */
  withheld(notifier: string, after: number, limit: number): Promise<readonly EventRecord[]>;
  /**
   * Deliveries, additions, what is withheld, and the cursor, in one transaction; the cursor never goes back. False: a
   * delivery that was to be added to gathers no longer, nothing was changed, and the records must be routed again.
   * @param happened records that are appended to the log with it
   */
  advance(
    notifier: string,
    to: number,
    routed: Routed,
    now: Instant,
    happened?: readonly NewEventRecord[],
  ): Promise<boolean>;
  /**
   * Takes what is due, oldest first, each for `leaseMs`; what a worker that died had taken is due again when its lease is
   * over. None while an earlier one of the notifier that is not settled shares a condition with it; where the parts of the
   * notifier are told one by one, those that are done with all such earlier ones are told it, and the rest waits. What it tells
   * is made of its records here.
   */
  claim(notifier: string, limit: number, now: Instant, leaseMs: number): Promise<readonly ClaimedDelivery[]>;
  /** Makes due again what workers that are no more had taken of a notifier's. For whoever is its only worker. */
  reclaim(notifier: string): Promise<void>;
  /**
   * The attempt, the parts that are done, and what becomes of the delivery, in one transaction; nothing changes of one that is
   * settled already. One that is given up has told of its conditions if any part of it was told.
   * @param happened records that are appended to the log with it
   */
  settle(deliveryId: string, attempt: Attempt, next: Settlement, happened?: readonly NewEventRecord[]): Promise<void>;
  /**
   * What came of an attempt that is of no delivery: a showing, a sign of life.
   * @param happened records that are appended to the log with it
   */
  recordOutcome(
    notifier: string,
    startedAt: Instant,
    outcome: Outcome,
    happened?: readonly NewEventRecord[],
  ): Promise<void>;
  /**
   * Gives up what is due to a notifier and beyond its `giveUpAt`, without an attempt; answers how many deliveries.
   * @param happened the record that is appended to the log with it, of how many records the notifier is not told; not called where all of
   * them are about telling
   */
  giveUpLate(notifier: string, now: Instant, happened: (records: number) => NewEventRecord): Promise<number>;
  /** undefined: it did not fail, or there was none. */
  failing(notifier: string): Promise<Failing | undefined>;
  enable(notifier: string): Promise<void>;
  /** Forgets all other notifiers: what is on its way to them is moot, and one that comes back begins anew. */
  keepNotifiers(notifiers: readonly string[]): Promise<void>;
}

/** Tells again what was told, or given up. */
export interface Replays {
  /**
   * A delivery with the same records, due at once, under an id of its own: a receiver that has seen the first has not seen
   * this one. undefined: there is none of that id, it is still on its way, or its records are no longer kept.
   */
  replay(deliveryId: string, as: string, now: Instant): Promise<Delivery | undefined>;
}

/** What somebody asked not to be told of. */
export interface ReadSilences {
  /** Oldest first; those that are over, too, as long as they are kept. Those that cannot be read are left out. */
  silences(): Promise<readonly Silence[]>;
  /** Oldest first, those that cannot be read: they suppress nothing. */
  unreadableSilences(): Promise<readonly UnreadableSilence[]>;
}

export interface Silences extends ReadSilences {
  add(silence: Silence): Promise<void>;
  /** Ends one now; false: there is none of that id, or it is over. */
  end(silenceId: string, at: Instant): Promise<boolean>;
}

/** How telling goes, derived from the attempts; and how writing to the log outputs does. */
export interface ReadHealth {
  /** Of every log output that keeps its place, and of others that fail, in order of name. */
  outputs(): Promise<readonly OutputHealth[]>;
  /** Of every notifier that there was a delivery for, in order of name. */
  health(): Promise<readonly NotifierHealth[]>;
}

/** Keeps what came of a marked test. */
export interface Tests {
  /** The delivery, settled, with its one attempt. One that arrived ends that its notifier is failing, unless that is disabled. */
  recordTest(delivery: NewDelivery, attempt: Attempt): Promise<void>;
}

/** Sends marked tests. */
export interface NotifierTester {
  /** The account that notifiers are told as. */
  readonly account: string;
  /** Tells a notifier of the configuration of an alert that is marked as a test, once; as a notifier does. */
  test(notifier: string, delivery: NewDelivery, signal: AbortSignal): Promise<Outcome>;
}

export interface Clock {
  now(): Instant;
  /** Never goes back; for measuring. It stops while the host is suspended. */
  monotonicMs(): number;
  /** Since boot, with the time in which the host was suspended, ms; left out: it is never suspended. */
  uptimeMs?(): number;
}

/** One due run. */
export interface ScheduledRun {
  readonly dueAt: Instant;
  /** Runs that were due and did not happen since the one before. */
  readonly missed: number;
}

/** node-cron behind it. */
export interface Schedule {
  runs(signal: AbortSignal): AsyncIterable<ScheduledRun>;
  /** The next due run; undefined when there is none. */
  nextAt(): Instant | undefined;
  /** How far the wall clock was set since this was asked last, ms, forward positive; 0 when it only went on. */
  takeClockStep(): number;
  /** How long the host was suspended since this was asked last, and how many runs were due meanwhile; undefined: it was not. */
  takeSuspension(): Suspension | undefined;
}

/** A time in which the host slept, and nothing could run. */
export interface Suspension {
  readonly ms: number;
  readonly missedRuns: number;
}

/** Tells the service manager how the service is; a no-op where there is none. */
export interface ServiceManager {
  ready(status: string): Promise<void>;
  reloading(): Promise<void>;
  stopping(): Promise<void>;
  status(text: string): Promise<void>;
  /** Says that it is alive, as often as the manager asks for, until disposed; only while `alive()` holds. */
  keepAlive(alive: () => boolean): Disposable;
}

/** The daemon's own diagnostics, apart from events. */
export interface Diagnostics {
  note(level: 'error' | 'warning' | 'info' | 'debug', what: string, facts?: Readonly<Record<string, unknown>>): void;
}
