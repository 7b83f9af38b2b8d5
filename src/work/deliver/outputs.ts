import { SECOND } from '../../domain/time.ts';
import type { EventSink } from '../ports/outputs.ts';
import { type FollowDependencies, Follower } from './follow.ts';

/** How long outputs may take to write what is left when they are closed, ms. */
const OUTPUT_GRACE_MS: number = 3 * SECOND;

/** The log outputs of one configuration, followed until they are stopped. */
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

  /** Takes up every output's place, forgets the places of outputs that are no more, and follows. */
  static async open(sinks: readonly EventSink[], means: FollowDependencies): Promise<Outputs> {
    await means.ledger.keepFollowers(sinks.flatMap(({ name, durable }) => (durable ? [name] : [])));
    return new Outputs(sinks, await Promise.all(sinks.map((sink) => Follower.open(sink, means))));
  }

  /** Ends the following and writes what is left; an output in trouble keeps its place and goes on at the next start. */
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
