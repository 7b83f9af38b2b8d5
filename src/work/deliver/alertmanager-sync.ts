import { isHeld } from '../../domain/alert/is-held.ts';
import { type Match, matches } from '../../domain/alert/match.ts';
import type { RoutingResult } from '../../domain/alert/route.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import { DAY, type Instant, SECOND } from '../../domain/time.ts';
import type { LedgerReader, Shard } from '../ports/ledger.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { AlertmanagerPort, Outcome } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { ClearedRecords } from './cleared-records.ts';
import { EdgeTriggeredLog } from './edge-triggered-log.ts';
import { NOTIFIER_DEADLINE_MARGIN_MS } from './notifier-deadline-margin.ts';
import type { RecordOutcome } from './send-heartbeats.ts';

const FIRST_RETRY_MS: number = 2 * SECOND;
/**
 * The age up to which a cleared record is sent, ms. Older records are not needed: Alertmanager
 * resolves an alert much earlier if the alert is not sent again.
 */
const MAX_CLEARED_AGE_MS: number = 2 * DAY;

/** `Outbox.storeRouted` stores a position together with deliveries; Alertmanager has none. */
const NO_DELIVERIES: RoutingResult = { deliveries: [], additions: [], suppressed: [], unsuppressed: [] };

/** The dependencies of `AlertmanagerSync`. */
export interface AlertmanagerSyncDependencies {
  readonly alertmanager: AlertmanagerPort;
  readonly match: Match;
  /** How long a condition must be open before it is sent (its hold time), ms; 0: no wait. */
  readonly holdForMs: number;
  /** The interval at which the open conditions are sent without a change, ms. */
  readonly intervalMs: number;
  /** The timeout of one request, ms. */
  readonly timeoutMs: number;
  readonly ledger: Pick<LedgerReader, 'state' | 'after' | 'newestRecordId'>;
  readonly outbox: Pick<Outbox, 'position' | 'storeRouted'>;
  readonly shard: Shard;
  readonly clock: Clock;
  /** Stores the result of a request. */
  readonly recordOutcome: RecordOutcome;
  readonly diagnostics: Diagnostics;
}

/**
 * Keeps Alertmanager synchronized with the open conditions. Each request contains all open
 * conditions, and the conditions that were cleared since the last successful request, in batches.
 * The position in the log is stored. It moves past a cleared record only after a successful request
 * with this record, or when the record is too old.
 */
export class AlertmanagerSync {
  readonly #dependencies: AlertmanagerSyncDependencies;
  readonly #log: EdgeTriggeredLog;
  readonly #clearedRecords: ClearedRecords;
  #failures = 0;
  /** When the next hold time ends, of a condition that was not sent yet. */
  #holdEndsAt: Instant = Number.POSITIVE_INFINITY;
  #isDisabled = false;

  constructor(dependencies: AlertmanagerSyncDependencies) {
    this.#dependencies = dependencies;
    this.#clearedRecords = new ClearedRecords({ ...dependencies, maxAgeMs: MAX_CLEARED_AGE_MS });
    this.#log = new EdgeTriggeredLog(
      DIAGNOSTIC_FAILURES.sending_conditions({ name: dependencies.alertmanager.name }),
      dependencies.diagnostics,
    );
  }

  /**
   * Sends the current state once. After Alertmanager rejected the URL permanently, only moves the
   * position.
   * @returns how long to wait before the next call if nothing changes, ms
   * @throws {LedgerError}
   */
  async sync(signal: AbortSignal): Promise<number> {
    const { alertmanager, intervalMs, outbox, clock } = this.#dependencies;
    const position = (await outbox.position(alertmanager.name)) ?? (await this.#storeStartPosition());
    const { endPosition, safePosition, cleared, hasMore } = await this.#clearedRecords.read(
      position,
      clock.now(),
      signal,
    );
    if (signal.aborted) return intervalMs;
    const outcome = this.#isDisabled ? undefined : await this.#send(cleared, signal);
    const isDelivered = outcome?.kind === 'delivered';
    if (signal.aborted && !isDelivered) return intervalMs;
    // After a failure, only the records before the first cleared record that was not sent are skipped.
    const newPosition = isDelivered ? endPosition : safePosition;
    if (newPosition > position) await outbox.storeRouted(alertmanager.name, newPosition, NO_DELIVERIES, clock.now());
    if (outcome === undefined) return intervalMs;
    const delayMs = this.#delayAfterMs(outcome);
    return isDelivered && hasMore ? 0 : delayMs;
  }

  /**
   * Stores the position before the first request, so that later cleared records are found after it,
   * also after a crash.
   */
  async #storeStartPosition(): Promise<number> {
    const { alertmanager, ledger, outbox, clock } = this.#dependencies;
    const position = await ledger.newestRecordId();
    await outbox.storeRouted(alertmanager.name, position, NO_DELIVERIES, clock.now());
    return position;
  }

  /** Sends one request with all open conditions, within the timeout, and stores its result. */
  async #send(cleared: readonly EventRecord[], signal: AbortSignal): Promise<Outcome> {
    const { alertmanager, match, holdForMs, timeoutMs, ledger, shard, clock, recordOutcome } = this.#dependencies;
    const startedAt = clock.now();
    const matching = (await ledger.state(shard)).open.filter((condition) => matches(match, condition));
    const open = matching.filter(({ raisedAt }) => !isHeld(raisedAt, holdForMs, startedAt));
    const holdEnds = matching.map(({ raisedAt }) => raisedAt + holdForMs).filter((endsAt) => endsAt > startedAt);
    this.#holdEndsAt = Math.min(Number.POSITIVE_INFINITY, ...holdEnds);
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    const timer = setTimeout(abort, timeoutMs + NOTIFIER_DEADLINE_MARGIN_MS);
    signal.addEventListener('abort', abort);
    // The signal may have been aborted during `ledger.state`.
    if (signal.aborted) abort();
    let outcome: Outcome;
    try {
      outcome = await alertmanager.send(open, cleared, controller.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
    if (outcome.kind === 'delivered' || !signal.aborted) await recordOutcome(startedAt, outcome);
    return outcome;
  }

  /** Returns how long to wait after a request, ms. Logs errors and their end. */
  #delayAfterMs(outcome: Outcome): number {
    const { intervalMs, clock } = this.#dependencies;
    if (outcome.kind === 'delivered') {
      this.#failures = 0;
      this.#log.end(DIAGNOSTIC_FAILURES.working_again);
      return Math.min(intervalMs, Math.max(0, this.#holdEndsAt - clock.now()));
    }
    this.#isDisabled = outcome.kind === 'rejected' && outcome.disable;
    const { reason, failure: cause } = outcome;
    const next = this.#isDisabled ? DIAGNOSTIC_FAILURES.no_further_requests : DIAGNOSTIC_FAILURES.retrying;
    this.#log.begin(reason, DIAGNOSTIC_FAILURES.sending_failed({ cause, reason, next }));
    this.#failures += 1;
    const requestedDelayMs = outcome.kind === 'retry' ? (outcome.notBefore ?? 0) - clock.now() : 0;
    return Math.max(requestedDelayMs, Math.min(intervalMs, FIRST_RETRY_MS * 2 ** (this.#failures - 1)));
  }
}
