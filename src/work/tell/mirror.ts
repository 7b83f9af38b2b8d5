import { type Match, matches } from '../../domain/alert/match.ts';
import type { Routed } from '../../domain/alert/route.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { inBrackets } from '../../domain/event/reason-words.ts';
import { SECOND } from '../../domain/time.ts';
import type { AlertMirror, Clock, Diagnostics, LedgerReader, Outbox, Shard } from '../ports.ts';
import { ToldOnce } from './told-once.ts';

/** How many records are read at once. */
const BATCH = 500;
const FIRST_RETRY_MS: number = 2 * SECOND;

const NOTHING: Routed = { deliveries: [], additions: [], withheld: [], released: [] };

export interface MirrorMeans {
  readonly mirror: AlertMirror;
  readonly match: Match;
  /** How often it is shown all that is open though nothing changed, ms. */
  readonly everyMs: number;
  /** How long one showing may take, ms. */
  readonly timeoutMs: number;
  readonly ledger: Pick<LedgerReader, 'state' | 'after' | 'head'>;
  readonly outbox: Pick<Outbox, 'position' | 'advance'>;
  readonly shard: Shard;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

/**
 * Shows a mirror all that is open, and what has ended since it was last shown with success. Its place in the log is durable,
 * and moves only then: an end that could not be shown is shown later.
 */
export class Mirroring {
  readonly #means: MirrorMeans;
  readonly #told: ToldOnce;
  #failures = 0;

  constructor(means: MirrorMeans) {
    this.#means = means;
    this.#told = new ToldOnce(`showing ${means.mirror.name} what is open`, means.diagnostics);
  }

  /**
   * Shows it once.
   * @returns how long until it is to be shown again though nothing changed, ms; undefined: never, its address is given up
   * @throws {LedgerError}
   */
  async show(signal: AbortSignal): Promise<number | undefined> {
    const { mirror, match, everyMs, timeoutMs, ledger, outbox, shard, clock } = this.#means;
    const from = (await outbox.position(mirror.name)) ?? (await ledger.head());
    const { to, cleared } = await this.#clearedSince(from);
    const open = (await ledger.state(shard)).open.filter((condition) => matches(match, condition));
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const outcome = await mirror.show(open, cleared, limit);
    if (outcome.kind === 'delivered') {
      await outbox.advance(mirror.name, to, NOTHING, clock.now());
      this.#failures = 0;
      this.#told.over('done again');
      return everyMs;
    }
    if (signal.aborted) return everyMs;
    const isGivenUp = outcome.kind === 'never' && outcome.disable;
    const next = isGivenUp ? 'it is not shown anything any more' : 'it is tried again';
    this.#told.trouble(outcome.reason, `${outcome.detail}${inBrackets(outcome.reason, 'en')}; ${next}`);
    this.#failures += 1;
    if (isGivenUp) return undefined;
    const asked = outcome.kind === 'again' ? (outcome.notBefore ?? 0) - clock.now() : 0;
    return Math.max(asked, Math.min(everyMs, FIRST_RETRY_MS * 2 ** Math.min(this.#failures - 1, 20)));
  }

  async #clearedSince(from: number): Promise<{ readonly to: number; readonly cleared: readonly EventRecord[] }> {
    const { ledger, match } = this.#means;
    const cleared: EventRecord[] = [];
    let to = from;
    for (;;) {
      const records = await ledger.after(to, BATCH);
      const last = records.at(-1);
      if (last === undefined) return { to, cleared };
      to = last.eventRecordId;
      cleared.push(...records.filter((record) => record.change === 'cleared' && matches(match, record)));
    }
  }
}
