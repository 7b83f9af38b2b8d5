import type { Configuration } from '../adapters/config/configuration.ts';
import { OpeningBudget } from '../adapters/file-store/open/opening-budget.ts';
import { actAsItself } from '../adapters/file-store/write/act-as.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { messageOf } from '../domain/message-of.ts';
import type { Problem } from '../domain/problem.ts';
import type { LedgerError } from '../work/errors.ts';
import type { Diagnostics } from '../work/ports/system.ts';
import { countMonitored, type MonitoredCounts } from '../work/scan/count-monitored.ts';
import { LogGuard } from '../work/scan/log-guard.ts';
import { Monitor } from '../work/scan/monitor.ts';
import { ScanTriggers, SETTLING } from '../work/scan/scan-triggers.ts';
import { StateHeartbeat } from '../work/scan/state-heartbeat.ts';
import { DaemonDeliveries } from './daemon-deliveries.ts';
import type { DaemonOverrides } from './daemon-overrides.ts';
import { DaemonProbes } from './daemon-probes.ts';
import { DaemonStateFiles } from './daemon-state-files.ts';
import { DiscoveredInventories } from './discovered-inventories.ts';
import { DisposalStack } from './disposal-stack.ts';
import { monitorSetupFunction } from './monitor-setup.ts';
import { OpenStores } from './open-stores.ts';
import { ScanFollowUp } from './scan-follow-up.ts';
import { ServiceRecords } from './service-records.ts';

interface DaemonParts {
  readonly diagnostics: Diagnostics;
  readonly state: DaemonStateFiles;
  readonly records: ServiceRecords;
  readonly triggers: ScanTriggers;
  readonly probes: DaemonProbes;
  readonly inventories: DiscoveredInventories;
  readonly setUp: ReturnType<typeof monitorSetupFunction>;
  readonly monitor: Monitor;
  readonly deliveries: DaemonDeliveries;
  readonly heartbeat: StateHeartbeat;
  readonly guard: LogGuard;
  /** The configuration in use, which a reload replaces. */
  readonly active: { configuration: Configuration };
  readonly ending: AbortController;
  /** The loop of scans; resolves after the signal of `ending`. */
  readonly scanning: Promise<void>;
  /** The probes for commands and reloads; resolves after the signal of `ending`. */
  readonly following: Promise<void>;
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
    const shard = first.computer.fqdn;
    // Before the inventories are read, because that takes time.
    await ledger.storeStart(shard, clock.now());
    const shared = { ledger, shard, clock, diagnostics };
    const active = { configuration: first };
    const ending = new AbortController();
    opened.defer(() => ending.abort());
    const triggers = new ScanTriggers(overrides.settling ?? SETTLING);
    const probes = new DaemonProbes(first, { ...shared, triggers, probe: overrides.probe }, ending.signal);

    const deliveries = await DaemonDeliveries.open(first, shared, overrides);
    opened.defer(() => deliveries.closeOutputs());
    const inventories = new DiscoveredInventories(clock);
    const discovered = inventories.sourcesFor(first);
    const { stateDirectory } = first;
    const records = new ServiceRecords({ ...shared, stateDirectory, settings: () => active.configuration.settings });
    const monitored = await countMonitored(first.inventory, discovered, ending.signal);
    await records.storeStart(monitored);

    // Starts after the first record, which creates the row of this shard.
    const heartbeat = opened.use(new StateHeartbeat(shared));
    const guard = new LogGuard(ledger, diagnostics);
    const { prober, requestedProbes } = probes;
    const { onCommitted } = overrides;
    const followUp = new ScanFollowUp({ ...shared, guard, heartbeat, prober, active, onCommitted }, ending.signal);
    const setUp = monitorSetupFunction({
      ...{ ledger, clock, diagnostics, triggers, probes: prober, requestedProbes, overrides },
      openStores: new OpenStores(clock, {
        readerCache: state.certificateCache,
        warn: (what) => diagnostics.note('warning', what),
        budget: new OpeningBudget(),
        willRescan: true,
        actAs: actAsItself,
      }),
      onCommitted: (outcome) => followUp.onCommitted(outcome),
      onFailed: (error) => followUp.onFailed(error),
    });
    const { dependencies, watches } = setUp(first, discovered);
    opened.use(watches);
    const monitor = new Monitor(dependencies);
    await deliveries.startNotifications(first, monitor);

    const scanning = monitor.run([watches], ending.signal);
    const following = probes.follow(ending.signal);
    state.storeAccepted(first);
    opened.keep();
    return new Daemon(
      {
        ...{ diagnostics, state, records, triggers, probes, inventories, setUp, monitor, deliveries },
        ...{ heartbeat, guard, active, ending, scanning, following },
      },
      monitored,
    );
  }

  /** Resolves with the reason why the daemon must be restarted: its event log is unusable. */
  get lost(): Promise<LedgerError> {
    return this.#parts.guard.lost;
  }

  /** True unless a scan hangs. */
  get isAlive(): boolean {
    return this.#parts.monitor.isAlive;
  }

  /** The numbers of connectors and stores at the start or the last reload. */
  get monitored(): MonitoredCounts {
    return this.#monitored;
  }

  /** Requests a scan now. */
  scan(): void {
    this.#parts.triggers.requestScan();
  }

  /** Probes every connector now, and scans with the results. */
  probe(): void {
    this.#parts.probes.probeAll();
  }

  /** Applies another configuration, after earlier reloads have ended. */
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
   * Stops within 5 s. Cancels the current scan, and lets the outputs write the remaining records.
   */
  stop(cause: string): Promise<void> {
    this.#stopped ??= this.#stop(cause);
    return this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('disposed');
  }

  async #reload(next: Configuration): Promise<void> {
    const { deliveries, inventories, probes, setUp, monitor, records, state, active, ending } = this.#parts;
    const { signal } = ending;
    // A reload during the stop would open resources that nothing closes.
    if (signal.aborted) return;
    active.configuration = next;
    await deliveries.reload(next, monitor, signal);
    if (signal.aborted) return;
    const discovered = inventories.sourcesFor(next);
    this.#monitored = await countMonitored(next.inventory, discovered, signal);
    if (signal.aborted) return;
    probes.reconfigure(next);
    const { dependencies, watches } = setUp(next, discovered);
    monitor.reconfigure(dependencies, [watches], records.reloadRecord(next.file, this.#monitored));
    state.storeAccepted(next);
  }

  async #stop(cause: string): Promise<void> {
    const { ending, heartbeat, state, deliveries, scanning, following, probes, records } = this.#parts;
    ending.abort();
    heartbeat[Symbol.dispose]();
    const saved = state.saveCertificateCache();
    // Notifiers close during the next steps, because deliveries in progress must not delay the
    // stop.
    const notificationsClosed = deliveries.closeNotifications();
    // An error in one step, such as a full disk, must not skip the next: all resources are
    // released.
    await this.#tryStep('ending a reload', () => this.#reloading);
    await this.#tryStep('ending the scans', () => scanning);
    await this.#tryStep('ending the probes', () => Promise.all([following, probes.prober.whenIdle()]));
    await this.#tryStep('writing that it stopped', () => records.storeStop(cause));
    await this.#tryStep('closing the log outputs', () => deliveries.closeOutputs());
    await this.#tryStep('ending the attempts under way', () =>
      Promise.all([notificationsClosed, deliveries.closeNotifications()]),
    );
    await this.#tryStep('saving the certificate cache', () => saved);
    for (const [activity, step] of state.closingSteps) await this.#tryStep(activity, step);
  }

  async #tryStep(activity: string, step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#parts.diagnostics.note('error', `stopping, ${activity}: ${messageOf(error)}`);
    }
  }
}
