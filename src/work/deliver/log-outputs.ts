import { SECOND } from '../../domain/time.ts';
import type { EventSink } from '../ports/outputs.ts';
import { Follower, type FollowerDependencies } from './follower.ts';

/** How long log outputs may write the remaining records at shutdown, ms. */
const CLOSE_GRACE_MS: number = 3 * SECOND;

/**
 * The log outputs of one configuration. They receive the records of the event log until `close`.
 */
export class LogOutputs {
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
   * Starts to write to every output, and deletes the positions of outputs that are no longer
   * configured.
   */
  static async open(sinks: readonly EventSink[], dependencies: FollowerDependencies): Promise<LogOutputs> {
    await dependencies.ledger.deleteOtherFollowers(
      sinks.flatMap(({ name, resumesAfterRestart }) => (resumesAfterRestart ? [name] : [])),
    );
    return new LogOutputs(sinks, await Promise.all(sinks.map((sink) => Follower.open(sink, dependencies))));
  }

  /**
   * Writes the remaining records for a limited time, and closes the outputs. A failing output
   * continues at its position after the next start.
   */
  async close(): Promise<void> {
    this.#controller.abort();
    await this.#running;
    const deadline = AbortSignal.timeout(CLOSE_GRACE_MS);
    const timedOut = new Promise<void>((resolve) =>
      deadline.addEventListener('abort', () => resolve(), { once: true }),
    );
    const lastWrites = Promise.allSettled(this.#followers.map((follower) => follower.catchUp(deadline)));
    await Promise.race([lastWrites, timedOut]);
    await Promise.race([Promise.allSettled(this.#sinks.map((sink) => sink[Symbol.asyncDispose]())), timedOut]);
  }
}
