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
import { type Instant, MINUTE } from '../../domain/time.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { ChangeHint } from './change-hint.ts';
import type { Judgement } from './judge.ts';
import { type ProbeDependencies, type ProbeRoom, probeConnector } from './probe-connector.ts';
import { ProbeSlots } from './probe-slots.ts';
import { firstDelay, restartDelay } from './probe-times.ts';
import {
  type ConnectorWithProbe,
  hasProbe,
  type ProbeBeginning,
  ProbedConnector,
  type ProbeEnd,
} from './probed-connector.ts';
import { ProbedConnectors } from './probed-connectors.ts';
import type { Probes } from './probes.ts';
import { ServedCache } from './served-cache.ts';

/** The longest timer of Node.js; a longer one would fire at once, ms. */
const LONGEST_TIMER = 0x7fff_ffff;
/**
 * The minimum time between two scans for new results while connectors are probed for the first
 * time, ms.
 */
const NEWCOMERS_EVERY: number = MINUTE;

/** A connector whose probe has begun. */
interface Beginning {
  readonly probed: ProbedConnector;
  readonly beginning: ProbeBeginning;
  /** How many probes had begun, including this one. */
  readonly order: number;
}

/** A caller that waits for probes of connectors. Only probes after number `after` count. */
interface Awaited {
  readonly left: Set<ProbedConnector>;
  readonly after: number;
  readonly resolve: () => void;
}

/** The dependencies of `Probing`, replaced by a reload of the configuration. */
export interface ProbingDependencies extends ProbeDependencies {
  readonly limits: ProbeLimits;
  /** The trust sources of connectors that do not define their own. */
  readonly trust: readonly TrustSource[];
}

/** The surroundings of a prober that stay the same. */
export interface ProbingSurroundings {
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
export class Probing implements Probes {
  #dependencies: ProbingDependencies;
  readonly #surroundings: ProbingSurroundings;
  readonly #signal: AbortSignal;
  readonly #room: ProbeRoom;
  readonly #startedMs: number;
  readonly #probed: ProbedConnectors = new ProbedConnectors();
  readonly #underWay: Set<Promise<void>> = new Set();
  /** Fires at `atMs`. */
  #timer: { readonly atMs: number; readonly timeout: NodeJS.Timeout } | undefined;
  readonly #news: ChangeHint;
  /** How many probes have started, and how many have ended. */
  #begun = 0;
  #ended = 0;
  /** How many probes had ended when the latest scan began. */
  #mark = 0;
  readonly #awaited: Set<Awaited> = new Set();
  /** Callers that wait for the first scan, which determines the connectors. */
  #early: (() => void)[] | undefined = [];
  /** The reloads by commands that are not reported yet. */
  #heardOf: ReadonlySet<string> = new Set();
  /** The reloads that were received before the first scan. */
  #heardEarly: Parameters<Probes['reloaded']>[0] = [];
  /** True if a scan got no evidence for a connector although there is newer evidence. */
  #isShownLess = false;
  /** How many probes have an open condition since the latest scan. */
  #problems = 0;

  /** Stops at the signal. */
  constructor(dependencies: ProbingDependencies, surroundings: ProbingSurroundings, signal: AbortSignal) {
    this.#dependencies = dependencies;
    this.#surroundings = surroundings;
    this.#signal = signal;
    this.#room = { slots: new ProbeSlots(dependencies.limits, signal), kept: new ServedCache() };
    this.#startedMs = surroundings.clock.monotonicMs();
    this.#news = new ChangeHint(surroundings.clock, surroundings.hint);
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer?.timeout);
      this.#news[Symbol.dispose]();
    });
  }

  /** Replaces the dependencies; running probes continue with the previous ones. */
  reconfigure(dependencies: ProbingDependencies): void {
    const hasNewLimits = dependencies.limits.intervalMs !== this.#dependencies.limits.intervalMs;
    const hasNewTrust = JSON.stringify(dependencies.trust) !== JSON.stringify(this.#dependencies.trust);
    this.#dependencies = dependencies;
    this.#room.slots.limits = dependencies.limits;
    for (const [, each] of hasNewLimits ? this.#probed : []) {
      if (each.isUnderWay) continue;
      this.#plan(each);
      this.#probed.wait(each);
    }
    // Verdicts on chains are made at the probe, so other trust sources require new probes.
    for (const [, each] of hasNewTrust ? this.#probed : []) {
      if (each.connector.trust !== undefined) continue;
      const { clock } = this.#surroundings;
      each.outdate(clock.now(), clock.monotonicMs(), 'other');
      this.#probed.bring(each, clock.monotonicMs());
    }
    this.#arm();
  }

  mark(): number {
    this.#mark = this.#ended;
    return this.#mark;
  }

  async resultsFor(
    connectors: readonly Connector[],
    remembered: Memory['probes'],
    now: Instant,
    mark: number,
  ): Promise<ReadonlyMap<string, ScanResult<readonly Endpoint[]>>> {
    this.#follow(connectors.filter(hasProbe), remembered, now);
    const shown = new Map<string, ScanResult<readonly Endpoint[]>>();
    for (const [name, each] of this.#probed) {
      if (each.isTooNewFor(mark)) this.#isShownLess = true;
      const known = remembered.get(name);
      shown.set(name, each.show(now, mark, known?.url === each.url ? known.result : undefined));
    }
    return shown;
  }

  /**
   * Receives a committed scan: updates the certificates that servers must serve, and probes
   * connectors with a change at once.
   */
  passed({ assessment, open }: Pick<Judgement, 'assessment' | 'open'>): void {
    const { selections, observation, bases, outdated } = assessment;
    const { now } = observation;
    const faulty = probesWithProblems(open);
    const nowMs = this.#surroundings.clock.monotonicMs();
    const { intervalMs } = this.#dependencies.limits;
    const problems = faulty.size;
    this.#problems = problems;
    for (const { connector, selection } of selections) {
      const { name, direction } = connector;
      const certificates = direction === 'receive' ? onDiskOf(selection) : undefined;
      const hasOpen = direction === 'receive' && faulty.has(`probe:${name}`);
      const scan = {
        certificates,
        basis: bases.get(name),
        outdatedBy: outdated.get(name),
        hasOpen,
        now,
        nowMs,
        problems,
        intervalMs,
      };
      const probed = this.#probed.get(name);
      const dueMs = probed?.passed(scan);
      if (probed !== undefined && dueMs !== undefined) this.#probed.bring(probed, dueMs);
    }
    this.#arm();
    if (this.#isShownLess) this.#news.give(0);
    this.#isShownLess = false;
  }

  reloaded(rotations: Parameters<Probes['reloaded']>[0]): void {
    if (this.#early !== undefined) {
      this.#heardEarly = rotations;
      return;
    }
    const fresh = rotations.filter(({ rotationId }) => !this.#heardOf.has(rotationId));
    this.#heardOf = new Set(rotations.map(({ rotationId }) => rotationId));
    if (fresh.length === 0) return;
    const now = this.#surroundings.clock.now();
    const changed = this.#urlsOf(fresh.filter(({ isReloaded }) => isReloaded));
    const failed = this.#urlsOf(fresh.filter(({ isReloaded }) => !isReloaded));
    for (const url of changed) failed.delete(url);
    this.#outdateServers(changed, now, 'server');
    this.#outdateServers(failed, now, 'other');
    this.#arm();
  }

  suspended(): void {
    const { clock } = this.#surroundings;
    const count = [...this.#probed].length;
    for (const [, each] of this.#probed) {
      each.beginAgain(clock.now());
      this.#probed.noteBeginning(each);
      this.#probed.bring(
        each,
        clock.monotonicMs() + restartDelay(each.url, count, this.#dependencies.limits.intervalMs),
      );
    }
    this.#arm();
  }

  /**
   * Probes connectors now; an empty list means all. Resolves when a probe of each that started
   * after this call has ended. Before the first scan, waits for that scan.
   */
  async probeNow(names: readonly string[]): Promise<void> {
    const early = this.#early;
    if (early !== undefined) await new Promise<void>((resolve) => early.push(resolve));
    const nowMs = this.#surroundings.clock.monotonicMs();
    const wanted = [...this.#probed].flatMap(([name, each]) =>
      names.length === 0 || names.includes(name) ? [each] : [],
    );
    for (const each of wanted) this.#probed.bring(each, nowMs);
    this.#arm();
    await new Promise<void>((resolve) => {
      this.#awaited.add({ left: new Set(wanted), after: this.#begun, resolve });
      this.#answer();
    });
  }

  /** Resolves when all probes have ended, soon after the signal. */
  async ended(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #follow(connectors: readonly ConnectorWithProbe[], remembered: Memory['probes'], now: Instant): void {
    const nowMs = this.#surroundings.clock.monotonicMs();
    const named = new Map(connectors.map((connector) => [connector.name, connector]));
    const changed = new Set<string>();
    for (const [name] of this.#probed) if (!named.has(name)) this.#remove(name);
    const newcomers = [...named.values()].filter((connector) => {
      const known = this.#probed.get(connector.name);
      if (known?.url !== probeUrl(connector.probe)) return true;
      const outdatedBy = known.redefine(connector);
      if (outdatedBy === 'server') changed.add(known.url);
      if (outdatedBy === 'other') {
        known.outdate(now, nowMs, 'other');
        this.#probed.bring(known, nowMs);
      }
      return false;
    });
    this.#outdateServers(changed, now, 'server');
    const changedBefore = new Set(
      newcomers.flatMap((connector) =>
        isRedefined(connector, remembered.get(connector.name)) ? [probeUrl(connector.probe)] : [],
      ),
    );
    for (const connector of newcomers) {
      this.#remove(connector.name);
      const memory = remembered.get(connector.name);
      const url = probeUrl(connector.probe);
      // Changes before this process probed the server were not detected, so no remembered result is
      // evidence.
      const known = memory?.url === url ? outdate(memory.result, now) : undefined;
      this.#add(connector, newcomers.length, known && changedBefore.has(url) ? endAlternation(known) : known);
    }
    this.#arm();
    this.#answer();
    const early = this.#early;
    if (early === undefined) return;
    this.#early = undefined;
    this.reloaded(this.#heardEarly);
    for (const proceed of early) proceed();
  }

  /** Returns the URLs of the connectors that were reloaded, or have the same command for a reload. */
  #urlsOf(rotations: Parameters<Probes['reloaded']>[0]): Set<string> {
    const urls = new Set<string>();
    if (rotations.length === 0) return urls;
    const names = new Set(rotations.flatMap(({ connectors }) => connectors.map(({ connector }) => connector)));
    const commands = new Set(rotations.map(({ command }) => JSON.stringify(command)));
    for (const [name, { connector, url }] of this.#probed) {
      const { reload } = connector;
      if (names.has(name) || (reload !== undefined && commands.has(JSON.stringify(reload)))) urls.add(url);
    }
    return urls;
  }

  /** Marks the results of all connectors with these URLs as outdated, and probes them at once. */
  #outdateServers(urls: ReadonlySet<string>, now: Instant, by: OutdatedBy): void {
    const nowMs = this.#surroundings.clock.monotonicMs();
    for (const each of [...urls].flatMap((url) => [...this.#probed.at(url)])) {
      each.outdate(now, nowMs, by);
      this.#probed.bring(each, nowMs);
    }
  }

  #add(connector: ConnectorWithProbe, count: number, known: ProbedConnector['result']): void {
    const url = probeUrl(connector.probe);
    const { intervalMs } = this.#dependencies.limits;
    const delay = known === undefined ? firstDelay(url, count, intervalMs) : restartDelay(url, count, intervalMs);
    this.#probed.add(new ProbedConnector(connector, known, this.#surroundings.clock.monotonicMs() + delay));
  }

  /** Sets the timer for the next due probe. */
  #arm(): void {
    const atMs = Math.ceil(this.#probed.dueMs);
    if (this.#signal.aborted || atMs === this.#timer?.atMs) return;
    clearTimeout(this.#timer?.timeout);
    this.#timer = undefined;
    if (atMs === Number.POSITIVE_INFINITY) return;
    // Node.js keeps a list for each distinct duration, so use whole ms.
    const delay = Math.max(0, Math.ceil(atMs - this.#surroundings.clock.monotonicMs()));
    this.#timer = { atMs, timeout: setTimeout(() => this.#beginDue(), Math.min(delay, LONGEST_TIMER)) };
    this.#timer.timeout.unref();
  }

  #beginDue(): void {
    this.#timer = undefined;
    const nowMs = this.#surroundings.clock.monotonicMs();
    for (let due = this.#probed.takeDue(nowMs); due !== undefined; due = this.#probed.takeDue(nowMs)) {
      this.#begin(due, nowMs);
    }
    this.#arm();
  }

  /** Starts to probe the connectors of one URL. */
  #begin(together: readonly ProbedConnector[], nowMs: number): void {
    this.#begun += 1;
    const asked = new Map<string, Beginning[]>();
    for (const probed of together) {
      const { probe, trust = this.#dependencies.trust } = probed.connector;
      const { failureThreshold: _, ...target } = probe;
      const key = JSON.stringify([target, trust]);
      const begun = {
        probed,
        beginning: probed.begin(nowMs, this.#dependencies.limits.intervalMs),
        order: this.#begun,
      };
      const group = asked.get(key);
      if (group === undefined) asked.set(key, [begun]);
      else group.push(begun);
    }
    const done = this.#probe([...asked.values()]).finally(() => {
      this.#underWay.delete(done);
      this.#arm();
    });
    this.#underWay.add(done);
  }

  /**
   * Probes each group once, because its connectors have the same target and trust sources.
   * Processes the results when all have ended.
   */
  async #probe(groups: readonly (readonly Beginning[])[]): Promise<void> {
    const results = await Promise.all(groups.map(async (group) => ({ group, result: await this.#ask(group) })));
    this.#ended += 1;
    const end: ProbeEnd = { order: this.#ended, now: this.#surroundings.clock.now(), mark: this.#mark };
    for (const { group, result } of results) {
      for (const { probed, beginning, order } of group) {
        probed.isUnderWay = false;
        if (result !== undefined) this.#take(probed, result, beginning, end);
        for (const { left, after } of this.#awaited) if (order > after) left.delete(probed);
        const wanted = probed.dueMs;
        this.#plan(probed);
        this.#probed.bring(probed, wanted);
      }
    }
    this.#answer();
  }

  /** Stops probing a connector; no caller waits for its probe any longer. */
  #remove(name: string): void {
    const probed = this.#probed.get(name);
    if (probed === undefined) return;
    this.#probed.remove(name);
    for (const { left } of this.#awaited) left.delete(probed);
  }

  /** Resolves the callers whose probes have ended. */
  #answer(): void {
    for (const awaited of this.#awaited) {
      if (awaited.left.size > 0) continue;
      this.#awaited.delete(awaited);
      awaited.resolve();
    }
  }

  /**
   * Probes once for connectors with the same target; undefined: canceled, or an unexpected error.
   */
  async #ask(group: readonly Beginning[]): Promise<ScanResult<readonly Endpoint[]> | undefined> {
    const [first] = group;
    if (first === undefined) return undefined;
    const { probe: target, trust = this.#dependencies.trust, name } = first.probed.connector;
    const results = group.flatMap(({ probed: { result } }) => result ?? []);
    // A result that is outdated for one of them is outdated for all.
    const before = results.find((result) => outdatedSince(result) !== undefined) ?? results[0];
    const isRetry = group.every(({ beginning }) => beginning.isRetry);
    try {
      return await probeConnector({ target, trust, before, isRetry }, this.#dependencies, this.#room);
    } catch (error) {
      if (this.#signal.aborted) return undefined;
      const detail = error instanceof Error ? error.message : String(error);
      this.#surroundings.diagnostics.note('error', `probing ${name} at ${probeUrl(target)} failed: ${detail}`);
      return undefined;
    }
  }

  #take(
    probed: ProbedConnector,
    result: ScanResult<readonly Endpoint[]>,
    beginning: ProbeBeginning,
    end: ProbeEnd,
  ): void {
    const news = probed.took(result, beginning, end);
    this.#probed.noteBeginning(probed);
    if (news === 'none' || this.#signal.aborted || !this.#probed.has(probed)) return;
    // A start causes many results, so not each of them triggers a scan.
    this.#news.give(news === 'news' && this.#probed.isBeginning ? NEWCOMERS_EVERY : 0);
  }

  #plan(probed: ProbedConnector): void {
    const { clock } = this.#surroundings;
    const { intervalMs } = this.#dependencies.limits;
    const [now, nowMs] = [clock.now(), clock.monotonicMs()];
    probed.plan({ now, nowMs, startedMs: this.#startedMs, problems: this.#problems, intervalMs });
  }
}
