import { isHeld } from '../../domain/alert/is-held.ts';
import { type Match, matches } from '../../domain/alert/match.ts';
import type { Routed } from '../../domain/alert/route.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { reasonInParentheses } from '../../domain/event/reason-text.ts';
import { DAY, type Instant, SECOND } from '../../domain/time.ts';
import type { LedgerReader, Shard } from '../ports/ledger.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { AlertmanagerPort, Outcome } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { EdgeTriggeredLog } from './edge-triggered-log.ts';
import type { Noted } from './heartbeat.ts';
import { NOTIFIER_DEADLINE_MARGIN_MS } from './notifier-deadline-margin.ts';
import { ResolvedLater } from './resolved-later.ts';

const FIRST_RETRY_MS: number = 2 * SECOND;
/**
 * The age after which a cleared record is no longer sent, ms. Long before that, Alertmanager
 * resolves an alert that is not sent again.
 */
const ENDS_KEPT_MS: number = 2 * DAY;

const NOTHING: Routed = { deliveries: [], additions: [], suppressed: [], unsuppressed: [] };

/** The dependencies of `AlertmanagerSync`. */
export interface AlertmanagerSyncDependencies {
  readonly mirror: AlertmanagerPort;
  readonly match: Match;
  /** How long a condition must be open before it is sent, ms; 0: no wait. */
  readonly holdForMs: number;
  /** The interval at which the open conditions are sent without a change, ms. */
  readonly intervalMs: number;
  /** The timeout of one request, ms. */
  readonly timeoutMs: number;
  readonly ledger: Pick<LedgerReader, 'state' | 'after' | 'head'>;
  readonly outbox: Pick<Outbox, 'position' | 'advance'>;
  readonly shard: Shard;
  readonly clock: Clock;
  /** Stores the result of a request. */
  readonly noted: Noted;
  readonly diagnostics: Diagnostics;
}

/**
 * The synchronization with Alertmanager. It sends all open conditions, and the conditions cleared
 * since the last successful request, in batches. The position in the log is durable. It moves past
 * a cleared record only after a successful request, or when the record is too old.
 */
export class AlertmanagerSync {
  readonly #dependencies: AlertmanagerSyncDependencies;
  readonly #log: EdgeTriggeredLog;
  readonly #ended: ResolvedLater;
  #failures = 0;
  /** When the hold time of the first condition that was not yet sent ends. */
  #holdEndsAt: Instant = Number.POSITIVE_INFINITY;
  #isStopped = false;

  constructor(dependencies: AlertmanagerSyncDependencies) {
    this.#dependencies = dependencies;
    this.#ended = new ResolvedLater({ ...dependencies, keptMs: ENDS_KEPT_MS });
    this.#log = new EdgeTriggeredLog(
      `sending the open conditions to ${dependencies.mirror.name}`,
      dependencies.diagnostics,
    );
  }

  /**
   * Sends the current state once; does nothing if Alertmanager rejected the URL permanently.
   * @returns how long to wait before the next call if nothing changes, ms
   * @throws {LedgerError}
   */
  async show(signal: AbortSignal): Promise<number> {
    const { mirror, intervalMs, outbox, clock } = this.#dependencies;
    const from = (await outbox.position(mirror.name)) ?? (await this.#begin());
    const { to, bare, cleared, isMore } = await this.#ended.read(from, clock.now(), signal);
    if (signal.aborted) return intervalMs;
    const outcome = this.#isStopped ? undefined : await this.#showOnce(cleared, signal);
    const isShown = outcome?.kind === 'delivered';
    if (signal.aborted && !isShown) return intervalMs;
    const place = isShown ? to : bare;
    if (place > from) await outbox.advance(mirror.name, place, NOTHING, clock.now());
    if (outcome === undefined) return intervalMs;
    const restMs = this.#restAfter(outcome);
    return isShown && isMore ? 0 : restMs;
  }

  /**
   * Stores the position before the first request, so that later cleared records are found after it,
   * also after a crash.
   */
  async #begin(): Promise<number> {
    const { mirror, ledger, outbox, clock } = this.#dependencies;
    const head = await ledger.head();
    await outbox.advance(mirror.name, head, NOTHING, clock.now());
    return head;
  }

  async #showOnce(cleared: readonly EventRecord[], signal: AbortSignal): Promise<Outcome> {
    const { mirror, match, holdForMs, timeoutMs, ledger, shard, clock, noted } = this.#dependencies;
    const startedAt = clock.now();
    const matching = (await ledger.state(shard)).open.filter((condition) => matches(match, condition));
    const open = matching.filter(({ raisedAt }) => !isHeld(raisedAt, holdForMs, startedAt));
    const holdEnds = matching.map(({ raisedAt }) => raisedAt + holdForMs).filter((end) => end > startedAt);
    this.#holdEndsAt = Math.min(Number.POSITIVE_INFINITY, ...holdEnds);
    const controller = new AbortController();
    const end = (): void => controller.abort();
    const timer = setTimeout(end, timeoutMs + NOTIFIER_DEADLINE_MARGIN_MS);
    signal.addEventListener('abort', end);
    let outcome: Outcome;
    try {
      outcome = await mirror.send(open, cleared, controller.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
    if (outcome.kind === 'delivered' || !signal.aborted) await noted(startedAt, outcome);
    return outcome;
  }

  /** Returns how long to wait after a request, ms, and logs errors. */
  #restAfter(outcome: Outcome): number {
    const { intervalMs, clock } = this.#dependencies;
    if (outcome.kind === 'delivered') {
      this.#failures = 0;
      this.#log.over('working again');
      return Math.min(intervalMs, Math.max(0, this.#holdEndsAt - clock.now()));
    }
    this.#isStopped = outcome.kind === 'rejected' && outcome.disable;
    const next = this.#isStopped ? 'no further requests are sent' : 'retrying';
    this.#log.begin(outcome.reason, `${outcome.detail}${reasonInParentheses(outcome.reason, 'en')}; ${next}`);
    this.#failures += 1;
    const asked = outcome.kind === 'retry' ? (outcome.notBefore ?? 0) - clock.now() : 0;
    return Math.max(asked, Math.min(intervalMs, FIRST_RETRY_MS * 2 ** Math.min(this.#failures - 1, 20)));
  }
}
