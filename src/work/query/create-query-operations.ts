import type { ConfiguredNotifier } from '../../domain/alert/configured-notifier.ts';
import type { Observed } from '../../domain/status/observed.ts';
import type { Status } from '../../domain/status/status.ts';
import { LedgerError } from '../errors.ts';
import type { QueryOperations } from '../operations/query-operations.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import type { HealthReader, SilenceReader } from '../ports/outbox.ts';
import type { Probes } from '../scan/probes.ts';
import { accessRulesOf } from './access-rules-of.ts';
import { followEvents } from './follow-events.ts';
import { lastObservedReader } from './last-observed-reader.ts';
import { listNotifiers } from './list-notifiers.ts';
import { listStores } from './list-stores.ts';
import type { CommandScan } from './merge-observed.ts';
import type { scan as scanNow } from './scan.ts';
import type { SimulationDependencies } from './simulate.ts';
import { sortByUrgency } from './sort-by-urgency.ts';
import { statusOf } from './status.ts';
import { isDaemonCurrent, type StoredDaemonState } from './stored-daemon-state.ts';
import { treatUncreatedStoreAsEmpty } from './treat-uncreated-store-as-empty.ts';

/** The dependencies of `createQueryOperations`. */
export interface QueryDependencies extends SimulationDependencies {
  /**
   * Opens the daemon's event log; undefined if no daemon has run here.
   * @throws {LedgerError} if it cannot be read
   */
  readonly ledger: () => LedgerReader | undefined;
  /** Opens the silences and the health of notifiers; undefined if no daemon has run here. */
  readonly notifications: () => (SilenceReader & HealthReader) | undefined;
  /** Returns true if a daemon runs here. */
  readonly isDaemonRunning: () => Promise<boolean>;
  /** In the order of the configuration. */
  readonly notifiers: readonly ConfiguredNotifier[];
  /**
   * Returns a source of probe results that probes every connector once, within a time limit in ms.
   */
  readonly probes: (withinMs: number) => Promise<Probes>;
}

/** `scan` of scan.ts, loaded on first use, because a listing does not need it. */
const scan: typeof scanNow = async (...parameters) => (await import('./scan.ts')).scan(...parameters);

/**
 * Returns a scan of this command, completed with the daemon's last scan if this account may read
 * less and the daemon is running.
 */
async function completeWithDaemonScan<T extends CommandScan>(
  commandScan: T,
  daemon: StoredDaemonState | undefined,
  readObserved: () => Promise<Observed | undefined>,
): Promise<T & Pick<Status, 'observedAt'>> {
  if (daemon?.scan === undefined || !isDaemonCurrent(daemon, commandScan.at)) return commandScan;
  const { mayLackData, mergeObserved } = await import('./merge-observed.ts');
  const observed = mayLackData(commandScan) ? await readObserved() : undefined;
  if (observed === undefined) return commandScan;
  const { endedAt } = daemon.scan;
  const merged = mergeObserved(commandScan, { ...daemon, observed, endedAt });
  return merged === undefined ? commandScan : { ...merged, observedAt: endedAt };
}

/**
 * Returns the enabled connectors that the daemon has not scanned, because it has not loaded their
 * definition yet; none if its connectors are unknown.
 */
function unloadedConnectors({ connectors }: CommandScan, scanned: ReadonlySet<string> | undefined): readonly string[] {
  return connectors.flatMap(({ connector: { name, enabled } }) =>
    enabled && scanned?.has(name) === false ? [name] : [],
  );
}

/** Returns the queries of a command: they scan again, and read the daemon's event log. */
export function createQueryOperations(given: QueryDependencies): QueryOperations {
  const shard = given.scanSources.computer.fqdn;
  const scanSources = treatUncreatedStoreAsEmpty(given.scanSources, async () => {
    try {
      return (await given.ledger()?.state(shard))?.scan !== undefined;
    } catch (error) {
      // If this account may not read the ledger, a daemon has created it.
      if (error instanceof LedgerError) return true;
      throw error;
    }
  });
  const dependencies: QueryDependencies = {
    ...given,
    scanSources,
    readLastObserved: lastObservedReader(given.ledger, shard),
  };
  const withProbes = async (withinMs: number | undefined): Promise<QueryDependencies> =>
    withinMs === undefined
      ? dependencies
      : { ...dependencies, scanSources: { ...scanSources, probes: await dependencies.probes(withinMs) } };
  const measure: QueryOperations['measure'] = async (signal) => {
    const ledger = dependencies.ledger();
    const notifications = dependencies.notifications();
    const silences = (await notifications?.silences()) ?? [];
    const outputs = (await notifications?.outputs()) ?? [];
    const daemon = ledger && {
      // Read before the state: if a daemon runs, the state then contains its start.
      isRunning: await dependencies.isDaemonRunning(),
      ...(await ledger.state(shard)),
      records: await ledger.count(),
      silences,
      outputs,
    };
    const { scanForStatus } = await import('./scan-for-status.ts');
    const scanned = await scanForStatus(dependencies, daemon, signal);
    const unloaded = unloadedConnectors(scanned, await ledger?.scannedConnectors(shard));
    const status = statusOf(
      shard,
      daemon,
      listNotifiers(dependencies.notifiers, (await notifications?.health()) ?? []),
      await completeWithDaemonScan({ ...scanned, unloaded }, daemon, async () => ledger?.observed(shard)),
    );
    return { status, certificates: scanned.certificates };
  };
  return {
    list: (query, signal) => listStores(dependencies, query, signal),
    accessRules: (stored) => accessRulesOf(stored, dependencies.readAccessRules),
    accessRulesAt: (paths) => dependencies.readAccessRules(paths),
    scan: async ({ at, chains = 'selected', probeWithinMs }, signal) =>
      scan(
        await withProbes(probeWithinMs),
        { at, chains, lastState: await dependencies.ledger()?.state(shard) },
        signal,
      ),
    scanWithoutState: async ({ at, probeWithinMs }, signal) =>
      scan(await withProbes(probeWithinMs), { at, chains: 'selected', lastState: undefined }, signal),
    simulate: async (assumption, signal) => {
      const { simulate } = await import('./simulate.ts');
      return simulate(dependencies, assumption, (await dependencies.ledger()?.state(shard))?.open ?? [], signal);
    },
    status: async (signal) => (await measure(signal)).status,
    measure,
    conditions: async () => {
      const state = await dependencies.ledger()?.state(shard);
      return state?.scan === undefined ? undefined : sortByUrgency(state.open);
    },
    async *events(query) {
      const ledger = dependencies.ledger();
      if (ledger !== undefined) yield* ledger.records(query);
    },
    countEvents: async (query) => (await dependencies.ledger()?.count(query)) ?? 0,
    async *followEvents(query, signal) {
      const ledger = dependencies.ledger();
      if (ledger !== undefined) yield* followEvents(ledger, query, signal);
    },
  };
}
