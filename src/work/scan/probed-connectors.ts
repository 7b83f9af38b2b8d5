import { hasSameServerVisibleSettings } from '../../domain/connector/probe-definition.ts';
import { probeUrl } from '../../domain/connector/probe-target.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { endAlternation } from '../../domain/served/alternating-certificates.ts';
import { type OutdatedCause, outdate } from '../../domain/served/outdated-result.ts';
import type { ProbeMemory } from '../../domain/served/served.ts';
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../ports/system.ts';
import type { ProbeSchedule } from './probe-schedule.ts';
import { firstDelay, restartDelay } from './probe-times.ts';
import type { ProbeWaiters } from './probe-waiters.ts';
import { type ConnectorWithProbe, ProbedConnector } from './probed-connector.ts';
import type { ProbedEndpoints } from './probed-endpoints.ts';

/** The connectors of a scan, and what earlier scans stored about them. */
interface ScannedConnectors {
  readonly connectors: readonly ConnectorWithProbe[];
  readonly probeMemories: Memory['probes'];
  readonly now: Instant;
  /** The time between two probes of a connector, ms. */
  readonly intervalMs: number;
}

/**
 * Returns true if a stored result is from a probe of the same URL, but with other settings, to which
 * the server may answer differently.
 * @param memory the stored result
 */
function isRedefined(connector: ConnectorWithProbe, memory: ProbeMemory | undefined): boolean {
  if (memory?.definition === undefined || memory.url !== probeUrl(connector.probe)) return false;
  return !hasSameServerVisibleSettings(memory.definition, connector);
}

/**
 * Keeps the schedule of probes in line with the connectors of the latest scan. A connector whose URL
 * stays the same keeps its results. A change outdates them, and its next probe is due at once.
 */
export class ProbedConnectors {
  readonly #schedule: ProbeSchedule;
  readonly #waiters: ProbeWaiters;
  readonly #clock: Pick<Clock, 'now' | 'monotonicMs'>;

  constructor(schedule: ProbeSchedule, waiters: ProbeWaiters, clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    this.#schedule = schedule;
    this.#waiters = waiters;
    this.#clock = clock;
  }

  /** Schedules probes of these connectors from now on, and of no others. */
  replace(scanned: ScannedConnectors): void {
    const byName = new Map(scanned.connectors.map((connector) => [connector.name, connector]));
    for (const { connector } of this.#schedule) if (!byName.has(connector.name)) this.#remove(connector.name);
    const newConnectors: ConnectorWithProbe[] = [];
    const changedUrls = new Set<string>();
    for (const connector of byName.values()) {
      const existing = this.#schedule.get(connector.name);
      if (existing?.url !== probeUrl(connector.probe)) newConnectors.push(connector);
      else if (this.#redefine(existing, connector, scanned.now) === 'server') changedUrls.add(existing.url);
    }
    this.outdateServers(changedUrls, scanned.now, 'server');
    this.#addAll({ ...scanned, connectors: newConnectors });
  }

  /** Marks the results of all connectors with these URLs as outdated. Their probes are due at once. */
  outdateServers(urls: ReadonlySet<string>, now: Instant, cause: OutdatedCause): void {
    const nowMs = this.#clock.monotonicMs();
    for (const probedConnector of [...urls].flatMap((url) => [...this.#schedule.withUrl(url)])) {
      probedConnector.outdate(now, nowMs, cause);
      this.#schedule.scheduleBy(probedConnector, nowMs);
    }
  }

  /**
   * Outdates the results of the connectors without their own trust sources. A chain is verified when
   * its server is probed, so other trust sources require another probe.
   */
  outdateDefaultTrust(): void {
    const clock = this.#clock;
    for (const probedConnector of this.#schedule) {
      if (probedConnector.connector.trust !== undefined) continue;
      probedConnector.outdate(clock.now(), clock.monotonicMs(), 'other');
      this.#schedule.scheduleBy(probedConnector, clock.monotonicMs());
    }
  }

  /**
   * Replaces the definition of a connector whose URL stays the same. Returns the cause if this
   * outdates its results. For the cause `other`, outdates them here; for `server`, the caller
   * outdates all connectors with this URL.
   */
  #redefine(existing: ProbedConnector, connector: ConnectorWithProbe, now: Instant): OutdatedCause | undefined {
    const outdatedBy = existing.redefine(connector);
    if (outdatedBy !== 'other') return outdatedBy;
    const nowMs = this.#clock.monotonicMs();
    existing.outdate(now, nowMs, 'other');
    this.#schedule.scheduleBy(existing, nowMs);
    return outdatedBy;
  }

  /**
   * Adds connectors that are new or have another URL, with the results that earlier scans stored.
   * These results are outdated.
   */
  #addAll({ connectors, probeMemories, now, intervalMs }: ScannedConnectors): void {
    const redefined = connectors.filter((connector) => isRedefined(connector, probeMemories.get(connector.name)));
    const redefinedUrls = new Set(redefined.map(({ probe }) => probeUrl(probe)));
    const delays = { count: connectors.length, intervalMs };
    for (const connector of connectors) {
      this.#remove(connector.name);
      const memory = probeMemories.get(connector.name);
      const url = probeUrl(connector.probe);
      // This process could not detect earlier changes, so a stored result is not evidence.
      let result = memory?.url === url ? outdate(memory.result, now) : undefined;
      // With other settings, the server may give other answers than those that alternated before.
      if (result !== undefined && redefinedUrls.has(url)) result = endAlternation(result);
      this.#add(connector, delays, result);
    }
  }

  /**
   * Adds one of `count` connectors that are added together.
   * @param storedResult its outdated result from earlier scans; undefined: none
   */
  #add(
    connector: ConnectorWithProbe,
    { count, intervalMs }: { readonly count: number; readonly intervalMs: number },
    storedResult: ProbedEndpoints | undefined,
  ): void {
    const url = probeUrl(connector.probe);
    const delayMs =
      storedResult === undefined ? firstDelay(url, count, intervalMs) : restartDelay(url, count, intervalMs);
    this.#schedule.add(new ProbedConnector(connector, storedResult, this.#clock.monotonicMs() + delayMs));
  }

  /** Stops probing a connector. Callers no longer wait for its probe. */
  #remove(name: string): void {
    const probedConnector = this.#schedule.get(name);
    if (probedConnector === undefined) return;
    this.#schedule.remove(name);
    this.#waiters.onConnectorRemoved(probedConnector);
  }
}
