import { DueQueue } from './due-queue.ts';
import type { ProbedConnector } from './probed-connector.ts';

/**
 * The connectors that are probed, by name, by URL and by the time of their next probe. Connectors
 * with the same URL are probed together, so that their results are consistent.
 */
export class ProbedConnectors {
  readonly #byName: Map<string, ProbedConnector> = new Map();
  readonly #byUrl: Map<string, ProbedConnector[]> = new Map();
  /** The connectors that are not being probed. */
  readonly #waiting: DueQueue<ProbedConnector> = new DueQueue();
  readonly #beginning: Set<ProbedConnector> = new Set();

  [Symbol.iterator](): IterableIterator<[string, ProbedConnector]> {
    return this.#byName.entries();
  }

  get(name: string): ProbedConnector | undefined {
    return this.#byName.get(name);
  }

  /** Returns the connectors with a URL. */
  at(url: string): readonly ProbedConnector[] {
    return this.#byUrl.get(url) ?? [];
  }

  has(probed: ProbedConnector): boolean {
    return this.#byName.get(probed.connector.name) === probed;
  }

  /** When the next probe is due, on the monotonic clock, ms; infinite: none. */
  get dueMs(): number {
    return this.#waiting.first?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  /**
   * True if a connector was not probed since this process started to probe it, or since the host
   * was suspended.
   */
  get isBeginning(): boolean {
    return this.#beginning.size > 0;
  }

  /** Notes whether a connector was probed, after a probe or a suspension. */
  noteBeginning(probed: ProbedConnector): void {
    if (probed.isBeginning && this.has(probed)) this.#beginning.add(probed);
    else this.#beginning.delete(probed);
  }

  /** Adds a connector, and replaces one of the same name. */
  add(probed: ProbedConnector): void {
    this.remove(probed.connector.name);
    this.#byName.set(probed.connector.name, probed);
    const others = this.#byUrl.get(probed.url);
    if (others === undefined) this.#byUrl.set(probed.url, [probed]);
    else others.push(probed);
    this.noteBeginning(probed);
    this.wait(probed);
  }

  remove(name: string): void {
    const probed = this.#byName.get(name);
    if (probed === undefined) return;
    this.#waiting.remove(probed);
    this.#beginning.delete(probed);
    this.#byName.delete(name);
    const together = this.#byUrl.get(probed.url);
    together?.splice(together.indexOf(probed), 1);
    if (together?.length === 0) this.#byUrl.delete(probed.url);
  }

  /**
   * Queues a connector for its time, or moves it. Ignores connectors that are being probed or no
   * longer probed.
   */
  wait(probed: ProbedConnector): void {
    if (this.has(probed) && !probed.isUnderWay) this.#waiting.put(probed);
  }

  /** Moves the next probe of a connector to an earlier time. */
  bring(probed: ProbedConnector, dueMs: number): void {
    probed.bring(dueMs);
    this.wait(probed);
  }

  /**
   * Removes and returns the connectors that are due first, with all waiting ones of the same URL;
   * undefined: none is due.
   */
  takeDue(nowMs: number): readonly ProbedConnector[] | undefined {
    const { first } = this.#waiting;
    if (first === undefined || first.dueMs > nowMs) return undefined;
    const together = this.at(first.url).filter(({ isUnderWay }) => !isUnderWay);
    for (const each of together) this.#waiting.remove(each);
    return together;
  }
}
