import { Readable, Writable } from 'node:stream';
import { runCommandLine } from '../../../src/adapters/cli/run-command-line.ts';
import type { CommandLineDependencies } from '../../../src/adapters/cli/session/cli-dependencies.ts';
import type { Session } from '../../../src/adapters/cli/session/session.ts';
import { openStore } from '../../../src/adapters/file-store/open-store.ts';
import type { AccessRules } from '../../../src/domain/certificate/access-rules.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import { copyStoredCertificate } from '../../../src/domain/certificate/copy-stored-certificate.ts';
import { originOf } from '../../../src/domain/certificate/origin.ts';
import type { StoreDefinition } from '../../../src/domain/connector/connector.ts';
import type { FoundInventory } from '../../../src/domain/connector/found-inventory.ts';
import type { StoreSnapshot } from '../../../src/domain/connector/store-snapshot.ts';
import { definitionOf } from '../../../src/domain/event/catalog/all.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import { type ScanResult, unavailable } from '../../../src/domain/scan-result.ts';
import type { Endpoint } from '../../../src/domain/served/served.ts';
import { storeStates } from '../../../src/domain/status/store-states.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { type Instant, MINUTE } from '../../../src/domain/time.ts';
import { LedgerError } from '../../../src/work/errors.ts';
import { createNotificationOperations } from '../../../src/work/manage/create-notification-operations.ts';
import type { NotificationDependencies } from '../../../src/work/manage/notification-dependencies.ts';
import type { ConnectorOperations } from '../../../src/work/operations/connector-operations.ts';
import type { StateOperations } from '../../../src/work/operations/state-operations.ts';
import type { StoreOperations } from '../../../src/work/operations/store-operations.ts';
import type { ResendableDeliveries, Silences, TestResults } from '../../../src/work/ports/outbox.ts';
import type { CertificateStore } from '../../../src/work/ports/stores.ts';
import type { Clock } from '../../../src/work/ports/system.ts';
import { createQueryOperations } from '../../../src/work/query/create-query-operations.ts';
import { scanConnectors } from '../../../src/work/query/scan-connectors.ts';
import type { ScanSources } from '../../../src/work/scan/scan-all.ts';
import { madeUpFailure } from '../../domain/failure/made-up-failure.ts';
import { said } from '../../domain/failure/said.ts';
import { CALM, Life, SETTINGS, type World } from '../../domain/world.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';

const SHARD = 'mail01.contoso.com';

/**
 * The result of a command: its exit code, its output, and both streams as a terminal shows them.
 */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly screen: string;
}

/** Other properties of the host, or of the terminal. */
export interface DeskOptions {
  /** True if the daemon that wrote the ledger no longer runs. */
  readonly isStopped?: boolean;
  readonly world?: Partial<World>;
  readonly ledger?: MemoryLedger;
  readonly notifiers?: NotificationDependencies['notifiers'];
  /** Other dependencies of notifications. */
  readonly notifications?: Partial<NotificationDependencies>;
  /** Problems of the store My. */
  readonly problems?: readonly Problem[];
  /** The reason why stores are unavailable; left out: this account may not read them. */
  readonly unavailableReason?: Problem['reason'];
  readonly isTTY?: boolean;
  /** The columns of the terminal; left out: unknown. */
  readonly columns?: number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The language in the configuration. */
  readonly locale?: Locale;
  readonly profile?: Session['profile'];
  readonly proxy?: Session['proxy'];
  /** The content of files outside of stores, by path; other files are read from this machine. */
  readonly files?: Readonly<Record<string, readonly StoredCertificate[]>>;
  /** The probe results, by connector. */
  readonly probes?: ReadonlyMap<string, ScanResult<readonly Endpoint[]>>;
  /** The access rights of private key files, by path. */
  readonly accessRules?: Readonly<Record<string, AccessRules>>;
  /** The operations on the store; left out: no change is possible. */
  readonly orders?: StoreOperations;
  /** The operations on the state; left out: no backup and no restore is possible. */
  readonly state?: Partial<StateOperations>;
  /** The operations on connectors; left out: no server exists. */
  readonly connectors?: Partial<ConnectorOperations>;
  /** The discovered inventories; left out: no discovery. */
  readonly found?: readonly FoundInventory[];
  /** The typed answer to a question; left out: standard input is not a terminal. */
  readonly typed?: string;
  /** The words before each command of a remedy; left out: only the program name. */
  readonly command?: Session['command'];
  readonly dependencies?: Partial<CommandLineDependencies>;
}

const refused = (what: string) => async (): Promise<never> => {
  throw new Error(`this desk cannot ${what}`);
};

/** Returns a ledger with the scans of a daemon, one for each world. */
export async function ledgerOf(worlds: readonly Partial<World>[], nextAt?: Instant): Promise<MemoryLedger> {
  const ledger = new MemoryLedger();
  const life = new Life();
  for (const [revision, changed] of worlds.entries()) {
    const world = { ...CALM, ...changed };
    const records = life.pass(world);
    const scan = { startedAt: world.now, endedAt: world.now, nextAt: nextAt ?? world.now + 15 * MINUTE };
    const { assessment } = life;
    const observed = assessment && {
      selections: assessment.selections,
      originOf: (thumbprint: string) => originOf(assessment.context.chains.get(thumbprint)),
      stores: storeStates(assessment.observation),
    };
    const change = { records, open: life.open, memory: life.memory, scan };
    await ledger.commit(SHARD, revision, observed === undefined ? change : { ...change, observed });
  }
  return ledger;
}

/** Returns the unreadable files of a store in a world. */
function hiddenIn({ hidden }: World, name: string): Pick<StoreSnapshot, 'unreadablePaths' | 'unreadableSinceStart'> {
  const unreadable = hidden.flatMap(({ store, path }) => (store === name ? [path] : []));
  return { unreadablePaths: unreadable, unreadableSinceStart: unreadable };
}

/** Returns the dependencies of a scan that finds the content of a world. */
export function scanSourcesOf(
  world: World,
  problems: readonly Problem[],
  unavailableReason: Problem['reason'] = 'permission_denied',
): ScanSources {
  const read = (name: string): ScanResult<StoreSnapshot> =>
    world.unavailable.includes(name)
      ? unavailable(world.now, {
          reason: unavailableReason,
          location: name,
          failure: said(unavailableReason === 'permission_denied' ? 'EACCES' : 'ENOENT'),
        })
      : {
          kind: 'available',
          at: world.now,
          value: {
            name,
            requests: world.requests.filter(({ store }) => store === name),
            certificates: world.certificates.filter(
              ({ store, location }) => store === name && !hiddenIn(world, name).unreadablePaths.includes(location.path),
            ),
            isGlob: false,
            ...hiddenIn(world, name),
          },
          problems: [
            ...(name === 'My' ? problems : []),
            ...world.problems.flatMap((each) => (each.store === name ? [each.problem] : [])),
          ],
        };
  const { connectors, stores } = world;
  return {
    computer: { fqdn: SHARD, netBiosName: 'MAIL01', roles: ['hub-transport'] },
    inventories: [
      {
        name: 'configuration',
        read: async () =>
          world.isInventoryUnavailable
            ? unavailable(world.now, {
                reason: 'permission_denied',
                location: 'configuration',
                failure: said('EACCES'),
              })
            : { kind: 'available', at: world.now, value: { connectors, stores }, problems: [] },
      },
    ],
    storeOf: ({ name }) => ({ name, read: async () => read(name), watch: () => ({ [Symbol.dispose]: () => {} }) }),
    personal: undefined,
    internalTransportCertificate: 'auto',
    readAnchors: async () => ({ contents: '' }),
    chains: {
      verify: async (thumbprints, snapshots) =>
        new Map(
          snapshots
            .flatMap(({ certificates }) => certificates)
            .flatMap(({ certificate }): (readonly [string, ChainVerdict])[] => {
              if (!thumbprints.has(certificate.thumbprint)) return [];
              const verdict = world.verdicts.get(certificate.thumbprint);
              if (verdict !== undefined) return [[certificate.thumbprint, verdict]];
              if (certificate.isSelfIssued) return [[certificate.thumbprint, { status: 'self-signed' }]];
              return [[certificate.thumbprint, { status: 'trusted', anchor: 'system' }]];
            }),
        ),
    },
  };
}

/** Returns a file store with the described certificates, or with a file of this machine. */
function fileStoreOf(
  definition: StoreDefinition,
  at: Instant,
  files: Readonly<Record<string, readonly StoredCertificate[]>>,
): CertificateStore {
  const { name, path, services } = definition;
  const described = files[path];
  if (described === undefined) return openStore(definition, { now: () => at, monotonicMs: () => 0 });
  const certificates = described.map((stored, block) =>
    copyStoredCertificate(stored, { store: name, services, location: { path, block, alias: undefined } }),
  );
  return {
    name,
    read: async () => ({
      kind: 'available',
      at,
      value: { name, certificates, isGlob: false, unreadablePaths: [], unreadableSinceStart: [] },
      problems: [],
    }),
    watch: () => ({ [Symbol.dispose]: () => {} }),
  };
}

/**
 * Returns the dependencies of notification commands. Their changes are stored in the ledger, and no
 * daemon runs.
 */
function notificationDependencies(
  { ledger, notifiers = [], notifications = {} }: DeskOptions,
  clock: Clock,
): NotificationDependencies {
  let made = 0;
  const newId = (): string => {
    made += 1;
    return `${made}`.padStart(8, '0');
  };
  return {
    shard: SHARD,
    clock,
    notifiers,
    openReader: () => ledger && { ledger, notifications: ledger.outbox },
    openForWriting: async () => {
      if (ledger === undefined)
        throw new LedgerError('ledger.db', madeUpFailure('cannot read the event log ledger.db: there is none'));
      return Object.assign(ordersOf(ledger), { [Symbol.dispose]: () => undefined });
    },
    openTester: async () => ({ account: 'mailcertd', test: refused('test') }),
    isDaemonRunning: async () => false,
    newSilenceId: newId,
    newDeliveryId: newId,
    ...notifications,
  };
}

function ordersOf({ outbox }: MemoryLedger): Silences & ResendableDeliveries & TestResults {
  return {
    silences: () => outbox.silences(),
    unreadableSilences: () => outbox.unreadableSilences(),
    add: (silence) => outbox.add(silence),
    expire: (silenceId, at) => outbox.expire(silenceId, at),
    resend: (deliveryId, as, now) => outbox.resend(deliveryId, as, now),
    recordTest: (delivery, attempt) => outbox.recordTest(delivery, attempt),
  };
}

/** Returns a session with a world that does not change. */
export function sessionOf({ world: changed = {}, ledger, problems = [], ...options }: DeskOptions): Session {
  const world = { ...CALM, ...changed };
  const profile = options.profile ?? world.profile;
  let monotonic = 0;
  const notifiers = options.notifiers ?? [];
  const clock = {
    now: () => world.now,
    monotonicMs: () => {
      monotonic += 14;
      return monotonic;
    },
  };
  const dependencies = {
    scanSources: scanSourcesOf(world, problems, options.unavailableReason),
    settings: { ...SETTINGS, profile, expiresSoon: world.expiresSoon },
    clock,
  };
  return {
    operations: createQueryOperations({
      ...dependencies,
      storeAt: (definition) => fileStoreOf(definition, world.now, options.files ?? {}),
      ledger: () => ledger,
      notifications: () => ledger?.outbox,
      notifiers,
      isDaemonRunning: async () => options.isStopped !== true,
      readClosedDirectories: async () => [],
      readAccessRules: async (paths) => paths.map((path) => options.accessRules?.[path]),
      probes: async () => ({
        onReloads: () => undefined,
        onResume: () => undefined,
        startScan: () => 0,
        resultsFor: async () => options.probes ?? new Map(),
      }),
    }),
    rendering: {
      locale: options.locale ?? 'en',
      offsetMinutes: () => 540,
      helpLink: '/usr/lib/mailcertd/docs/events/{id}.md',
      definitionOf,
    },
    file: '/etc/mailcertd/mailcertd.yaml',
    stateDirectory: '/var/lib/mailcertd',
    fqdn: SHARD,
    expiresSoon: world.expiresSoon,
    proxy: options.proxy ?? { allowInternalUntrustedCerts: false, allowExternalUntrustedCerts: false },
    profile,
    command: options.command ?? ['mailcertd'],
    notifications: createNotificationOperations(
      notificationDependencies({ ...options, ...(ledger === undefined ? {} : { ledger }) }, clock),
    ),
    discover: async () => options.found ?? [],
    connectors: {
      realPath: async (path) => path,
      scan: (signal) => scanConnectors({ ...dependencies, ledger: () => ledger }, signal),
      probe: refused('probe'),
      probeNow: refused('probe now'),
      observeBeforeReload: refused('simulate a reload'),
      reload: refused('reload'),
      ...options.connectors,
    },
    state: { backUp: refused('back up'), restore: refused('restore'), ...options.state },
    storeChanges: options.orders ?? { change: refused('change a store'), export: refused('export') },
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Returns the dependencies of a command on this host, and its output. */
export function deskDependencies(options: DeskOptions = {}): {
  readonly dependencies: CommandLineDependencies;
  readonly printed: { stdout: string; stderr: string; screen: string };
} {
  const printed = { stdout: '', stderr: '', screen: '' };
  const stream = (to: 'stdout' | 'stderr'): Writable =>
    new Writable({
      decodeStrings: false,
      write: (chunk: string, _, done) => {
        printed[to] += chunk;
        printed.screen += chunk;
        done();
      },
    });
  const dependencies: CommandLineDependencies = {
    version: '1.2.3',
    nodeVersion: '22.13.0',
    stdout: Object.assign(stream('stdout'), {
      isTTY: options.isTTY ?? false,
      ...(options.columns === undefined ? {} : { columns: options.columns }),
    }),
    stderr: Object.assign(stream('stderr'), { isTTY: options.typed !== undefined }),
    stdin: Object.assign(Readable.from([options.typed ?? '']), { isTTY: options.typed !== undefined }),
    account: 'root',
    environment: options.environment ?? {},
    clock: { now: () => options.world?.now ?? CALM.now, monotonicMs: () => performance.now() },
    signal: new AbortController().signal,
    catchInterrupt: () => undefined,
    beforeSignalEnds: () => ({ [Symbol.dispose]: () => undefined }),
    open: async ({ stores }, locale) =>
      sessionOf({
        ...options,
        // Paths on the command line replace the stores and the connectors.
        ...(stores.length === 0 ? {} : { world: { ...options.world, connectors: [] } }),
        locale: locale ?? options.locale ?? 'en',
      }),
    openExportFile: refused('export'),
    configuration: {
      locate: (config) => config ?? '/etc/mailcertd/mailcertd.yaml',
      check: async () => ({ errors: [], warnings: [] }),
      show: refused('show a configuration'),
      schema: async () => '{}\n',
      init: async () => ({ found: [], computerLine: undefined }),
    },
    run: refused('run'),
    demo: refused('demonstrate'),
    ...options.dependencies,
  };
  return { dependencies, printed };
}

/** Runs a command at a terminal in a time zone nine hours east of UTC. */
export async function typeCommand(argv: readonly string[], options: DeskOptions = {}): Promise<Answer> {
  const { dependencies, printed } = deskDependencies(options);
  return { code: await runCommandLine(argv, dependencies), ...printed };
}
