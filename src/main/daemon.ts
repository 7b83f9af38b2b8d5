import { type Stats, statSync } from 'node:fs';
import type { Configuration } from '../adapters/config/configuration.ts';
import { ACCEPTED_FILE, renderAccepted } from '../adapters/config/show/render-accepted.ts';
import { ReaderCache } from '../adapters/file-store/cache/reader-cache.ts';
import { READING_FORMAT } from '../adapters/file-store/cache/reading-blob.ts';
import { readingRights } from '../adapters/file-store/cache/reading-rights.ts';
import { OpeningBudget } from '../adapters/file-store/open/opening-budget.ts';
import { actAsItself } from '../adapters/file-store/write/act-as.ts';
import { openTrash } from '../adapters/file-store/open-trash.ts';
import { issueSelfSigned } from '../adapters/issue/issue-self-signed.ts';
import { openReaderCache, READER_CACHE_FILE } from '../adapters/sqlite/cache/open-reader-cache.ts';
import { ledgerFile } from '../adapters/sqlite/ledger/ledger-file.ts';
import { openLedger } from '../adapters/sqlite/ledger/open-ledger.ts';
import { holdStateDirectory } from '../adapters/sqlite/lock/hold-state-directory.ts';
import { writeStateText } from '../adapters/sqlite/lock/state-text.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { CronSchedule } from '../adapters/system/cron-schedule.ts';
import { connectorsOf } from '../domain/assessment/assess.ts';
import { recordOnce } from '../domain/condition/advance.ts';
import { storesOf } from '../domain/connector/certificate-file.ts';
import type { Connector, StoreDefinition } from '../domain/connector/connector.ts';
import { configurationReloaded } from '../domain/event/catalog/configuration-reloaded.ts';
import { eventLogDamaged } from '../domain/event/catalog/event-log-damaged.ts';
import { serviceStarted } from '../domain/event/catalog/service-started.ts';
import { serviceStopped } from '../domain/event/catalog/service-stopped.ts';
import type { EventDefinition } from '../domain/event/event-definition.ts';
import type { NewEventRecord } from '../domain/event/event-record.ts';
import { definedStores } from '../domain/observation/coverage.ts';
import type { Problem } from '../domain/problem.ts';
import type { Rule } from '../domain/rule/rule.ts';
import type { Rotation } from '../domain/served/rotation.ts';
import type { Recipients } from '../work/deliver/notification-service.ts';
import { Outputs } from '../work/deliver/outputs.ts';
import { retryWithBackoff } from '../work/deliver/retry-with-backoff.ts';
import type { LedgerError } from '../work/errors.ts';
import type { EventSink } from '../work/ports/outputs.ts';
import type { ConnectorProbe } from '../work/ports/probes.ts';
import type { InventorySource } from '../work/ports/stores.ts';
import type { Clock, Diagnostics, Schedule } from '../work/ports/system.ts';
import { lifePolicy } from '../work/scan/judge.ts';
import { Monitor, type MonitorDependencies } from '../work/scan/monitor.ts';
import { Probing, type ProbingDependencies } from '../work/scan/probing.ts';
import { RequestedProbes } from '../work/scan/requested-probes.ts';
import { followRotations } from '../work/scan/rotations.ts';
import type { ScanOutcome } from '../work/scan/run-scan.ts';
import { PreviousScans } from '../work/scan/scan-all.ts';
import { ScanTriggers, SETTLING, type Settling } from '../work/scan/scan-triggers.ts';
import { countWatched, type Watched } from '../work/scan/count-watched.ts';
import { DiscoveredInventories } from './discovered-inventories.ts';
import { DisposalStack } from './disposal-stack.ts';
import { FollowedChanges } from '../work/scan/followed-changes.ts';
import { LogGuard } from '../work/scan/log-guard.ts';
import { openNotifications } from './open-notifications.ts';
import { openOutput } from './open-output.ts';
import { OpenStores, surroundingsOf } from './open-stores.ts';
import { daemonProbingDependencies } from './probing-dependencies.ts';
import { Pruning } from '../work/manage/pruning.ts';
import { recipientsOf } from './recipients-of.ts';
import { StateHeartbeat } from '../work/scan/state-heartbeat.ts';
import { trashIn } from './store-writing-options.ts';
import { anchorsOf } from './trust-anchors.ts';
import { unreadableSilenceEvent } from '../work/manage/unreadable-silence-event.ts';
import { VERSION } from './version.ts';

/** Maximum time that a stop waits until the reader's cache is saved, ms. */
const SAVED_WITHIN_MS = 1500;

const PROGRAM_FILE: Stats = statSync(new URL(import.meta.url));

/** Returns all inputs of reading except the file itself: this program, and its rights. */
function readBy(): string {
  const { size, mtimeMs } = PROGRAM_FILE;
  return [VERSION, size, mtimeMs, READING_FORMAT, process.version, readingRights()].join(' ');
}

/** Replacements for tests and the demo. */
export interface DaemonOverrides {
  readonly clock?: Clock;
  readonly schedule?: (configuration: Configuration) => Schedule;
  readonly sinks?: (configuration: Configuration) => readonly EventSink[];
  readonly audience?: (configuration: Configuration) => Recipients;
  readonly rules?: () => readonly Rule[] | undefined;
  readonly probe?: ConnectorProbe;
  readonly settling?: Settling;
  readonly passed?: (outcome: ScanOutcome) => void;
}

/** Running daemon. */
export interface Daemon extends AsyncDisposable {
  /** Applies another configuration. */
  reload(configuration: Configuration): Promise<void>;
  /** Reports a rejected configuration as an event. The previous one stays in use. */
  reject(problem: Problem): void;
  /** Requests a scan now. */
  pass(): void;
  /** Probes every connector now, and scans with the results. */
  probe(): void;
  /** Resolves with the reason why the daemon must be restarted: its event log is unusable. */
  readonly lost: Promise<LedgerError>;
  /** True unless a scan hangs. */
  readonly isAlive: boolean;
  /** Number of connectors and stores at the start or the last reload. */
  readonly watched: Watched;
  /**
   * Stops within 5 s. Cancels the current scan, and lets the outputs write the remaining records.
   */
  stop(cause: string): Promise<void>;
}

/**
 * Starts the daemon: locks the state directory, opens the ledger, and monitors until it is stopped.
 * Resolves when the daemon is ready; the first scan may still run. Leaves nothing open if the start
 * fails.
 * @throws {AlreadyRunningError}
 * @throws {LedgerError}
 */
export async function startDaemon(
  first: Configuration,
  diagnostics: Diagnostics,
  overrides: DaemonOverrides = {},
): Promise<Daemon> {
  const clock = overrides.clock ?? systemClock;
  await using opened = new DisposalStack();
  const hold = opened.use(holdStateDirectory(first.stateDirectory));
  const ledger = opened.use(openLedger(first.stateDirectory, { earlierFiles: [ACCEPTED_FILE, READER_CACHE_FILE] }));
  // First of all, because reading the inventories takes time.
  await ledger.storeStart(first.computer.fqdn, clock.now());
  const guard = new LogGuard(ledger, diagnostics);
  const looks = new PreviousScans();
  const readerCache = opened.use(openReaderCache(first.stateDirectory, readBy(), diagnostics));
  const keptReadings = new ReaderCache(readerCache, diagnostics);
  const openStores = new OpenStores(clock, {
    kept: keptReadings,
    warn: (what) => diagnostics.note('warning', what),
    budget: new OpeningBudget(),
    willRescan: true,
    actAs: actAsItself,
  });
  const inventories = new DiscoveredInventories(clock);
  const occasions = new ScanTriggers(overrides.settling ?? SETTLING);
  const shard = first.computer.fqdn;
  const ending = new AbortController();
  opened.defer(() => ending.abort());
  let configuration = first;
  const meansUnder = daemonProbingDependencies(first, clock);
  const probeWith = (now: Configuration): ProbingDependencies => {
    const means = meansUnder(now);
    return overrides.probe === undefined ? means : { ...means, probe: overrides.probe, exact: overrides.probe };
  };
  const hint = (): void => occasions.hint(clock.monotonicMs());
  // Probe results are compared with the files at the time of the probe, which a watch can miss.
  const probeHint = (): void => occasions.hint(clock.monotonicMs(), 'everything');
  const probing = new Probing(probeWith(first), { clock, diagnostics, hint: probeHint }, ending.signal);
  const requested = new RequestedProbes({
    ...{ ledger, shard, diagnostics },
    probe: (connectors) => probing.probeNow(connectors),
    order: () => occasions.order(),
  });

  const once = (event: EventDefinition, parameters: readonly string[], problem?: Problem): NewEventRecord =>
    recordOnce(
      event,
      parameters,
      problem === undefined ? {} : { path: problem.location, reason: problem.reason, detail: problem.detail },
      lifePolicy(configuration.settings, shard),
      clock.now(),
    );
  const append = async (...records: readonly NewEventRecord[]): Promise<void> => {
    const { revision } = await ledger.state(shard);
    await ledger.commit(shard, revision, { records, open: undefined, memory: undefined, pass: undefined });
  };
  const openCount = async (): Promise<string> => String((await ledger.state(shard)).open.length);
  const audienceFor = overrides.audience ?? ((now: Configuration) => recipientsOf(now, clock));
  const sinksOf = overrides.sinks ?? ((now) => now.logs.map((output) => openOutput(output, now)));

  const pruning = new Pruning({ ledger, clock, diagnostics }, ending.signal);
  const removeUnreadableSilences = (): Promise<number> =>
    ledger.removeUnreadableSilences((silence) => unreadableSilenceEvent(silence, configuration, clock.now()));
  const passed = (outcome: ScanOutcome): void => {
    guard.scanned();
    heartbeat.scanned();
    probing.passed(outcome);
    overrides.passed?.(outcome);
    removeUnreadableSilences().catch((error: Error) => diagnostics.note('error', error.message));
    pruning.passed(configuration, outcome.observation.service.clockStepMs);
  };
  let watched: Watched = { connectors: 0, stores: 0 };
  const count = async ({ inventory }: Configuration, found: readonly InventorySource[]): Promise<readonly string[]> => {
    watched = await countWatched(inventory, found, ending.signal);
    return [String(watched.connectors), String(watched.stores)];
  };
  const meansOf = (
    now: Configuration,
    found: readonly InventorySource[],
  ): { readonly means: MonitorDependencies; readonly hints: readonly Disposable[] } => {
    const surroundings = { ...surroundingsOf(now, clock, found, openStores), probes: probing };
    const changes = new FollowedChanges(hint);
    const schedule = overrides.schedule?.(now) ?? new CronSchedule(now.schedule, now.timezone, clock);
    const follow = (definitions: readonly StoreDefinition[], connectors: readonly Connector[]): void => {
      if (!now.watch) return;
      const sources = [...definitions.map(surroundings.storeOf), ...anchorsOf(now.trust, connectors)];
      changes.follow(sources, surroundings.inventories);
    };
    follow(storesOf(now.inventory), now.inventory.connectors);
    return {
      means: {
        surroundings,
        settings: now.settings,
        selfSigned: now.selfSigned,
        issuer: issueSelfSigned,
        trash: openTrash(trashIn(now.stateDirectory), clock),
        ledger,
        clock,
        looks,
        get rules() {
          return overrides.rules?.();
        },
        requested,
        schedule,
        occasions,
        diagnostics,
        failed: (error) => {
          guard.failed(error);
          heartbeat.failed(error);
        },
        passed: (outcome) => {
          follow(definedStores(outcome.observation), connectorsOf(outcome.observation));
          passed(outcome);
        },
      },
      hints: [changes],
    };
  };

  let outputs = await Outputs.open(sinksOf(first), { ledger, clock, diagnostics });
  opened.defer(() => outputs.close());
  const found = inventories.of(first);
  const damageEvent = ({ location, detail, reason }: Problem): NewEventRecord => {
    // Without a location, no file was renamed, so the path is that of the event log.
    const path = location === '' ? ledgerFile(first.stateDirectory) : location;
    return once(eventLogDamaged, [location, detail], { location: path, detail, reason });
  };
  const started = once(serviceStarted, [VERSION, ...(await count(first, found)), await openCount()]);
  const damage = ledger.damage && damageEvent(ledger.damage);
  await append(...(damage === undefined ? [] : [damage]), started);
  if (ledger.damage !== undefined) {
    const { location, detail } = ledger.damage;
    const what =
      location === ''
        ? `the file of the event log disappeared: ${detail}`
        : `the event log was damaged: ${detail}; it is now ${location}`;
    diagnostics.note('error', what);
    await ledger.forgetDamage();
  }

  /** Stores an accepted configuration for commands, which need it if the file gets errors. */
  const keepAccepted = (accepted: Configuration): void => {
    try {
      writeStateText(first.stateDirectory, ACCEPTED_FILE, renderAccepted(accepted, clock.now()));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      diagnostics.note('warning', `cannot store the accepted configuration for commands: ${why}`);
    }
  };

  // Starts after the first record, which creates the row of this shard.
  const heartbeat = opened.use(new StateHeartbeat({ ledger, shard, clock, diagnostics }));
  const { means, hints } = meansOf(first, found);
  for (const hint of hints) opened.use(hint);
  const watching = new Monitor(means);
  const tellingDaemon = {
    ledger,
    clock,
    diagnostics,
    isWatching: () => watching.isWatching,
    isPassing: () => watching.isPassing,
  };
  let telling = await openNotifications(audienceFor(first), first, tellingDaemon);
  const running = watching.run(hints, ending.signal);
  // The probe after a reload ends before the scan, so that the same scan can clear conditions.
  const reloaded = (rotations: readonly Rotation[]): void => {
    probing.reloaded(rotations);
    hint();
  };
  const following = followRotations({ ledger, shard, diagnostics }, reloaded, ending.signal);
  const serving = requested.follow(ending.signal);
  let stopped: Promise<void> | undefined;

  let reloading: Promise<void> = Promise.resolve();
  const reload = async (next: Configuration): Promise<void> => {
    // A reload during the stop would open resources that nothing closes.
    if (ending.signal.aborted) return;
    configuration = next;
    const [sinks, audience] = [sinksOf(next), audienceFor(next)];
    // From here on, notifications pause until the ledger accepts the new recipients. Errors are
    // retried.
    const taken = <T>(doing: string, step: () => Promise<T>): Promise<T | undefined> =>
      retryWithBackoff(`reloading ${next.file}: ${doing}`, step, diagnostics, ending.signal);
    await Promise.all([outputs.close(), telling.close()]);
    const meansNow = { ledger, clock, diagnostics };
    outputs = (await taken('taking up the log outputs', () => Outputs.open(sinks, meansNow))) ?? outputs;
    telling = (await taken('loading the notifiers', () => openNotifications(audience, next, tellingDaemon))) ?? telling;
    if (ending.signal.aborted) return;
    const foundNow = inventories.of(next);
    const counts = await count(next, foundNow);
    if (ending.signal.aborted) return;
    probing.reconfigure(probeWith(next));
    const fresh = meansOf(next, foundNow);
    watching.reconfigure(fresh.means, fresh.hints, once(configurationReloaded, [next.file, ...counts]));
    keepAccepted(next);
  };
  const attempt = async (doing: string, step: () => Promise<unknown>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      diagnostics.note('error', `stopping, ${doing}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const stop = async (cause: string): Promise<void> => {
    ending.abort();
    heartbeat[Symbol.dispose]();
    const saved = keptReadings.finish(SAVED_WITHIN_MS);
    // Notifiers close during the next steps, because deliveries in progress must not delay the
    // stop.
    const told = telling.close();
    // An error in one step, such as a full disk, must not skip the next: all resources are
    // released.
    await attempt('ending a reload', () => reloading);
    await attempt('ending the scans', () => running);
    await attempt('ending the probes', () => Promise.all([following, serving, probing.ended()]));
    await attempt('writing that it stopped', async () => append(once(serviceStopped, [cause, await openCount()])));
    await attempt('closing the log outputs', () => outputs.close());
    await attempt('ending the attempts under way', () => Promise.all([told, telling.close()]));
    await attempt('saving the cache of certificate files', () => saved);
    await attempt('closing the reader’s cache', async () => readerCache[Symbol.dispose]());
    await attempt('closing the event log', async () => ledger[Symbol.asyncDispose]());
    await attempt('freeing the state directory', async () => hold[Symbol.dispose]());
  };
  const daemon: Daemon = {
    reload(next) {
      const done = reloading.then(() => reload(next));
      reloading = done.catch(() => undefined);
      return done;
    },
    reject: (problem) => watching.reject(problem),
    pass: () => occasions.order(),
    probe: () => void probing.probeNow([]).then(() => occasions.order()),
    lost: guard.lost,
    get isAlive() {
      return watching.isAlive;
    },
    get watched() {
      return watched;
    },
    stop: (cause) => {
      stopped ??= stop(cause);
      return stopped;
    },
    [Symbol.asyncDispose]: () => daemon.stop('disposed'),
  };
  keepAccepted(first);
  opened.keep();
  return daemon;
}
