import type { Configuration } from '../adapters/config/configuration.ts';
import { OpeningBudget } from '../adapters/file-store/open/opening-budget.ts';
import { actAsItself } from '../adapters/file-store/write/act-as.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { causeOf } from '../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../domain/failure/diagnostic-failures.ts';
import type { Failure } from '../domain/failure/failure.ts';
import type { Problem } from '../domain/failure/problem.ts';
import type { LedgerError } from '../work/errors.ts';
import type { Diagnostics } from '../work/ports/system.ts';
import { countMonitored, type MonitoredCounts } from '../work/scan/count-monitored.ts';
import { LogGuard } from '../work/scan/log-guard.ts';
import { Monitor } from '../work/scan/monitor.ts';
import { ScanTriggers, SETTLING } from '../work/scan/scan-triggers.ts';
import { StateHeartbeat } from '../work/scan/state-heartbeat.ts';
import { AfterScan } from './after-scan.ts';
import { DaemonDeliveries } from './daemon-deliveries.ts';
import { DaemonHttp } from './daemon-http.ts';
import type { DaemonOverrides } from './daemon-overrides.ts';
import { DaemonProbes } from './daemon-probes.ts';
import { DaemonStateFiles } from './daemon-state-files.ts';
import { DiscoveredInventories } from './discovered-inventories.ts';
import { DisposalStack } from './disposal-stack.ts';
import { monitorSetupFunction } from './monitor-setup.ts';
import { ServiceRecords } from './service-records.ts';
import { StorePool } from './store-pool.ts';

/** The started parts of the daemon, which a reload and the stop use. */
interface DaemonParts {
  readonly diagnostics: Diagnostics;
  readonly state: DaemonStateFiles;
  readonly records: ServiceRecords;
  readonly triggers: ScanTriggers;
  readonly probes: DaemonProbes;
  readonly inventories: DiscoveredInventories;
  readonly setUpMonitor: ReturnType<typeof monitorSetupFunction>;
  readonly monitor: Monitor;
  readonly deliveries: DaemonDeliveries;
  readonly http: DaemonHttp;
  /** Shows commands that the daemon can still write to the event log. */
  readonly heartbeat: StateHeartbeat;
  readonly guard: LogGuard;
  /** The configuration in use, which a reload replaces. */
  readonly current: { configuration: Configuration };
  /** Aborted when the stop begins. */
  readonly stopController: AbortController;
  /** Resolves when the loop of scans has ended, after `stopController` was aborted. */
  readonly scansEnded: Promise<void>;
  /**
   * Resolves when requests for probes are no longer followed, after `stopController` was aborted.
   */
  readonly requestsEnded: Promise<void>;
}

/**
 * The running daemon: its scans, probes, deliveries and event log. A reload replaces the
 * configuration.
 */
export class Daemon implements AsyncDisposable {
  readonly #parts: DaemonParts;
  #monitored: MonitoredCounts;
  #reloading: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  private constructor(parts: DaemonParts, monitored: MonitoredCounts) {
    this.#parts = parts;
    this.#monitored = monitored;
  }

  /**
   * Starts the daemon: locks the state directory, opens the event log, and monitors until it is
   * stopped. Resolves when the daemon is ready; the first scan may still run. Leaves nothing open
   * if the start fails.
   * @throws {AlreadyRunningError}
   * @throws {LedgerError}
   */
  static async start(first: Configuration, diagnostics: Diagnostics, overrides: DaemonOverrides = {}): Promise<Daemon> {
    const clock = overrides.clock ?? systemClock;
    await using opened = new DisposalStack();
    const state = new DaemonStateFiles(first.stateDirectory, clock, diagnostics, opened);
    const { ledger } = state;
    // The part of the event log that belongs to this computer.
    const shard = first.computer.fqdn;
    // Stores the time of the start before the inventories are read, because that takes time.
    await ledger.storeStart(shard, clock.now());
    const shared = { ledger, shard, clock, diagnostics };
    const current = { configuration: first };
    const stopController = new AbortController();
    opened.defer(() => stopController.abort());
    const triggers = new ScanTriggers(overrides.settling ?? SETTLING);
    const probes = new DaemonProbes(first, { ...shared, triggers, probe: overrides.probe }, stopController.signal);

    const deliveries = await DaemonDeliveries.open(first, shared, overrides);
    opened.defer(() => deliveries.closeOutputs());
    const inventories = new DiscoveredInventories(clock);
    const discovered = inventories.sourcesFor(first);
    const { stateDirectory } = first;
    const records = new ServiceRecords({ ...shared, stateDirectory, settings: () => current.configuration.settings });
    const monitored = await countMonitored(first.inventory, discovered, stopController.signal);
    await records.storeServiceStarted(monitored);

    // Starts after the first record, which creates the row of this shard in the event log.
    const heartbeat = opened.use(new StateHeartbeat(shared));
    const guard = new LogGuard(ledger, diagnostics);
    const { prober, requestedProbes } = probes;
    const { onCommitted } = overrides;
    const afterScan = new AfterScan(
      { ...shared, guard, heartbeat, prober, current, onCommitted },
      stopController.signal,
    );
    const storePool = new StorePool(clock, {
      readerCache: state.certificateCache,
      warn: (what) => diagnostics.note('warning', what),
      budget: new OpeningBudget(),
      willRescan: true,
      actAs: actAsItself,
    });
    // The watches read the stores at once. Without these accounts and key files, the first scan would
    // check the keys of all stores again.
    storePool.onInventories([first.inventory]);
    const setUpMonitor = monitorSetupFunction({
      ledger,
      clock,
      diagnostics,
      triggers,
      probes: prober,
      requestedProbes,
      overrides,
      storePool,
      onCommitted: (outcome) => afterScan.onCommitted(outcome),
      onFailed: (error) => afterScan.onFailed(error),
    });
    const { dependencies, watches } = setUpMonitor(first, discovered);
    opened.use(watches);
    const monitor = new Monitor(dependencies);
    await deliveries.startNotifications(first, monitor);

    const http = opened.use(new DaemonHttp(first, diagnostics));
    const scansEnded = monitor.run([watches], stopController.signal);
    const requestsEnded = probes.followRequests(stopController.signal);
    state.storeAcceptedConfiguration(first);
    // From now on, `stop` closes the resources.
    opened.release();
    return new Daemon(
      {
        diagnostics,
        state,
        records,
        triggers,
        probes,
        inventories,
        setUpMonitor,
        monitor,
        deliveries,
        http,
        heartbeat,
        guard,
        current,
        stopController,
        scansEnded,
        requestsEnded,
      },
      monitored,
    );
  }

  /** Resolves with the reason why the daemon must be restarted: its event log is unusable. */
  get restartNeeded(): Promise<LedgerError> {
    return this.#parts.guard.restartNeeded;
  }

  /** True unless a scan hangs. */
  get isAlive(): boolean {
    return this.#parts.monitor.isAlive;
  }

  /** The numbers of connectors and stores at the start or the last reload. */
  get monitored(): MonitoredCounts {
    return this.#monitored;
  }

  /** Starts the HTTP server, if it is configured. Called after the start, which it must not delay. */
  startHttp(): void {
    this.#parts.http.start();
  }

  /** Requests a scan now. */
  scan(): void {
    this.#parts.triggers.requestScan();
  }

  /** Probes every connector now, and scans with the results. */
  probe(): void {
    this.#parts.probes.probeAll();
  }

  /**
   * Applies another configuration, after earlier reloads have ended. Rejects if it cannot be used; the
   * previous configuration then stays in use.
   */
  reload(next: Configuration): Promise<void> {
    const done = this.#reloading.then(() => this.#reload(next));
    this.#reloading = done.catch(() => undefined);
    return done;
  }

  /** Reports a rejected configuration as an event. The previous one stays in use. */
  reject(problem: Problem): void {
    this.#parts.monitor.reject(problem);
  }

  /**
   * Stops: cancels the current scan, and lets the outputs write the remaining records for a limited
   * time. `run` ends the process if the stop takes longer than 5 s.
   */
  stop(cause: string): Promise<void> {
    this.#stopped ??= this.#stop(cause);
    return this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('disposed');
  }

  async #reload(next: Configuration): Promise<void> {
    const { deliveries, http, inventories, probes, setUpMonitor, monitor, records, state, current, stopController } =
      this.#parts;
    const { signal } = stopController;
    // A reload during the stop would open resources that nothing closes.
    if (signal.aborted) return;
    // If one of these steps fails, the previous configuration stays in use.
    const discovered = inventories.sourcesFor(next);
    const monitored = await countMonitored(next.inventory, discovered, signal);
    if (signal.aborted) return;
    await using opened = new DisposalStack();
    const { dependencies, watches } = setUpMonitor(next, discovered);
    opened.use(watches);
    await deliveries.reload(next, monitor, signal);
    if (signal.aborted) return;
    // From now on, the monitor closes the watches.
    opened.release();
    current.configuration = next;
    this.#monitored = monitored;
    probes.reconfigure(next);
    monitor.reconfigure(dependencies, [watches], records.reloadRecord(next.file, monitored));
    state.storeAcceptedConfiguration(next);
    await http.reload(next);
  }

  async #stop(cause: string): Promise<void> {
    const { stopController, heartbeat, state, deliveries, http, scansEnded, requestsEnded, probes, records } =
      this.#parts;
    stopController.abort();
    heartbeat[Symbol.dispose]();
    const saved = state.saveCertificateCache();
    const httpClosed = http[Symbol.asyncDispose]();
    // Notifiers close during the next steps, because their deliveries in progress must not delay
    // those steps.
    const notificationsClosed = deliveries.closeNotifications();
    // An error in one step, such as a full disk, must not skip the next: all resources are
    // released.
    await this.#tryStep(DIAGNOSTIC_FAILURES.ending_reload, () => this.#reloading);
    await this.#tryStep(DIAGNOSTIC_FAILURES.ending_scans, () => scansEnded);
    await this.#tryStep(DIAGNOSTIC_FAILURES.ending_probes, () =>
      Promise.all([requestsEnded, probes.prober.whenIdle()]),
    );
    await this.#tryStep(DIAGNOSTIC_FAILURES.writing_stop, () => records.storeServiceStopped(cause));
    await this.#tryStep(DIAGNOSTIC_FAILURES.closing_log_outputs, () => deliveries.closeOutputs());
    // Closes notifications again, because a reload may have opened new ones until it ended.
    await this.#tryStep(DIAGNOSTIC_FAILURES.ending_attempts, () =>
      Promise.all([notificationsClosed, deliveries.closeNotifications()]),
    );
    await this.#tryStep(DIAGNOSTIC_FAILURES.closing_http, () => httpClosed);
    await this.#tryStep(DIAGNOSTIC_FAILURES.saving_certificate_cache, () => saved);
    for (const [activity, step] of state.closingSteps) await this.#tryStep(activity, step);
  }

  async #tryStep(activity: Failure, step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#parts.diagnostics.note('error', DIAGNOSTIC_FAILURES.stop_step_failed({ activity, cause: causeOf(error) }));
    }
  }
}
