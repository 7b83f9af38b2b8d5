import type { ConfiguredNotifier } from '../../domain/alert/configured-notifier.ts';
import type { Observed } from '../../domain/status/observed.ts';
import type { Status } from '../../domain/status/status.ts';
import { LedgerError } from '../errors.ts';
import type { QueryOperations } from '../operations/query-operations.ts';
import type { LedgerReader } from '../ports/ledger.ts';
import type { ReadHealth, ReadSilences } from '../ports/outbox.ts';
import type { Probes } from '../scan/probes.ts';
import { accessRulesOf } from './access-rules-of.ts';
import { beforeFirstStart } from './before-first-start.ts';
import { list } from './list.ts';
import { listNotifiers } from './list-notifiers.ts';
import type { scan as scanNow } from './scan.ts';
import type { SimulationDependencies } from './simulate.ts';
import { byUrgency, isUpToDate, type LeftByDaemon, statusOf } from './status.ts';
import { storedObservation } from './stored-observation.ts';
import type { Seen } from './with-observed.ts';

/** How many records are read from the log at once. */
const BATCH = 500;

/** The dependencies of `operationsFrom`. */
export interface QueryDependencies extends SimulationDependencies {
  /**
   * Opens the ledger of a daemon; undefined: none has run here.
   * @throws {LedgerError} if it cannot be read
   */
  readonly ledger: () => LedgerReader | undefined;
  /** Opens the silences and the health of notifiers; undefined: no daemon has run here. */
  readonly notifications: () => (ReadSilences & ReadHealth) | undefined;
  /** Returns true if a daemon runs here. */
  readonly isDaemonRunning: () => Promise<boolean>;
  /** In the order of the configuration. */
  readonly notifiers: readonly ConfiguredNotifier[];
  /**
   * Returns a source of probe results that probes every connector once, within a time limit in ms.
   */
  readonly probes: (withinMs: number) => Promise<Probes>;
}

/** Loaded on first use, because a listing does not need it. */
const scan: typeof scanNow = async (...asked) => (await import('./scan.ts')).scan(...asked);

/**
 * Returns a scan of this command, completed with the daemon's last scan if this account may read
 * less and the daemon is running.
 */
async function asObserved<T extends Seen>(
  own: T,
  left: LeftByDaemon | undefined,
  read: () => Promise<Observed | undefined>,
): Promise<T & Pick<Status, 'observedAt'>> {
  if (left?.scan === undefined || !isUpToDate(left, own.at)) return own;
  const { isLimited, withObserved } = await import('./with-observed.ts');
  const observed = isLimited(own) ? await read() : undefined;
  if (observed === undefined) return own;
  const { endedAt } = left.scan;
  const seen = withObserved(own, { ...left, observed, endedAt });
  return seen === undefined ? own : { ...seen, observedAt: endedAt };
}

/** Returns the connectors that the daemon has not scanned; none if its connectors are unknown. */
function unloadedOf({ connectors }: Seen, scanned: ReadonlySet<string> | undefined): readonly string[] {
  return connectors.flatMap(({ connector: { name, enabled } }) =>
    enabled && scanned?.has(name) === false ? [name] : [],
  );
}

/** Returns the operations that answer from scans of this command and from the ledger. */
export function operationsFrom(given: QueryDependencies): QueryOperations {
  const shard = given.surroundings.computer.fqdn;
  const surroundings = beforeFirstStart(given.surroundings, async () => {
    try {
      return (await given.ledger()?.state(shard))?.scan !== undefined;
    } catch (error) {
      // If this account may not read the ledger, a daemon has created it.
      if (error instanceof LedgerError) return true;
      throw error;
    }
  });
  const dependencies: QueryDependencies = { ...given, surroundings, stored: storedObservation(given.ledger, shard) };
  const probing = async (withinMs: number | undefined): Promise<QueryDependencies> =>
    withinMs === undefined
      ? dependencies
      : { ...dependencies, surroundings: { ...surroundings, probes: await dependencies.probes(withinMs) } };
  return {
    list: (asked, signal) => list(dependencies, asked, signal),
    accessRules: (stored) => accessRulesOf(stored, dependencies.readAccessRules),
    accessRulesAt: (paths) => dependencies.readAccessRules(paths),
    scan: async (at, signal, chains = 'selected', probeWithinMs) =>
      scan(await probing(probeWithinMs), { at, chains, left: await dependencies.ledger()?.state(shard) }, signal),
    scanWithoutState: async (at, signal, probeWithinMs) =>
      scan(await probing(probeWithinMs), { at, chains: 'selected', left: undefined }, signal),
    simulate: async (assumption, signal) => {
      const { simulate } = await import('./simulate.ts');
      return simulate(dependencies, assumption, (await dependencies.ledger()?.state(shard))?.open ?? [], signal);
    },
    status: async (signal) => {
      const ledger = dependencies.ledger();
      const notifications = dependencies.notifications();
      const silences = (await notifications?.silences()) ?? [];
      const outputs = (await notifications?.outputs()) ?? [];
      const state = ledger && {
        // First, because a daemon that runs has stored its start.
        isRunning: await dependencies.isDaemonRunning(),
        ...(await ledger.state(shard)),
        ...{ records: await ledger.count(), silences, outputs },
      };
      const { scanForStatus } = await import('./scan-for-status.ts');
      const own = await scanForStatus(dependencies, state, signal);
      const scanned = await ledger?.scannedConnectors(shard);
      return statusOf(
        shard,
        state,
        listNotifiers(dependencies.notifiers, (await notifications?.health()) ?? []),
        await asObserved({ ...own, unloaded: unloadedOf(own, scanned) }, state, async () => ledger?.observed(shard)),
      );
    },
    conditions: async () => {
      const state = await dependencies.ledger()?.state(shard);
      return state?.scan === undefined ? undefined : byUrgency(state.open);
    },
    async *events(query) {
      const ledger = dependencies.ledger();
      if (ledger !== undefined) yield* ledger.records(query);
    },
    async *followEvents(signal) {
      const ledger = dependencies.ledger();
      if (ledger === undefined) return;
      const changes = ledger.changed(signal);
      let at = await ledger.head();
      for await (const _ of changes) {
        for (let records = await ledger.after(at, BATCH); records.length > 0; records = await ledger.after(at, BATCH)) {
          yield* records;
          at = records.at(-1)?.eventRecordId ?? at;
        }
      }
    },
  };
}
