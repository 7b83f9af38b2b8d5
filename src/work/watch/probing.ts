import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import { onDiskOf } from '../../domain/connector/all-presented.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import { type ProbePace, probeUrl } from '../../domain/connector/probe-target.ts';
import type { Endpoint } from '../../domain/connector/served.ts';
import type { Assessment } from '../../domain/observation/assess.ts';
import type { Look } from '../../domain/observation/look.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { type Instant, MINUTE, SECOND } from '../../domain/time.ts';
import type { Clock, Diagnostics } from '../ports.ts';
import { DueQueue } from './due-queue.ts';
import { KeptServed } from './kept-served.ts';
import { type ProbeMeans, type ProbeRoom, probeConnector } from './probe-connector.ts';
import { ProbeSlots } from './probe-slots.ts';
import { firstDelay } from './probe-times.ts';
import { type ConnectorWithProbe, hasProbe, ProbedConnector } from './probed-connector.ts';
import type { Probes } from './probes.ts';

/** A server whose certificate has just changed on disk is asked when this has gone by: what changed it also reloads it, ms. */
const RELOADED_WITHIN: number = 10 * SECOND;
/** A timer of Node that is to last longer fires at once, ms. */
const LONGEST_TIMER = 0x7fff_ffff;
/** As long as connectors are probed for the first time, a pass is hinted at no more often than this, ms. */
const NEWCOMERS_EVERY: number = MINUTE;

/** What connectors are probed with; a new configuration makes a new one. */
export interface ProbingMeans extends ProbeMeans {
  readonly pace: ProbePace;
  /** Whose anchors count where a connector does not say. */
  readonly trust: readonly TrustSource[];
}

/** What a prober is given for its life. */
export interface ProbingSurroundings {
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  /** A pass would come to something else than the one before. */
  readonly hint: () => void;
}

/**
 * Probes connectors all the time, each at a moment of its own, and shows every pass what came of it. It outlives a reload:
 * what is known of a connector is kept as long as it is probed in the same place. No pass waits for it, and it waits for none.
 */
export class Probing implements Probes {
  #means: ProbingMeans;
  readonly #surroundings: ProbingSurroundings;
  readonly #signal: AbortSignal;
  readonly #room: ProbeRoom;
  readonly #startedMs: number;
  readonly #probed: Map<string, ProbedConnector> = new Map();
  /** Those of them that are not under way. */
  readonly #waiting: DueQueue<ProbedConnector> = new DueQueue();
  readonly #underWay: Set<Promise<void>> = new Set();
  /** Fires at that time. */
  #timer: { readonly atMs: number; readonly timeout: NodeJS.Timeout } | undefined;
  #news: NodeJS.Timeout | undefined;
  #hintedMs: number;

  /** Ends with the signal. */
  constructor(means: ProbingMeans, surroundings: ProbingSurroundings, signal: AbortSignal) {
    this.#means = means;
    this.#surroundings = surroundings;
    this.#signal = signal;
    this.#room = { slots: new ProbeSlots(means.pace, signal), kept: new KeptServed() };
    this.#startedMs = surroundings.clock.monotonicMs();
    this.#hintedMs = this.#startedMs;
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer?.timeout);
      clearTimeout(this.#news);
    });
  }

  /** Puts other means in force; what is under way goes on with those before. */
  reconfigure(means: ProbingMeans): void {
    const isOtherPace = means.pace.everyMs !== this.#means.pace.everyMs;
    const isOtherTrust = JSON.stringify(means.trust) !== JSON.stringify(this.#means.trust);
    this.#means = means;
    this.#room.slots.pace = means.pace;
    for (const each of isOtherPace ? this.#probed.values() : []) {
      if (each.isUnderWay) continue;
      this.#plan(each);
      this.#wait(each);
    }
    // Chains are judged when they are seen: by other anchors they may be worth something else.
    for (const each of isOtherTrust ? this.#probed.values() : []) {
      if (each.connector.trust === undefined) this.#bring(each, this.#surroundings.clock.monotonicMs());
    }
    this.#arm();
  }

  async look(
    connectors: readonly Connector[],
    remembered: Memory['probes'],
    now: Instant,
  ): Promise<ReadonlyMap<string, Look<readonly Endpoint[]>>> {
    this.#follow(connectors.filter(hasProbe), remembered);
    return new Map([...this.#probed].map(([name, each]) => [name, each.show(now)]));
  }

  /** A pass was committed: what it was shown is told, and what lies on disk now is what servers have to present. */
  passed({ selections, observation }: Assessment): void {
    const soon = this.#surroundings.clock.monotonicMs() + RELOADED_WITHIN;
    for (const { connector, selection } of selections) {
      const certificates = connector.direction === 'receive' ? onDiskOf(selection) : undefined;
      const probed = this.#probed.get(connector.name);
      if (probed?.passed(certificates, observation.now)) this.#bring(probed, soon);
    }
    this.#arm();
  }

  /** Probes a connector now: something was done about it. */
  again(connector: string): void {
    const probed = this.#probed.get(connector);
    if (probed !== undefined) this.#bring(probed, this.#surroundings.clock.monotonicMs());
    this.#arm();
  }

  /** Resolves when nothing is under way any more: soon after the signal. */
  async ended(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #follow(connectors: readonly ConnectorWithProbe[], remembered: Memory['probes']): void {
    const nowMs = this.#surroundings.clock.monotonicMs();
    const named = new Map(connectors.map((connector) => [connector.name, connector]));
    for (const name of this.#probed.keys()) if (!named.has(name)) this.#forget(name);
    const newcomers = [...named.values()].filter((connector) => {
      const known = this.#probed.get(connector.name);
      if (known?.url !== probeUrl(connector.probe)) return true;
      if (known.redefine(connector)) this.#bring(known, nowMs);
      return false;
    });
    for (const connector of newcomers) this.#add(connector, newcomers.length, remembered);
    this.#arm();
  }

  #add(connector: ConnectorWithProbe, count: number, remembered: Memory['probes']): void {
    const { name, probe } = connector;
    const memory = remembered.get(name);
    const look = memory?.url === probeUrl(probe) ? memory.look : undefined;
    const delay = firstDelay(name, count, this.#means.pace.everyMs);
    const probed = new ProbedConnector(connector, look, this.#surroundings.clock.monotonicMs() + delay);
    this.#forget(name);
    this.#probed.set(name, probed);
    this.#wait(probed);
  }

  #forget(name: string): void {
    const probed = this.#probed.get(name);
    if (probed !== undefined) this.#waiting.remove(probed);
    this.#probed.delete(name);
  }

  #bring(probed: ProbedConnector, dueMs: number): void {
    probed.bring(dueMs);
    this.#wait(probed);
  }

  /** Has it wait for its time, which may be another than before; not what is under way, nor what is no longer probed. */
  #wait(probed: ProbedConnector): void {
    const isProbed = this.#probed.get(probed.connector.name) === probed;
    if (isProbed && !probed.isUnderWay) this.#waiting.put(probed);
  }

  /** Waits for whatever is due first. */
  #arm(): void {
    const atMs = Math.ceil(this.#waiting.first?.dueMs ?? Number.POSITIVE_INFINITY);
    if (this.#signal.aborted || atMs === this.#timer?.atMs) return;
    clearTimeout(this.#timer?.timeout);
    this.#timer = undefined;
    if (atMs === Number.POSITIVE_INFINITY) return;
    // Node keeps a list for each length of time that was ever asked for, until it is over: whole ms are few.
    const delay = Math.max(0, Math.ceil(atMs - this.#surroundings.clock.monotonicMs()));
    this.#timer = { atMs, timeout: setTimeout(() => this.#beginDue(), Math.min(delay, LONGEST_TIMER)) };
    this.#timer.timeout.unref();
  }

  #beginDue(): void {
    this.#timer = undefined;
    const nowMs = this.#surroundings.clock.monotonicMs();
    for (let each = this.#waiting.first; each !== undefined && each.dueMs <= nowMs; each = this.#waiting.first) {
      this.#waiting.remove(each);
      this.#begin(each);
    }
    this.#arm();
  }

  #begin(probed: ProbedConnector): void {
    probed.isUnderWay = true;
    const done = this.#probe(probed).finally(() => {
      this.#underWay.delete(done);
      this.#arm();
    });
    this.#underWay.add(done);
  }

  async #probe(probed: ProbedConnector): Promise<void> {
    const { diagnostics } = this.#surroundings;
    const { name, probe: target, trust = this.#means.trust } = probed.connector;
    // Whoever wants it again while it is under way is heard.
    probed.dueMs = Number.POSITIVE_INFINITY;
    try {
      const look = await probeConnector({ target, trust, before: probed.look }, this.#means, this.#room);
      const isNews = probed.took(look);
      if (isNews && this.#probed.get(name) === probed) this.#tellNews();
    } catch (error) {
      if (this.#signal.aborted) return;
      const detail = error instanceof Error ? error.message : String(error);
      diagnostics.note('error', `probing ${name} at ${probed.url} failed: ${detail}`);
    } finally {
      probed.isUnderWay = false;
    }
    const wanted = probed.dueMs;
    this.#plan(probed);
    this.#bring(probed, wanted);
  }

  #plan(probed: ProbedConnector): void {
    const { clock } = this.#surroundings;
    const { everyMs } = this.#means.pace;
    probed.plan({ now: clock.now(), nowMs: clock.monotonicMs(), startedMs: this.#startedMs, everyMs });
  }

  /** Hints at a pass. Of many that are probed for the first time not each one is worth one. */
  #tellNews(): void {
    const { clock, hint } = this.#surroundings;
    const wait = this.#isBeginning() ? this.#hintedMs + NEWCOMERS_EVERY - clock.monotonicMs() : 0;
    clearTimeout(this.#news);
    this.#news = setTimeout(
      () => {
        this.#hintedMs = clock.monotonicMs();
        hint();
      },
      Math.max(0, Math.ceil(wait)),
    );
    this.#news.unref();
  }

  #isBeginning(): boolean {
    for (const { look } of this.#probed.values()) if (look === undefined) return true;
    return false;
  }
}
