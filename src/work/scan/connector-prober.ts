import type { Connector } from '../../domain/connector/connector.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { selectedOnDisk } from '../../domain/selection/certificates-of-selection.ts';
import { type Instant, MINUTE } from '../../domain/time.ts';
import { ChangeHint } from './change-hint.ts';
import type { ScanEvaluation } from './evaluate-scan.ts';
import { failingProbesOf } from './failing-probes.ts';
import type { ProbeEnd } from './probe-results.ts';
import { type EndedProbe, ProbeRunner, type ProberDependencies, type RunnerContext } from './probe-runner.ts';
import { ProbeSchedule } from './probe-schedule.ts';
import { restartDelay } from './probe-times.ts';
import { ProbeWaiters } from './probe-waiters.ts';
import { hasProbe, type ProbedConnector, type ProbeStart } from './probed-connector.ts';
import { ProbedConnectors } from './probed-connectors.ts';
import type { ProbedEndpoints } from './probed-endpoints.ts';
import type { Probes, ReloadResult } from './probes.ts';

/**
 * The minimum time between two scans for new results while connectors are probed for the first
 * time, ms.
 */
const FIRST_RESULTS_INTERVAL_MS: number = MINUTE;

/** The dependencies of `ConnectorProber` that a reload does not replace. */
export interface ProberContext extends RunnerContext {
  /**
   * Called when a probe result changes the result of the next scan. That scan must read all files.
   */
  readonly requireFullScan: () => void;
  /**
   * Called when a scan with the new results should begin; once for results that arrive together.
   */
  readonly hint: () => void;
}

/**
 * The prober of the daemon. It probes connectors continuously: each URL at its own time, and at
 * once after a change. This class decides when; `ProbeRunner` makes the probes. Scans and probes do
 * not wait for each other. For each connector, a scan gets the latest result that is evidence: the
 * scan may conclude from it what the server serves now, because the probe ended before the scan began
 * and no change was detected since the probe started. `Probes` describes the methods for scans.
 *
 * A change outdates the earlier results of a connector: they are no longer evidence. The cause is
 * `server` if the files or settings of the server were changed, and `other` if the server probably
 * serves the same as before.
 *
 * A reload of the configuration keeps the instance, and the results of each connector whose URL
 * stays the same.
 */
export class ConnectorProber implements Probes {
  #dependencies: ProberDependencies;
  readonly #context: ProberContext;
  readonly #signal: AbortSignal;
  readonly #startedMs: number;
  readonly #schedule: ProbeSchedule = new ProbeSchedule();
  readonly #runner: ProbeRunner;
  readonly #scanHint: ChangeHint;
  /** How many probes had ended when the latest scan began. */
  #endedAtScanStart = 0;
  readonly #waiters: ProbeWaiters = new ProbeWaiters();
  readonly #connectors: ProbedConnectors;
  /**
   * The callers of `probeNow` that wait for the first scan, which determines the connectors;
   * undefined after that scan.
   */
  #firstScanWaiters: (() => void)[] | undefined = [];
  /** The IDs of the reload results that were handled and may still be in the ledger. */
  #handledReloadIds: ReadonlySet<string> = new Set();
  /** The reload results that were received before the first scan. */
  #earlyReloads: readonly ReloadResult[] = [];
  /**
   * True if the latest scan could not use the result of a connector, because its probe ended after
   * the scan began. Another scan then follows.
   */
  #hasUnusedResult = false;
  /** How many probed connectors had an open condition after the latest committed scan. */
  #failingServers = 0;

  /** @param signal stops the prober */
  constructor(dependencies: ProberDependencies, context: ProberContext, signal: AbortSignal) {
    this.#dependencies = dependencies;
    this.#context = context;
    this.#signal = signal;
    const onProbesEnded = (probes: readonly EndedProbe[], now: Instant): void => this.#onProbesEnded(probes, now);
    this.#runner = new ProbeRunner(this.#schedule, dependencies, context, onProbesEnded, signal);
    this.#connectors = new ProbedConnectors(this.#schedule, this.#waiters, context.clock);
    this.#startedMs = context.clock.monotonicMs();
    this.#scanHint = new ChangeHint(context.clock, context.hint);
    signal.addEventListener('abort', () => this.#scanHint[Symbol.dispose]());
  }

  /** Replaces the dependencies; running probes continue with the previous ones. */
  reconfigure(dependencies: ProberDependencies): void {
    const hasNewInterval = dependencies.limits.intervalMs !== this.#dependencies.limits.intervalMs;
    const hasNewTrust = JSON.stringify(dependencies.trust) !== JSON.stringify(this.#dependencies.trust);
    this.#dependencies = dependencies;
    this.#runner.reconfigure(dependencies);
    if (hasNewInterval) this.#replanProbes();
    if (hasNewTrust) this.#connectors.outdateDefaultTrust();
    this.#runner.setTimer();
  }

  /** Plans the next probe of each connector again. A running probe plans it when it ends. */
  #replanProbes(): void {
    for (const probedConnector of this.#schedule) {
      if (probedConnector.isProbeRunning) continue;
      this.#planNextProbe(probedConnector);
      this.#schedule.enqueue(probedConnector);
    }
  }

  startScan(): number {
    this.#endedAtScanStart = this.#runner.endedCount;
    return this.#endedAtScanStart;
  }

  async resultsFor(
    connectors: readonly Connector[],
    probeMemories: Memory['probes'],
    now: Instant,
    endedAtScanStart: number,
  ): Promise<ReadonlyMap<string, ProbedEndpoints>> {
    const { intervalMs } = this.#dependencies.limits;
    this.#connectors.replace({ connectors: connectors.filter(hasProbe), probeMemories, now, intervalMs });
    this.#runner.setTimer();
    this.#waiters.resolveCompleted();
    this.#endFirstScan();
    const results = new Map<string, ProbedEndpoints>();
    for (const probedConnector of this.#schedule) {
      const { url, connector } = probedConnector;
      if (probedConnector.isTooNewFor(endedAtScanStart)) this.#hasUnusedResult = true;
      const memory = probeMemories.get(connector.name);
      const storedResult = memory?.url === url ? memory.result : undefined;
      results.set(connector.name, probedConnector.resultFor(now, endedAtScanStart, storedResult));
    }
    return results;
  }

  /**
   * Receives a committed scan: updates the certificates that servers must serve, and probes
   * connectors with a change at once.
   */
  onScanCommitted({ assessment, open }: Pick<ScanEvaluation, 'assessment' | 'open'>): void {
    const { selections, observation, probeBases, outdatedConnectors } = assessment;
    const { now } = observation;
    const failingProbes = failingProbesOf(open);
    const nowMs = this.#context.clock.monotonicMs();
    const { intervalMs } = this.#dependencies.limits;
    const failingServers = failingProbes.size;
    this.#failingServers = failingServers;
    for (const { connector, selection } of selections) {
      const { name, direction } = connector;
      // The server of a Send connector is remote: its certificate is not on this disk.
      const certificates = direction === 'receive' ? selectedOnDisk(selection) : undefined;
      const hasOpenCondition = direction === 'receive' && failingProbes.has(`probe:${name}`);
      const scan = {
        certificates,
        basis: probeBases.get(name),
        outdatedBy: outdatedConnectors.get(name),
        hasOpenCondition,
        now,
        nowMs,
        failingServers,
        intervalMs,
      };
      const probedConnector = this.#schedule.get(name);
      const dueMs = probedConnector?.onScanCommitted(scan);
      if (probedConnector !== undefined && dueMs !== undefined) this.#schedule.scheduleBy(probedConnector, dueMs);
    }
    this.#runner.setTimer();
    if (this.#hasUnusedResult) this.#requestScan(0);
    this.#hasUnusedResult = false;
  }

  onReloads(reloads: readonly ReloadResult[]): void {
    if (this.#firstScanWaiters !== undefined) {
      this.#earlyReloads = reloads;
      return;
    }
    const newReloads = reloads.filter(({ rotationId }) => !this.#handledReloadIds.has(rotationId));
    this.#handledReloadIds = new Set(reloads.map(({ rotationId }) => rotationId));
    if (newReloads.length === 0) return;
    const now = this.#context.clock.now();
    const reloadedUrls = this.#schedule.urlsOfReloads(newReloads.filter(({ isReloaded }) => isReloaded));
    const failedUrls = this.#schedule.urlsOfReloads(newReloads.filter(({ isReloaded }) => !isReloaded));
    for (const url of reloadedUrls) failedUrls.delete(url);
    this.#connectors.outdateServers(reloadedUrls, now, 'server');
    // After a failed command, the server probably serves the same as before.
    this.#connectors.outdateServers(failedUrls, now, 'other');
    this.#runner.setTimer();
  }

  onResume(): void {
    const { clock } = this.#context;
    const count = this.#schedule.size;
    for (const probedConnector of this.#schedule) {
      probedConnector.restart(clock.now());
      this.#schedule.updateFirstProbePending(probedConnector);
      this.#schedule.scheduleBy(
        probedConnector,
        clock.monotonicMs() + restartDelay(probedConnector.url, count, this.#dependencies.limits.intervalMs),
      );
    }
    this.#runner.setTimer();
  }

  /**
   * Probes connectors now; an empty list means all. Resolves when a probe of each connector has
   * ended that started after this call. Before the first scan, waits for that scan.
   */
  async probeNow(names: readonly string[]): Promise<void> {
    const firstScanWaiters = this.#firstScanWaiters;
    if (firstScanWaiters !== undefined) await new Promise<void>((resolve) => firstScanWaiters.push(resolve));
    const nowMs = this.#context.clock.monotonicMs();
    const requested = [...this.#schedule].filter(
      ({ connector }) => names.length === 0 || names.includes(connector.name),
    );
    for (const probedConnector of requested) this.#schedule.scheduleBy(probedConnector, nowMs);
    this.#runner.setTimer();
    await this.#waiters.wait(requested, this.#runner.startedCount);
  }

  /** Resolves when no probe is running. */
  async whenIdle(): Promise<void> {
    await this.#runner.whenIdle();
  }

  /**
   * Ends the wait for the first scan: handles the early reload results, and continues `probeNow`.
   */
  #endFirstScan(): void {
    const firstScanWaiters = this.#firstScanWaiters;
    if (firstScanWaiters === undefined) return;
    this.#firstScanWaiters = undefined;
    this.onReloads(this.#earlyReloads);
    for (const resolve of firstScanWaiters) resolve();
  }

  /** Receives the results of probes that have ended together, and plans the next probes. */
  #onProbesEnded(probes: readonly EndedProbe[], now: Instant): void {
    const end: ProbeEnd = { endNumber: this.#runner.endedCount, now, endedAtScanStart: this.#endedAtScanStart };
    for (const { probedConnector, result, start, startNumber } of probes) {
      if (result !== undefined) this.#acceptResult(probedConnector, result, start, end);
      this.#waiters.onProbeEnded(probedConnector, startNumber);
      // A change or a caller may have requested a probe while this one was running.
      const requestedMs = probedConnector.dueMs;
      this.#planNextProbe(probedConnector);
      this.#schedule.scheduleBy(probedConnector, requestedMs);
    }
    this.#waiters.resolveCompleted();
  }

  /** Stores the result of a probe, and requests a scan if the result matters for it. */
  #acceptResult(probedConnector: ProbedConnector, result: ProbedEndpoints, start: ProbeStart, end: ProbeEnd): void {
    const effect = probedConnector.acceptResult(result, start, end);
    this.#schedule.updateFirstProbePending(probedConnector);
    if (effect === 'none' || this.#signal.aborted || !this.#schedule.has(probedConnector)) return;
    // At a start, all connectors are probed. Their results then trigger at most one scan a minute.
    const isStarting = effect === 'changed' && this.#schedule.hasFirstProbePending;
    this.#requestScan(isStarting ? FIRST_RESULTS_INTERVAL_MS : 0);
  }

  /**
   * Requests a full scan: the result is compared with files, and their watches can miss a change. A
   * scan that begins for another reason before the hint is full, too.
   * @param minGapMs the minimum time since the previous request
   */
  #requestScan(minGapMs: number): void {
    this.#context.requireFullScan();
    this.#scanHint.schedule(minGapMs);
  }

  #planNextProbe(probedConnector: ProbedConnector): void {
    const { clock } = this.#context;
    const { intervalMs } = this.#dependencies.limits;
    probedConnector.planNextProbe({
      now: clock.now(),
      nowMs: clock.monotonicMs(),
      startedMs: this.#startedMs,
      failingServers: this.#failingServers,
      intervalMs,
    });
  }
}
