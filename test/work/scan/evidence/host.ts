import type { StoredCertificate } from '../../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../../src/domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../../../src/domain/certificate/trust-source.ts';
import type { Connector } from '../../../../src/domain/connector/connector.ts';
import type { StoreSnapshot } from '../../../../src/domain/connector/store-snapshot.ts';
import type { EventRecord } from '../../../../src/domain/event/event-record.ts';
import { ALL_RULES } from '../../../../src/domain/rule/all.ts';
import { type ScanResult, unavailable } from '../../../../src/domain/scan-result.ts';
import type { Rotation } from '../../../../src/domain/served/rotation.ts';
import { type Instant, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import type { LedgerChange } from '../../../../src/work/ports/ledger.ts';
import type { ConnectorProbe } from '../../../../src/work/ports/probes.ts';
import type { InventorySource, ScanScope } from '../../../../src/work/ports/stores.ts';
import type { Clock, ScheduledRun, Suspension } from '../../../../src/work/ports/system.ts';
import { ConnectorProber } from '../../../../src/work/scan/connector-prober.ts';
import { Monitor } from '../../../../src/work/scan/monitor.ts';
import { PreviousScans } from '../../../../src/work/scan/previous-scans.ts';
import type { ProberDependencies } from '../../../../src/work/scan/probe-runner.ts';
import type { Probes } from '../../../../src/work/scan/probes.ts';
import { RequestedProbes } from '../../../../src/work/scan/requested-probes.ts';
import type { ScanOutcome } from '../../../../src/work/scan/run-scan.ts';
import { ScanTriggers } from '../../../../src/work/scan/scan-triggers.ts';
import { said } from '../../../domain/failure/said.ts';
import { TRUSTED, target } from '../../../domain/serving.ts';
import { connector, NOON, SETTINGS } from '../../../domain/world.ts';
import { FakeServers } from '../../../fakes/fake-servers.ts';
import { MemoryLedger } from '../../../fakes/memory-ledger.ts';
import { notedDiagnostics } from '../../../fakes/noted-diagnostics.ts';
import { behaviorOf, type Disk, type Doing, FILE, loaded, NAME, onDisk, Timeline } from './truth.ts';
import type { VirtualTime } from './virtual-time.ts';

const EVERY: number = 15 * MINUTE;
export const SHARD = 'mail01.contoso.com';

/** The addresses of two servers; two connectors have the URL of the first one. */
export const ADDRESSES = ['192.0.2.1', '192.0.2.2'] as const;
export type Address = (typeof ADDRESSES)[number];
export const CONNECTORS: readonly (readonly [name: string, address: Address])[] = [
  ['Edge', '192.0.2.1'],
  ['Submission', '192.0.2.1'],
  ['Imap', '192.0.2.2'],
];

const RULES = ALL_RULES.filter(({ event: { eventId } }) =>
  [1400, 1401, 1402, 1403, 1404, 1405, 1406, 1407, 1408, 12014, 12016, 12018].includes(eventId),
);

/** The trust anchors in a directory: with the CA of all certificates, or with another one only. */
export type Anchors = 'with CA' | 'without CA';

const OWN_TRUST: readonly TrustSource[] = [{ kind: 'enterprise', path: '/etc/mailcertd/own' }];
const WITHOUT_CA: ChainVerdict = { status: 'untrusted', failure: said(), missingIssuer: 'CN=Contoso CA' };

/** A committed scan, and the state that it read. */
export interface Scanned {
  readonly outcome: ScanOutcome;
  readonly disk: Disk;
  /** The time when the file was read. */
  readonly readMs: number;
  /** The definition of the probes at the start of the scan. */
  readonly definition: number;
  readonly startedMs: number;
  readonly endedMs: number;
  /** The requests for probes that its commit deleted. */
  readonly answered: readonly string[];
}

/** An event log that keeps the requests for probes that its latest commit deleted. */
class HostLedger extends MemoryLedger {
  answered: readonly string[] = [];

  override async commit(shard: string, expected: number, change: LedgerChange): Promise<readonly EventRecord[]> {
    this.answered = change.probeRequests ?? [];
    return await super.commit(shard, expected, change);
  }
}

/** An error in the order of evidence, which a test plants. */
export interface Planted {
  readonly probes?: (prober: ConnectorProber) => Probes;
  readonly probe?: (servers: FakeServers, host: Host) => ConnectorProbe;
  /** The source of the daemon's connectors. */
  readonly inventory?: InventorySource;
  /** False: changes of the file are not detected, and a scan of changes does not read it again. */
  readonly isWatched?: boolean;
  /** The content of a store. */
  readonly certificateIn?: (store: string) => StoredCertificate;
  /** The interval of scans and of probes, ms; left out: 15 minutes. */
  readonly everyMs?: number;
  /**
   * The verdict of the chain of each served certificate; left out: trusted, unless the CA was
   * removed.
   */
  readonly servedChain?: ChainVerdict;
  /** The connector that has its own trust anchors; left out: none. */
  readonly ownTrust?: string;
}

/**
 * A real daemon on a simulated host whose state is known at every time: one file, and servers that
 * load it.
 */
export class Host {
  readonly disk: Timeline<Disk> = new Timeline<Disk>({ letter: 'A', hasKey: true, writtenMs: -30 * MINUTE });
  readonly doings: Readonly<Record<Address, Timeline<Doing>>> = {
    '192.0.2.1': new Timeline<Doing>('A'),
    '192.0.2.2': new Timeline<Doing>('A'),
  };
  /** The number of changes of the definition of the probes. */
  readonly definition: Timeline<number> = new Timeline(0);
  /** By address: the time when mailcertd last reloaded the server; 0: never. */
  readonly reloads: Readonly<Record<Address, Timeline<number>>> = {
    '192.0.2.1': new Timeline(0),
    '192.0.2.2': new Timeline(0),
  };
  /**
   * The trust anchors in the directory of all connectors, and in that of the connector with its
   * own.
   */
  readonly anchors: Timeline<Anchors> = new Timeline<Anchors>('with CA');
  readonly ownAnchors: Timeline<Anchors> = new Timeline<Anchors>('with CA');
  /** The knowledge of the daemon: the files of the servers, or only their probes. */
  readonly knows: 'files' | 'probes';
  /** The name that certificates must match. */
  serverName: string = NAME;
  readonly ledger: HostLedger = new HostLedger();
  readonly scanned: Scanned[] = [];
  /** The time until a scan has read the file, and then the time to read other stores, ms. */
  readingMs = 0;
  afterReadingMs = 0;
  #everyMs: number;
  readonly servers: FakeServers;
  readonly clock: Clock;
  readonly #time: VirtualTime;
  readonly #planted: Planted;
  #offsetMs = 0;
  #steppedMs = 0;
  #suspension: Suspension | undefined;
  /** Notifies the schedule of the end of a suspension. */
  #resumed: () => void = () => undefined;
  #running:
    | { readonly ending: AbortController; readonly prober: ConnectorProber; readonly triggers: ScanTriggers }
    | undefined;
  #read: { readonly disk: Disk; readonly readMs: number } | undefined;
  #began: { readonly definition: number; readonly startedMs: number } = { definition: 0, startedMs: 0 };
  #rotations = 0;
  #requests = 0;

  constructor(time: VirtualTime, planted: Planted = {}, knows: Host['knows'] = 'files') {
    this.knows = knows;
    this.#time = time;
    this.#planted = planted;
    this.#everyMs = planted.everyMs ?? EVERY;
    this.clock = { now: () => NOON + this.#offsetMs + time.nowMs, monotonicMs: () => time.nowMs };
    this.servers = new FakeServers(this.clock);
    for (const address of ADDRESSES) this.#act(address);
  }

  /** Starts the daemon, or another one instead of it. */
  start(): void {
    this.#running?.ending.abort();
    const ending = new AbortController();
    const triggers = new ScanTriggers();
    const { clock, ledger } = this;
    const diagnostics = notedDiagnostics((message, level) => {
      throw new Error(`${level}: ${message}`);
    });
    const prober = new ConnectorProber(
      this.#probes(),
      {
        ...{ clock, diagnostics, requireFullScan: () => triggers.requireFullScan() },
        hint: () => triggers.hint(clock.monotonicMs()),
      },
      ending.signal,
    );
    const requestedProbes = new RequestedProbes({
      ...{ ledger, shard: SHARD, diagnostics },
      probe: (names) => prober.probeNow(names),
      requestScan: () => triggers.requestScan(),
    });
    const watching = new Monitor({
      scanSources: {
        computer: { fqdn: SHARD, netBiosName: 'MAIL01', roles: [] },
        inventories: [
          this.#planted.inventory ?? {
            name: 'configuration',
            read: async () => {
              this.#began = { definition: this.definition.now, startedMs: this.#time.nowMs };
              const value = { connectors: this.connectors(), stores: [] };
              return { kind: 'available', at: clock.now(), value, problems: [] };
            },
          },
        ],
        storeOf: ({ name }) => ({
          name,
          read: (_signal, scope) => this.#readFile(name, scope),
          watch: () => ({ [Symbol.dispose]: () => undefined }),
        }),
        personal: undefined,
        internalTransportCertificate: 'none',
        readAnchors: async (trust) => ({ contents: this.anchorsOf(trust).now }),
        chains: { verify: async (asked) => new Map([...asked].map((thumbprint) => [thumbprint, TRUSTED])) },
        probes: this.#planted.probes?.(prober) ?? prober,
      },
      settings: SETTINGS,
      selfSigned: { years: 1, key: 'ec-p256', renewBefore: undefined },
      issuer: { issue: () => Promise.reject(new Error('nothing is issued')) },
      trash: { names: async () => [], removal: async () => undefined },
      ...{
        ledger,
        clock,
        previousScans: new PreviousScans(),
        rules: RULES,
        requestedProbes,
        triggers,
        diagnostics,
      },
      schedule: {
        runs: (signal) => this.#runs(signal),
        nextAt: () => undefined,
        takeClockStep: () => {
          const step = this.#steppedMs;
          this.#steppedMs = 0;
          return step;
        },
        takeSuspension: () => {
          const suspension = this.#suspension;
          this.#suspension = undefined;
          return suspension;
        },
      },
      onFailed: () => undefined,
      onCommitted: (outcome) => {
        prober.onScanCommitted(outcome);
        const { answered } = ledger;
        this.scanned.push({
          outcome,
          ...(this.#read ?? { disk: 'missing', readMs: 0 }),
          ...this.#began,
          endedMs: this.#time.nowMs,
          answered,
        });
      },
    });
    void ledger.storeStart(SHARD, clock.now());
    void watching.run([], ending.signal);
    void requestedProbes.follow(ending.signal);
    this.#running = { ending, prober, triggers };
  }

  /** Stops the daemon. */
  stop(): void {
    this.#running?.ending.abort();
  }

  /** Returns the trust anchors in the directory of these sources. */
  anchorsOf(trust: readonly TrustSource[] | undefined): Timeline<Anchors> {
    return JSON.stringify(trust) === JSON.stringify(OWN_TRUST) ? this.ownAnchors : this.anchors;
  }

  /** Adds or removes the CA, which the daemon detects as it detects a changed file. */
  trust(anchors: Timeline<Anchors>, now: Anchors): void {
    anchors.set(now, this.#time.nowMs);
    if (this.#planted.isWatched !== false) this.hint();
  }

  write(disk: Disk): void {
    this.disk.set(disk, this.#time.nowMs);
    if (this.#planted.isWatched !== false) this.hint();
  }

  do(address: Address, doing: Doing): void {
    this.doings[address].set(doing, this.#time.nowMs);
    this.#act(address);
  }

  /** Lets the server load the file. */
  reload(address: Address): void {
    if (this.doings[address].now !== 'down') this.do(address, loaded(this.disk.now));
  }

  /** Reloads the server by `connectors reload`, which the daemon notices later. */
  async reloadByCommand(address: Address, noticedAfterMs: number, isReloaded = true): Promise<void> {
    if (isReloaded) this.reload(address);
    this.#rotations += 1;
    const names = CONNECTORS.flatMap(([name, at]) => (at === address ? [name] : []));
    const rotation: Rotation = {
      rotationId: `r${this.#rotations}`,
      requestedBy: { by: 'root', command: 'mailcertd connectors reload', at: this.clock.now() },
      command: ['reload', address],
      at: this.clock.now(),
      failure: isReloaded ? undefined : 'reload-failed',
      isReloaded,
      problem: isReloaded ? undefined : { reason: 'command_failed', location: address, failure: said('exit 1') },
      connectors: names.map((name) => ({ connector: name, onDisk: [], problem: undefined, addresses: [] })),
    };
    this.reloads[address].set(this.#rotations, this.#time.nowMs);
    await this.ledger.recordRotation(SHARD, rotation);
    void this.#time.pause(noticedAfterMs).then(() => {
      this.#running?.prober.onReloads([rotation]);
      this.hint();
    });
  }

  /** Scans and probes at once, as after SIGUSR2. */
  async signal(): Promise<void> {
    this.#running?.triggers.requestScan();
    await this.probeNow();
  }

  /** Requests probes of all connectors, as `connectors probe --now` does. */
  async probeNow(): Promise<void> {
    this.#requests += 1;
    await this.ledger.requestProbes(SHARD, { requestId: `p${this.#requests}`, connectors: [] });
  }

  /** Returns the requests for probes that no scan has answered. */
  async pendingRequests(): Promise<readonly string[]> {
    return (await this.ledger.probeRequests(SHARD)).map(({ requestId }) => requestId);
  }

  /** Sets how often each server is probed, as a reload of the configuration does. */
  probeEvery(ms: number): void {
    this.#everyMs = ms;
    this.#running?.prober.reconfigure(this.#probes());
    this.#running?.triggers.requestScan();
  }

  redefine(): void {
    this.definition.set(this.definition.now + 1, this.#time.nowMs);
    this.#running?.triggers.requestScan();
  }

  /** Sets the wall clock. */
  step(ms: number): void {
    this.#offsetMs += ms;
    this.#steppedMs += ms;
  }

  /**
   * Suspends this host for a time; the servers keep running. The schedule detects this within a
   * second.
   */
  suspend(ms: number): void {
    this.#offsetMs += ms;
    this.#suspension = { ms: ms + (this.#suspension?.ms ?? 0), missedScans: 0 };
    void this.#time.pause(SECOND).then(() => this.#resumed());
  }

  hint(): void {
    this.#running?.triggers.hint(this.clock.monotonicMs());
  }

  #act(address: Address): void {
    this.servers.servers.set(address, behaviorOf(this.doings[address].now));
  }

  #probes(): ProberDependencies {
    return {
      probe: this.#planted.probe?.(this.servers, this) ?? this.servers,
      verifier: {
        verify: async (_, trust) => {
          const contents = this.anchorsOf(trust).now;
          const verdict = contents === 'with CA' ? TRUSTED : WITHOUT_CA;
          return { ...(this.#planted.servedChain ?? verdict), anchors: { contents } };
        },
      },
      limits: { intervalMs: this.#everyMs, maxConcurrent: 32, hostIntervalMs: 100 },
      trust: [],
    };
  }

  /** Returns the connectors as they are configured now. */
  connectors(): readonly Connector[] {
    const timeoutMs = 10_000 + this.definition.now;
    return CONNECTORS.map(([name, host]) =>
      connector(name, this.serverName, {
        ...(this.knows === 'files' ? { certificateFiles: [FILE] } : { selectCertificate: false }),
        probe: target({ host, serverName: this.serverName, timeoutMs }),
        reload: ['reload', host],
        ...(name === this.#planted.ownTrust ? { trust: OWN_TRUST } : {}),
      }),
    );
  }

  async #readFile(name: string, scope?: ScanScope): Promise<ScanResult<StoreSnapshot>> {
    if (this.readingMs > 0) await this.#time.pause(this.readingMs);
    const isKept = this.#planted.isWatched === false && scope === 'changed';
    const disk = (isKept ? this.#read?.disk : undefined) ?? this.disk.now;
    this.#read = { disk, readMs: this.#time.nowMs };
    if (this.afterReadingMs > 0) await this.#time.pause(this.afterReadingMs);
    const at: Instant = this.clock.now();
    if (disk === 'missing') return unavailable(at, { reason: 'not_found', location: FILE, failure: said('ENOENT') });
    const certificates = [this.#planted.certificateIn?.(name) ?? onDisk(disk)];
    const value = { name, certificates, isGlob: false, unreadablePaths: [], unreadableSinceStart: [] };
    return { kind: 'available', at, value, problems: [] };
  }

  /**
   * Yields a run after each interval, and immediately after a suspension, as the schedule of the
   * daemon does.
   */
  async *#runs(signal: AbortSignal): AsyncIterable<ScheduledRun> {
    while (!signal.aborted) {
      const resumed = new Promise<void>((resolve) => {
        this.#resumed = resolve;
      });
      await Promise.race([this.#time.pause((this.#planted.everyMs ?? EVERY) + SECOND), resumed]);
      if (!signal.aborted) yield { dueAt: this.clock.now(), missed: 0 };
    }
  }
}
