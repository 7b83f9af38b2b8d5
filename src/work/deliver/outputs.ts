import { SECOND } from '../../domain/time.ts';
import type { EventSink } from '../ports/outputs.ts';
import { type FollowDependencies, Follower } from './follow.ts';

/** How long outputs may write remaining records at shutdown, ms. */
const OUTPUT_GRACE_MS: number = 3 * SECOND;

/** The log outputs of one configuration, followed until they are closed. */
export class Outputs {
  readonly #sinks: readonly EventSink[];
  readonly #followers: readonly Follower[];
  readonly #controller: AbortController = new AbortController();
  readonly #running: Promise<unknown>;

  private constructor(sinks: readonly EventSink[], followers: readonly Follower[]) {
    this.#sinks = sinks;
    this.#followers = followers;
    this.#running = Promise.all(followers.map((follower) => follower.run(this.#controller.signal)));
  }

  /**
   * Opens a follower for every output, and deletes the positions of outputs that are no longer
   * configured.
   */
  static async open(sinks: readonly EventSink[], dependencies: FollowDependencies): Promise<Outputs> {
    await dependencies.ledger.keepFollowers(sinks.flatMap(({ name, durable }) => (durable ? [name] : [])));
    return new Outputs(sinks, await Promise.all(sinks.map((sink) => Follower.open(sink, dependencies))));
  }

  /**
   * Stops following and writes the remaining records. A failing output keeps its position, and
   * continues at the next start.
   */
  async close(): Promise<void> {
    this.#controller.abort();
    await this.#running;
    const patience = AbortSignal.timeout(OUTPUT_GRACE_MS);
    const late = new Promise<void>((resolve) => patience.addEventListener('abort', () => resolve(), { once: true }));
    const lastWords = Promise.allSettled(this.#followers.map((follower) => follower.catchUp(patience)));
    await Promise.race([lastWords, late]);
    await Promise.race([Promise.allSettled(this.#sinks.map((sink) => sink[Symbol.asyncDispose]())), late]);
  }
}
