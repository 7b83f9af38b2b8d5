import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import { type ProbeLimits, probeUrl } from '../../domain/connector/probe-target.ts';
import { causeOf } from '../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import { type Instant, MAX_TIMER_MS } from '../../domain/time.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { type ProbeDependencies, type ProbeResources, probeConnector } from './probe-connector.ts';
import { groupByTarget, type ProbeGroup, previousResultOf } from './probe-group.ts';
import type { ProbeSchedule } from './probe-schedule.ts';
import { ProbeSlots } from './probe-slots.ts';
import type { ProbedConnector, ProbeStart } from './probed-connector.ts';
import type { ProbedEndpoints } from './probed-endpoints.ts';
import { ServedCache } from './served-cache.ts';

/** The dependencies of probes that a reload of the configuration replaces. */
export interface ProberDependencies extends ProbeDependencies {
  readonly limits: ProbeLimits;
  /** The trust sources of connectors that do not define their own. */
  readonly trust: readonly TrustSource[];
}

/** The dependencies of `ProbeRunner` that a reload does not replace. */
export interface RunnerContext {
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

/** A connector whose probe has ended. */
export interface EndedProbe {
  readonly probedConnector: ProbedConnector;
  /** undefined: the probe was canceled, or failed with an unexpected error. */
  readonly result: ProbedEndpoints | undefined;
  readonly start: ProbeStart;
  /** `ProbeRunner.startedCount` after the start of this probe. */
  readonly startNumber: number;
}

/**
 * Receives the probes of one URL when all of them have ended. Must plan the next probe of each
 * connector.
 */
type OnProbesEnded = (probes: readonly EndedProbe[], now: Instant) => void;

/**
 * Runs the probes of a schedule: starts each probe when it is due, and passes on its result. The
 * connectors of one URL are probed at the same time.
 */
export class ProbeRunner {
  readonly #schedule: ProbeSchedule;
  #dependencies: ProberDependencies;
  readonly #context: RunnerContext;
  readonly #onProbesEnded: OnProbesEnded;
  readonly #signal: AbortSignal;
  readonly #resources: ProbeResources;
  readonly #runningProbes: Set<Promise<void>> = new Set();
  /** Starts the next due probes; `atMs` is on the monotonic clock. */
  #timer: { readonly atMs: number; readonly timeout: NodeJS.Timeout } | undefined;
  #startedCount = 0;
  #endedCount = 0;

  /** @param signal stops the runner */
  constructor(
    schedule: ProbeSchedule,
    dependencies: ProberDependencies,
    context: RunnerContext,
    onProbesEnded: OnProbesEnded,
    signal: AbortSignal,
  ) {
    this.#schedule = schedule;
    this.#dependencies = dependencies;
    this.#context = context;
    this.#onProbesEnded = onProbesEnded;
    this.#signal = signal;
    this.#resources = { slots: new ProbeSlots(dependencies.limits, signal), servedCache: new ServedCache() };
    signal.addEventListener('abort', () => clearTimeout(this.#timer?.timeout));
  }

  /** How many times probes were started. The connectors of one URL count once. */
  get startedCount(): number {
    return this.#startedCount;
  }

  /** How many of the started probes have ended. */
  get endedCount(): number {
    return this.#endedCount;
  }

  /** Replaces the dependencies; running probes continue with the previous ones. */
  reconfigure(dependencies: ProberDependencies): void {
    this.#dependencies = dependencies;
    this.#resources.slots.limits = dependencies.limits;
  }

  /** Sets the timer for the next due probe. Must be called after a change of the schedule. */
  setTimer(): void {
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

  /** Resolves when no probe is running. */
  async whenIdle(): Promise<void> {
    await Promise.all(this.#runningProbes);
  }

  /** Starts all probes that are due, and sets the timer for the next one. */
  #startDueProbes(): void {
    this.#timer = undefined;
    const nowMs = this.#context.clock.monotonicMs();
    for (let due = this.#schedule.takeDue(nowMs); due !== undefined; due = this.#schedule.takeDue(nowMs)) {
      this.#startProbes(due, nowMs);
    }
    this.setTimer();
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
      this.setTimer();
    });
    this.#runningProbes.add(done);
  }

  /** Probes each group once. Passes on the results when the probes of all groups have ended. */
  async #probeGroups(groups: readonly ProbeGroup[]): Promise<void> {
    const results = await Promise.all(groups.map(async (group) => ({ group, result: await this.#probeGroup(group) })));
    this.#endedCount += 1;
    const endedProbes = results.flatMap(({ group, result }) => group.map((started) => ({ ...started, result })));
    for (const { probedConnector } of endedProbes) probedConnector.isProbeRunning = false;
    this.#onProbesEnded(endedProbes, this.#context.clock.now());
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
      this.#context.diagnostics.note(
        'error',
        DIAGNOSTIC_FAILURES.probe_crashed({ connector: name, url: probeUrl(target), cause: causeOf(error) }),
      );
      return undefined;
    }
  }
}
