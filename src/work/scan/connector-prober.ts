import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { hasSettingsOf } from '../../domain/connector/probe-definition.ts';
import { type ProbeLimits, probeUrl } from '../../domain/connector/probe-target.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { Scope } from '../../domain/scope.ts';
import { onDiskOf } from '../../domain/selection/all-presented.ts';
import { endAlternation } from '../../domain/served/alternating-certificates.ts';
import { type OutdatedBy, outdate, outdatedSince } from '../../domain/served/outdated.ts';
import type { Endpoint, ProbeMemory } from '../../domain/served/served.ts';
import { type Instant, MAX_TIMER_MS, MINUTE } from '../../domain/time.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { ChangeHint } from './change-hint.ts';
import type { Judgement } from './judge.ts';
import { type ProbeDependencies, type ProbeResources, probeConnector } from './probe-connector.ts';
import { ProbeSchedule } from './probe-schedule.ts';
import { ProbeSlots } from './probe-slots.ts';
import { firstDelay, restartDelay } from './probe-times.ts';
import {
  type ConnectorWithProbe,
  hasProbe,
  ProbedConnector,
  type ProbeEnd,
  type ProbeStart,
} from './probed-connector.ts';
import type { Probes } from './probes.ts';
import { ServedCache } from './served-cache.ts';

/**
 * The minimum time between two scans for new results while connectors are probed for the first
 * time, ms.
 */
const FIRST_RESULTS_INTERVAL_MS: number = MINUTE;

/** A connector whose probe has begun. */
interface StartedProbe {
  readonly probedConnector: ProbedConnector;
  readonly start: ProbeStart;
  /** How many probes had begun, including this one. */
  readonly startNumber: number;
}

/** A caller that waits for probes of connectors. Only probes after number `after` count. */
interface ProbeWaiter {
  readonly pending: Set<ProbedConnector>;
  readonly startedAfter: number;
  readonly resolve: () => void;
}

/** The dependencies of `Probing`, replaced by a reload of the configuration. */
export interface ProberDependencies extends ProbeDependencies {
  readonly limits: ProbeLimits;
  /** The trust sources of connectors that do not define their own. */
  readonly trust: readonly TrustSource[];
}

/** The surroundings of a prober that stay the same. */
export interface ProberContext {
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  /** Called when a scan would have another result than the previous one. */
  readonly hint: () => void;
}

/** Returns the scopes of the probes with which open conditions of level Warning or above were found. */
function probesWithProblems(open: readonly Condition[]): ReadonlySet<Scope> {
  return new Set(
    open.flatMap(({ level, needs }) =>
      level === 'Information' || !needs[0].startsWith('probe:')
        ? []
        : needs.filter((need) => need.startsWith('probe:')),
    ),
  );
}

/** Returns whether a stored result is that of a probe of the same URL with other settings. */
function isRedefined(connector: ConnectorWithProbe, memory: ProbeMemory | undefined): boolean {
  if (memory?.definition === undefined || memory.url !== probeUrl(connector.probe)) return false;
  return !hasSettingsOf(memory.definition, connector);
}

/**
 * The prober, which probes connectors continuously, each URL at its own time, and at once after a
 * change. Every scan gets the results that are evidence for it. A reload keeps the instance, and
 * the results of each connector whose URL stays the same. Scans and probes do not wait for each
 * other.
 */
export class ConnectorProber implements Probes {
  #dependencies: ProberDependencies;
  readonly #context: ProberContext;
  readonly #signal: AbortSignal;
  readonly #resources: ProbeResources;
  readonly #startedMs: number;
  readonly #schedule: ProbeSchedule = new ProbeSchedule();
  readonly #runningProbes: Set<Promise<void>> = new Set();
  /** Fires at `atMs`. */
  #timer: { readonly atMs: number; readonly timeout: NodeJS.Timeout } | undefined;
  readonly #scanHint: ChangeHint;
  /** How many probes have started, and how many have ended. */
  #startedCount = 0;
  #endedCount = 0;
  /** How many probes had ended when the latest scan began. */
  #endedAtScanStart = 0;
  readonly #waiters: Set<ProbeWaiter> = new Set();
  /** Callers that wait for the first scan, which determines the connectors. */
  #firstScanWaiters: (() => void)[] | undefined = [];
  /** The reloads by commands that are not reported yet. */
  #handledReloads: ReadonlySet<string> = new Set();
  /** The reloads that were received before the first scan. */
  #earlyReloads: Parameters<Probes['onReloads']>[0] = [];
  /** True if a scan got no evidence for a connector although there is newer evidence. */
  #hasUnusedEvidence = false;
  /** How many probes have an open condition since the latest scan. */
  #failingServers = 0;

  /** Stops at the signal. */
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
    const hasNewLimits = dependencies.limits.intervalMs !== this.#dependencies.limits.intervalMs;
    const hasNewTrust = JSON.stringify(dependencies.trust) !== JSON.stringify(this.#dependencies.trust);
    this.#dependencies = dependencies;
    this.#resources.slots.limits = dependencies.limits;
    for (const [, probedConnector] of hasNewLimits ? this.#schedule : []) {
      if (probedConnector.isProbeRunning) continue;
      this.#planNextProbe(probedConnector);
      this.#schedule.enqueue(probedConnector);
    }
    // Verdicts on chains are made at the probe, so other trust sources require new probes.
    for (const [, probedConnector] of hasNewTrust ? this.#schedule : []) {
      if (probedConnector.connector.trust !== undefined) continue;
      const { clock } = this.#context;
      probedConnector.outdate(clock.now(), clock.monotonicMs(), 'other');
      this.#schedule.scheduleBy(probedConnector, clock.monotonicMs());
    }
    this.#setTimer();
  }

  startScan(): number {
    this.#endedAtScanStart = this.#endedCount;
    return this.#endedAtScanStart;
  }

  async resultsFor(
    connectors: readonly Connector[],
    remembered: Memory['probes'],
    now: Instant,
    endedAtScanStart: number,
  ): Promise<ReadonlyMap<string, ScanResult<readonly Endpoint[]>>> {
    this.#replaceConnectors(connectors.filter(hasProbe), remembered, now);
    const results = new Map<string, ScanResult<readonly Endpoint[]>>();
    for (const [name, probedConnector] of this.#schedule) {
      if (probedConnector.isTooNewFor(endedAtScanStart)) this.#hasUnusedEvidence = true;
      const known = remembered.get(name);
      results.set(
        name,
        probedConnector.resultFor(now, endedAtScanStart, known?.url === probedConnector.url ? known.result : undefined),
      );
    }
    return results;
  }

  /**
   * Receives a committed scan: updates the certificates that servers must serve, and probes
   * connectors with a change at once.
   */
  onScanCommitted({ assessment, open }: Pick<Judgement, 'assessment' | 'open'>): void {
    const { selections, observation, bases, outdated } = assessment;
    const { now } = observation;
    const failingProbes = probesWithProblems(open);
    const nowMs = this.#context.clock.monotonicMs();
    const { intervalMs } = this.#dependencies.limits;
    const failingServers = failingProbes.size;
    this.#failingServers = failingServers;
    for (const { connector, selection } of selections) {
      const { name, direction } = connector;
      const certificates = direction === 'receive' ? onDiskOf(selection) : undefined;
      const hasOpenCondition = direction === 'receive' && failingProbes.has(`probe:${name}`);
      const scan = {
        certificates,
        basis: bases.get(name),
        outdatedBy: outdated.get(name),
        hasOpenCondition,
        now,
        nowMs,
        failingServers,
        intervalMs,
      };
      const probed = this.#schedule.get(name);
      const dueMs = probed?.onScanCommitted(scan);
      if (probed !== undefined && dueMs !== undefined) this.#schedule.scheduleBy(probed, dueMs);
    }
    this.#setTimer();
    if (this.#hasUnusedEvidence) this.#scanHint.schedule(0);
    this.#hasUnusedEvidence = false;
  }

  onReloads(rotations: Parameters<Probes['onReloads']>[0]): void {
    if (this.#firstScanWaiters !== undefined) {
      this.#earlyReloads = rotations;
      return;
    }
    const fresh = rotations.filter(({ rotationId }) => !this.#handledReloads.has(rotationId));
    this.#handledReloads = new Set(rotations.map(({ rotationId }) => rotationId));
    if (fresh.length === 0) return;
    const now = this.#context.clock.now();
    const changed = this.#urlsOf(fresh.filter(({ isReloaded }) => isReloaded));
    const failed = this.#urlsOf(fresh.filter(({ isReloaded }) => !isReloaded));
    for (const url of changed) failed.delete(url);
    this.#outdateServers(changed, now, 'server');
    this.#outdateServers(failed, now, 'other');
    this.#setTimer();
  }

  onResume(): void {
    const { clock } = this.#context;
    const count = [...this.#schedule].length;
    for (const [, probedConnector] of this.#schedule) {
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
   * Probes connectors now; an empty list means all. Resolves when a probe of each that started
   * after this call has ended. Before the first scan, waits for that scan.
   */
  async probeNow(names: readonly string[]): Promise<void> {
    const waiters = this.#firstScanWaiters;
    if (waiters !== undefined) await new Promise<void>((resolve) => waiters.push(resolve));
    const nowMs = this.#context.clock.monotonicMs();
    const requested = [...this.#schedule].flatMap(([name, probedConnector]) =>
      names.length === 0 || names.includes(name) ? [probedConnector] : [],
    );
    for (const probedConnector of requested) this.#schedule.scheduleBy(probedConnector, nowMs);
    this.#setTimer();
    await new Promise<void>((resolve) => {
      this.#waiters.add({ pending: new Set(requested), startedAfter: this.#startedCount, resolve });
      this.#resolveWaiters();
    });
  }

  /** Resolves when all probes have ended, soon after the signal. */
  async whenIdle(): Promise<void> {
    await Promise.all(this.#runningProbes);
  }

  #replaceConnectors(connectors: readonly ConnectorWithProbe[], remembered: Memory['probes'], now: Instant): void {
    const nowMs = this.#context.clock.monotonicMs();
    const named = new Map(connectors.map((connector) => [connector.name, connector]));
    const changed = new Set<string>();
    for (const [name] of this.#schedule) if (!named.has(name)) this.#remove(name);
    const newConnectors = [...named.values()].filter((connector) => {
      const known = this.#schedule.get(connector.name);
      if (known?.url !== probeUrl(connector.probe)) return true;
      const outdatedBy = known.redefine(connector);
      if (outdatedBy === 'server') changed.add(known.url);
      if (outdatedBy === 'other') {
        known.outdate(now, nowMs, 'other');
        this.#schedule.scheduleBy(known, nowMs);
      }
      return false;
    });
    this.#outdateServers(changed, now, 'server');
    const changedBefore = new Set(
      newConnectors.flatMap((connector) =>
        isRedefined(connector, remembered.get(connector.name)) ? [probeUrl(connector.probe)] : [],
      ),
    );
    for (const connector of newConnectors) {
      this.#remove(connector.name);
      const memory = remembered.get(connector.name);
      const url = probeUrl(connector.probe);
      // Changes before this process probed the server were not detected, so no remembered result is
      // evidence.
      const known = memory?.url === url ? outdate(memory.result, now) : undefined;
      this.#add(connector, newConnectors.length, known && changedBefore.has(url) ? endAlternation(known) : known);
    }
    this.#setTimer();
    this.#resolveWaiters();
    const waiters = this.#firstScanWaiters;
    if (waiters === undefined) return;
    this.#firstScanWaiters = undefined;
    this.onReloads(this.#earlyReloads);
    for (const proceed of waiters) proceed();
  }

  /** Returns the URLs of the connectors that were reloaded, or have the same command for a reload. */
  #urlsOf(rotations: Parameters<Probes['onReloads']>[0]): Set<string> {
    const urls = new Set<string>();
    if (rotations.length === 0) return urls;
    const names = new Set(rotations.flatMap(({ connectors }) => connectors.map(({ connector }) => connector)));
    const commands = new Set(rotations.map(({ command }) => JSON.stringify(command)));
    for (const [name, { connector, url }] of this.#schedule) {
      const { reload } = connector;
      if (names.has(name) || (reload !== undefined && commands.has(JSON.stringify(reload)))) urls.add(url);
    }
    return urls;
  }

  /** Marks the results of all connectors with these URLs as outdated, and probes them at once. */
  #outdateServers(urls: ReadonlySet<string>, now: Instant, by: OutdatedBy): void {
    const nowMs = this.#context.clock.monotonicMs();
    for (const probedConnector of [...urls].flatMap((url) => [...this.#schedule.withUrl(url)])) {
      probedConnector.outdate(now, nowMs, by);
      this.#schedule.scheduleBy(probedConnector, nowMs);
    }
  }

  #add(connector: ConnectorWithProbe, count: number, known: ProbedConnector['result']): void {
    const url = probeUrl(connector.probe);
    const { intervalMs } = this.#dependencies.limits;
    const delay = known === undefined ? firstDelay(url, count, intervalMs) : restartDelay(url, count, intervalMs);
    this.#schedule.add(new ProbedConnector(connector, known, this.#context.clock.monotonicMs() + delay));
  }

  /** Sets the timer for the next due probe. */
  #setTimer(): void {
    const atMs = Math.ceil(this.#schedule.dueMs);
    if (this.#signal.aborted || atMs === this.#timer?.atMs) return;
    clearTimeout(this.#timer?.timeout);
    this.#timer = undefined;
    if (atMs === Number.POSITIVE_INFINITY) return;
    // Node.js keeps a list for each distinct duration, so use whole ms.
    const delay = Math.max(0, Math.ceil(atMs - this.#context.clock.monotonicMs()));
    this.#timer = { atMs, timeout: setTimeout(() => this.#startDueProbes(), Math.min(delay, MAX_TIMER_MS)) };
    this.#timer.timeout.unref();
  }

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
    const groups = new Map<string, StartedProbe[]>();
    for (const probedConnector of connectors) {
      const { probe, trust = this.#dependencies.trust } = probedConnector.connector;
      const { failureThreshold: _, ...target } = probe;
      const key = JSON.stringify([target, trust]);
      const begun = {
        probedConnector,
        start: probedConnector.startProbe(nowMs, this.#dependencies.limits.intervalMs),
        startNumber: this.#startedCount,
      };
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [begun]);
      else group.push(begun);
    }
    const done = this.#probeGroups([...groups.values()]).finally(() => {
      this.#runningProbes.delete(done);
      this.#setTimer();
    });
    this.#runningProbes.add(done);
  }

  /**
   * Probes each group once, because its connectors have the same target and trust sources.
   * Processes the results when all have ended.
   */
  async #probeGroups(groups: readonly (readonly StartedProbe[])[]): Promise<void> {
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
        for (const { pending, startedAfter } of this.#waiters)
          if (startNumber > startedAfter) pending.delete(probedConnector);
        const wanted = probedConnector.dueMs;
        this.#planNextProbe(probedConnector);
        this.#schedule.scheduleBy(probedConnector, wanted);
      }
    }
    this.#resolveWaiters();
  }

  /** Stops probing a connector; no caller waits for its probe any longer. */
  #remove(name: string): void {
    const probed = this.#schedule.get(name);
    if (probed === undefined) return;
    this.#schedule.remove(name);
    for (const { pending } of this.#waiters) pending.delete(probed);
  }

  /** Resolves the callers whose probes have ended. */
  #resolveWaiters(): void {
    for (const waiter of this.#waiters) {
      if (waiter.pending.size > 0) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /**
   * Probes once for connectors with the same target; undefined: canceled, or an unexpected error.
   */
  async #probeGroup(group: readonly StartedProbe[]): Promise<ScanResult<readonly Endpoint[]> | undefined> {
    const [first] = group;
    if (first === undefined) return undefined;
    const { probe: target, trust = this.#dependencies.trust, name } = first.probedConnector.connector;
    const results = group.flatMap(({ probedConnector: { result } }) => result ?? []);
    // A result that is outdated for one of them is outdated for all.
    const before = results.find((result) => outdatedSince(result) !== undefined) ?? results[0];
    const isRetry = group.every(({ start }) => start.isRetry);
    try {
      return await probeConnector({ target, trust, before, isRetry }, this.#dependencies, this.#resources);
    } catch (error) {
      if (this.#signal.aborted) return undefined;
      const detail = error instanceof Error ? error.message : String(error);
      this.#context.diagnostics.note('error', `probing ${name} at ${probeUrl(target)} failed: ${detail}`);
      return undefined;
    }
  }

  #acceptResult(
    probedConnector: ProbedConnector,
    result: ScanResult<readonly Endpoint[]>,
    start: ProbeStart,
    end: ProbeEnd,
  ): void {
    const news = probedConnector.acceptResult(result, start, end);
    this.#schedule.updateFirstProbePending(probedConnector);
    if (news === 'none' || this.#signal.aborted || !this.#schedule.has(probedConnector)) return;
    // A start causes many results, so not each of them triggers a scan.
    this.#scanHint.schedule(news === 'changed' && this.#schedule.hasFirstProbePending ? FIRST_RESULTS_INTERVAL_MS : 0);
  }

  #planNextProbe(probedConnector: ProbedConnector): void {
    const { clock } = this.#context;
    const { intervalMs } = this.#dependencies.limits;
    const [now, nowMs] = [clock.now(), clock.monotonicMs()];
    probedConnector.planNextProbe({
      now,
      nowMs,
      startedMs: this.#startedMs,
      failingServers: this.#failingServers,
      intervalMs,
    });
  }
}
