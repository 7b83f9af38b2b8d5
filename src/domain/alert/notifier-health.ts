import type { ProblemError } from '../failure/error-facts.ts';
import type { Reason } from '../failure/problem.ts';
import type { Instant } from '../time.ts';

/** The number of attempts that ended with one outcome. */
export interface OutcomeCount {
  readonly outcome: 'delivered' | 'retry' | 'rejected';
  /** undefined if delivered. */
  readonly reason: Reason | undefined;
  readonly count: number;
}

/**
 * The delivery status of one notifier, since it was configured. Test alerts are not counted, but a
 * successful one clears `failing`.
 */
export interface NotifierHealth {
  readonly notifier: string;
  /** Number of deliveries that are grouping, pending or sending. */
  readonly waiting: number;
  /** Creation time of the oldest of these deliveries. */
  readonly waitingSince: Instant | undefined;
  /**
   * Time of the next attempt; undefined: no attempt is planned. In the past during an attempt, or
   * while no daemon runs.
   */
  readonly nextAt: Instant | undefined;
  /** Time of the last successful delivery. */
  readonly deliveredAt: Instant | undefined;
  /**
   * Set if the latest attempt failed: the time of the first failure since the last success, and the
   * reason and response of the latest failure.
   */
  readonly failing: (ProblemError & { readonly since: Instant }) | undefined;
  /** The latest failed attempt, even if later ones succeeded. */
  readonly lastFailure: (ProblemError & { readonly at: Instant }) | undefined;
  /** True if nothing more is sent until the configuration is reloaded. */
  readonly isDisabled: boolean;
  /** Number of failed deliveries. */
  readonly failedDeliveries: number;
  /** By outcome, then reason. Counts never decrease while the notifier is configured. */
  readonly outcomes: readonly OutcomeCount[];
}

/** Returns the status of a notifier without any attempts. */
export function healthWithoutAttempts(notifier: string): NotifierHealth {
  return {
    notifier,
    waiting: 0,
    waitingSince: undefined,
    nextAt: undefined,
    deliveredAt: undefined,
    failing: undefined,
    lastFailure: undefined,
    isDisabled: false,
    failedDeliveries: 0,
    outcomes: [],
  };
}
