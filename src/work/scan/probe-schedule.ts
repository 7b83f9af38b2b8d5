import { DueQueue } from './due-queue.ts';
import type { ProbedConnector } from './probed-connector.ts';
import type { ReloadResult } from './probes.ts';

/**
 * The connectors that are probed, by name, by URL and by the time of their next probe. Connectors
 * with the same URL are probed together, so that their results are consistent.
 */
export class ProbeSchedule {
  readonly #byName: Map<string, ProbedConnector> = new Map();
  readonly #byUrl: Map<string, ProbedConnector[]> = new Map();
  /** The connectors that are not being probed now. */
  readonly #waiting: DueQueue<ProbedConnector> = new DueQueue();
  readonly #firstProbePending: Set<ProbedConnector> = new Set();

  [Symbol.iterator](): IterableIterator<ProbedConnector> {
    return this.#byName.values();
  }

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): ProbedConnector | undefined {
    return this.#byName.get(name);
  }

  /** Returns the connectors with a URL. */
  withUrl(url: string): readonly ProbedConnector[] {
    return this.#byUrl.get(url) ?? [];
  }

  has(probedConnector: ProbedConnector): boolean {
    return this.#byName.get(probedConnector.connector.name) === probedConnector;
  }

  /** When the next probe is due, on the monotonic clock, ms; infinite: none. */
  get dueMs(): number {
    return this.#waiting.first?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  /**
   * True if a connector was not probed since this process started to probe it, or since the host
   * was suspended.
   */
  get hasFirstProbePending(): boolean {
    return this.#firstProbePending.size > 0;
  }

  /** Updates `hasFirstProbePending` after a probe, a start or a suspension. */
  updateFirstProbePending(probedConnector: ProbedConnector): void {
    if (probedConnector.isFirstProbePending && this.has(probedConnector)) this.#firstProbePending.add(probedConnector);
    else this.#firstProbePending.delete(probedConnector);
  }

  /** Adds a connector. Replaces a connector of the same name. */
  add(probedConnector: ProbedConnector): void {
    this.remove(probedConnector.connector.name);
    this.#byName.set(probedConnector.connector.name, probedConnector);
    const others = this.#byUrl.get(probedConnector.url);
    if (others === undefined) this.#byUrl.set(probedConnector.url, [probedConnector]);
    else others.push(probedConnector);
    this.updateFirstProbePending(probedConnector);
    this.enqueue(probedConnector);
  }

  remove(name: string): void {
    const probedConnector = this.#byName.get(name);
    if (probedConnector === undefined) return;
    this.#waiting.remove(probedConnector);
    this.#firstProbePending.delete(probedConnector);
    this.#byName.delete(name);
    const connectors = this.#byUrl.get(probedConnector.url);
    connectors?.splice(connectors.indexOf(probedConnector), 1);
    if (connectors?.length === 0) this.#byUrl.delete(probedConnector.url);
  }

  /**
   * Queues a connector for its time, or moves it. Ignores connectors that are being probed or no
   * longer probed.
   */
  enqueue(probedConnector: ProbedConnector): void {
    if (this.has(probedConnector) && !probedConnector.isProbeRunning) this.#waiting.put(probedConnector);
  }

  /** Moves the next probe of a connector to an earlier time. */
  scheduleBy(probedConnector: ProbedConnector, dueMs: number): void {
    probedConnector.scheduleBy(dueMs);
    this.enqueue(probedConnector);
  }

  /**
   * Returns the URLs of the connectors that were reloaded, and of other connectors for which the
   * same reload command is configured.
   */
  urlsOfReloads(reloads: readonly ReloadResult[]): Set<string> {
    const urls = new Set<string>();
    if (reloads.length === 0) return urls;
    const names = new Set(reloads.flatMap(({ connectors }) => connectors.map(({ connector }) => connector)));
    const commands = new Set(reloads.map(({ command }) => JSON.stringify(command)));
    for (const { connector, url } of this) {
      const { name, reload } = connector;
      if (names.has(name) || (reload !== undefined && commands.has(JSON.stringify(reload)))) urls.add(url);
    }
    return urls;
  }

  /**
   * Removes the connector that is due first from the queue, with all waiting connectors of the same
   * URL, and returns them; undefined: no connector is due.
   */
  takeDue(nowMs: number): readonly ProbedConnector[] | undefined {
    const { first } = this.#waiting;
    if (first === undefined || first.dueMs > nowMs) return undefined;
    const connectors = this.withUrl(first.url).filter(({ isProbeRunning }) => !isProbeRunning);
    for (const probedConnector of connectors) this.#waiting.remove(probedConnector);
    return connectors;
  }
}
