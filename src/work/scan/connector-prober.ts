import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { hasSameServerVisibleSettings } from '../../domain/connector/probe-definition.ts';
import { type ProbeLimits, probeUrl } from '../../domain/connector/probe-target.ts';
import { messageOf } from '../../domain/message-of.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { selectedOnDisk } from '../../domain/selection/certificates-of-selection.ts';
import { endAlternation } from '../../domain/served/alternating-certificates.ts';
import { type OutdatedCause, outdate } from '../../domain/served/outdated-result.ts';
import type { ProbeMemory } from '../../domain/served/served.ts';
import { type Instant, MAX_TIMER_MS, MINUTE } from '../../domain/time.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { ChangeHint } from './change-hint.ts';
import type { ScanEvaluation } from './evaluate-scan.ts';
import { failingProbesOf } from './failing-probes.ts';
import { type ProbeDependencies, type ProbeResources, probeConnector } from './probe-connector.ts';
import { groupByTarget, type ProbeGroup, previousResultOf } from './probe-group.ts';
import type { ProbeEnd } from './probe-results.ts';
import { ProbeSchedule } from './probe-schedule.ts';
import { ProbeSlots } from './probe-slots.ts';
import { firstDelay, restartDelay } from './probe-times.ts';
import { ProbeWaiters } from './probe-waiters.ts';
import { type ConnectorWithProbe, hasProbe, ProbedConnector, type ProbeStart } from './probed-connector.ts';
import type { ProbedEndpoints } from './probed-endpoints.ts';
import type { Probes, ReloadResult } from './probes.ts';
import { ServedCache } from './served-cache.ts';

/**
 * The minimum time between two scans for new results while connectors are probed for the first
 * time, ms.
 */
const FIRST_RESULTS_INTERVAL_MS: number = MINUTE;

/** The dependencies of `ConnectorProber` that a reload of the configuration replaces. */
export interface ProberDependencies extends ProbeDependencies {
  readonly limits: ProbeLimits;
  /** The trust sources of connectors that do not define their own. */
  readonly trust: readonly TrustSource[];
}

/** The dependencies of `ConnectorProber` that a reload does not replace. */
export interface ProberContext {
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
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
 * Returns true if a stored result is from a probe of the same URL, but with settings to which the
 * server may give another answer.
 */
function isRedefined(connector: ConnectorWithProbe, memory: ProbeMemory | undefined): boolean {
  if (memory?.definition === undefined || memory.url !== probeUrl(connector.probe)) return false;
  return !hasSameServerVisibleSettings(memory.definition, connector);
}

/**
 * The prober of the daemon. It probes connectors continuously: each URL at its own time, and at
 * once after a change. Scans and probes do not wait for each other. A scan gets the latest result
 * of each connector that is evidence for the scan, as `ProbeResults` defines it: the probe has
 * ended before the scan began, and no change was detected since the probe started.
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
  readonly #resources: ProbeResources;
  readonly #startedMs: number;
  readonly #schedule: ProbeSchedule = new ProbeSchedule();
  readonly #runningProbes: Set<Promise<void>> = new Set();
  /** Starts the next due probes; `atMs` is on the monotonic clock. */
  #timer: { readonly atMs: number; readonly timeout: NodeJS.Timeout } | undefined;
  readonly #scanHint: ChangeHint;
  /** How many probes have started, and how many have ended. */
  #startedCount = 0;
  #endedCount = 0;
  /** How many probes had ended when the latest scan began. */
  #endedAtScanStart = 0;
  readonly #waiters: ProbeWaiters = new ProbeWaiters();
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
    this.#resources = { slots: new ProbeSlots(dependencies.limits, signal), servedCache: new ServedCache() };
    this.#startedMs = context.clock.monotonicMs();
    this.#scanHint = new ChangeHint(context.clock, context.hint);
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer?.timeout);
      this.#scanHint[Symbol.dispose]();
    });
  }

  /** Replaces the dependencies; running probes continue with the previous ones. */
  reconfigure(dependencies: ProberDependencies): void {
    const hasNewInterval = dependencies.limits.intervalMs !== this.#dependencies.limits.intervalMs;
    const hasNewTrust = JSON.stringify(dependencies.trust) !== JSON.stringify(this.#dependencies.trust);
    this.#dependencies = dependencies;
    this.#resources.slots.limits = dependencies.limits;
    if (hasNewInterval) this.#replanProbes();
    if (hasNewTrust) this.#outdateDefaultTrust();
    this.#setTimer();
  }

  /** Plans the next probe of each connector again. A running probe plans it when it ends. */
  #replanProbes(): void {
    for (const probedConnector of this.#schedule) {
      if (probedConnector.isProbeRunning) continue;
      this.#planNextProbe(probedConnector);
      this.#schedule.enqueue(probedConnector);
    }
  }

  /**
   * Probes the connectors without their own trust sources at once. A chain is verified when its
   * server is probed, so other trust sources require another probe.
   */
  #outdateDefaultTrust(): void {
    const { clock } = this.#context;
    for (const probedConnector of this.#schedule) {
      if (probedConnector.connector.trust !== undefined) continue;
      probedConnector.outdate(clock.now(), clock.monotonicMs(), 'other');
      this.#schedule.scheduleBy(probedConnector, clock.monotonicMs());
    }
  }

  startScan(): number {
    this.#endedAtScanStart = this.#endedCount;
    return this.#endedAtScanStart;
  }

  async resultsFor(
    connectors: readonly Connector[],
    probeMemories: Memory['probes'],
    now: Instant,
    endedAtScanStart: number,
  ): Promise<ReadonlyMap<string, ProbedEndpoints>> {
    this.#replaceConnectors(connectors.filter(hasProbe), probeMemories, now);
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
    this.#setTimer();
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
    this.#outdateServers(reloadedUrls, now, 'server');
    // After a failed command, the server probably serves the same as before.
    this.#outdateServers(failedUrls, now, 'other');
    this.#setTimer();
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
    this.#setTimer();
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
    this.#setTimer();
    await this.#waiters.wait(requested, this.#startedCount);
  }

  /** Resolves when no probe is running. */
  async whenIdle(): Promise<void> {
    await Promise.all(this.#runningProbes);
  }

  /** Probes these connectors from now on, and no others. */
  #replaceConnectors(connectors: readonly ConnectorWithProbe[], probeMemories: Memory['probes'], now: Instant): void {
    const byName = new Map(connectors.map((connector) => [connector.name, connector]));
    for (const { connector } of this.#schedule) if (!byName.has(connector.name)) this.#remove(connector.name);
    const newConnectors: ConnectorWithProbe[] = [];
    const changedUrls = new Set<string>();
    for (const connector of byName.values()) {
      const existing = this.#schedule.get(connector.name);
      if (existing?.url !== probeUrl(connector.probe)) newConnectors.push(connector);
      else if (this.#redefine(existing, connector, now) === 'server') changedUrls.add(existing.url);
    }
    this.#outdateServers(changedUrls, now, 'server');
    this.#addConnectors(newConnectors, probeMemories, now);
    this.#setTimer();
    this.#waiters.resolveCompleted();
    this.#endFirstScan();
  }

  /**
   * Replaces the definition of a connector whose URL stays the same. Returns the cause if this
   * outdates its results. For the cause `other`, outdates them here; for `server`, the caller
   * outdates all connectors with this URL.
   */
  #redefine(existing: ProbedConnector, connector: ConnectorWithProbe, now: Instant): OutdatedCause | undefined {
    const outdatedBy = existing.redefine(connector);
    if (outdatedBy !== 'other') return outdatedBy;
    const nowMs = this.#context.clock.monotonicMs();
    existing.outdate(now, nowMs, 'other');
    this.#schedule.scheduleBy(existing, nowMs);
    return outdatedBy;
  }

  /**
   * Adds connectors that are new or have another URL, with the results that earlier scans stored.
   * These results are outdated.
   */
  #addConnectors(connectors: readonly ConnectorWithProbe[], probeMemories: Memory['probes'], now: Instant): void {
    const redefined = connectors.filter((connector) => isRedefined(connector, probeMemories.get(connector.name)));
    const redefinedUrls = new Set(redefined.map(({ probe }) => probeUrl(probe)));
    for (const connector of connectors) {
      this.#remove(connector.name);
      const memory = probeMemories.get(connector.name);
      const url = probeUrl(connector.probe);
      // This process could not detect earlier changes, so a stored result is not evidence.
      let result = memory?.url === url ? outdate(memory.result, now) : undefined;
      // With other settings, the server may give other answers than those that alternated before.
      if (result !== undefined && redefinedUrls.has(url)) result = endAlternation(result);
      this.#add(connector, connectors.length, result);
    }
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

  /** Marks the results of all connectors with these URLs as outdated, and probes them at once. */
  #outdateServers(urls: ReadonlySet<string>, now: Instant, cause: OutdatedCause): void {
    const nowMs = this.#context.clock.monotonicMs();
    for (const probedConnector of [...urls].flatMap((url) => [...this.#schedule.withUrl(url)])) {
      probedConnector.outdate(now, nowMs, cause);
      this.#schedule.scheduleBy(probedConnector, nowMs);
    }
  }

  /**
   * Adds one connector.
   * @param count how many connectors are added together
   * @param storedResult its outdated result from earlier scans; undefined: none
   */
  #add(connector: ConnectorWithProbe, count: number, storedResult: ProbedEndpoints | undefined): void {
    const url = probeUrl(connector.probe);
    const { intervalMs } = this.#dependencies.limits;
    const delayMs =
      storedResult === undefined ? firstDelay(url, count, intervalMs) : restartDelay(url, count, intervalMs);
    this.#schedule.add(new ProbedConnector(connector, storedResult, this.#context.clock.monotonicMs() + delayMs));
  }

  /** Sets the timer for the next due probe. */
  #setTimer(): void {
    const atMs = Math.ceil(this.#schedule.dueMs);
    if (this.#signal.aborted || atMs === this.#timer?.atMs) return;
    clearTimeout(this.#timer?.timeout);
    this.#timer = undefined;
    if (atMs === Number.POSITIVE_INFINITY) return;
    // Node.js keeps one list for each distinct duration, so whole ms save memory.
    const delay = Math.max(0, Math.ceil(atMs - this.#context.clock.monotonicMs()));
    this.#timer = { atMs, timeout: setTimeout(() => this.#startDueProbes(), Math.min(delay, MAX_TIMER_MS)) };
    this.#timer.timeout.unref();
  }

  /** Starts all probes that are due, and sets the timer for the next one. */
  #startDueProbes(): void {
    this.#timer = undefined;
    const nowMs = this.#context.clock.monotonicMs();
    for (let due = this.#schedule.takeDue(nowMs); due !== undefined; due = this.#schedule.takeDue(nowMs)) {
      this.#startProbes(due, nowMs);
    }
    this.#setTimer();
  }

  /** Starts to probe the connectors of one URL. */
  #startProbes(connectors: readonly ProbedConnector[], nowMs: number): void {
    this.#startedCount += 1;
    const startNumber = this.#startedCount;
    const { limits, trust } = this.#dependencies;
    const startedProbes = connectors.map((probedConnector) => ({
      probedConnector,
      start: probedConnector.startProbe(nowMs, limits.intervalMs),
      startNumber,
    }));
    const done = this.#probeGroups(groupByTarget(startedProbes, trust)).finally(() => {
      this.#runningProbes.delete(done);
      this.#setTimer();
    });
    this.#runningProbes.add(done);
  }

  /** Probes each group once. Processes the results when the probes of all groups have ended. */
  async #probeGroups(groups: readonly ProbeGroup[]): Promise<void> {
    const results = await Promise.all(groups.map(async (group) => ({ group, result: await this.#probeGroup(group) })));
    this.#endedCount += 1;
    const end: ProbeEnd = {
      endNumber: this.#endedCount,
      now: this.#context.clock.now(),
      endedAtScanStart: this.#endedAtScanStart,
    };
    for (const { group, result } of results) {
      for (const { probedConnector, start, startNumber } of group) {
        probedConnector.isProbeRunning = false;
        if (result !== undefined) this.#acceptResult(probedConnector, result, start, end);
        this.#waiters.onProbeEnded(probedConnector, startNumber);
        // A change or a caller may have requested a probe while this one was running.
        const requestedMs = probedConnector.dueMs;
        this.#planNextProbe(probedConnector);
        this.#schedule.scheduleBy(probedConnector, requestedMs);
      }
    }
    this.#waiters.resolveCompleted();
  }

  /** Stops probing a connector. Callers no longer wait for its probe. */
  #remove(name: string): void {
    const probedConnector = this.#schedule.get(name);
    if (probedConnector === undefined) return;
    this.#schedule.remove(name);
    this.#waiters.onConnectorRemoved(probedConnector);
  }

  /** Probes the target of a group once; undefined: canceled, or an unexpected error. */
  async #probeGroup(group: ProbeGroup): Promise<ProbedEndpoints | undefined> {
    const { probe: target, trust = this.#dependencies.trust, name } = group[0].probedConnector.connector;
    const previous = previousResultOf(group);
    const isRetry = group.every(({ start }) => start.isRetry);
    try {
      return await probeConnector({ target, trust, previous, isRetry }, this.#dependencies, this.#resources);
    } catch (error) {
      if (this.#signal.aborted) return undefined;
      const detail = messageOf(error);
      this.#context.diagnostics.note('error', `probing ${name} at ${probeUrl(target)} failed: ${detail}`);
      return undefined;
    }
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
