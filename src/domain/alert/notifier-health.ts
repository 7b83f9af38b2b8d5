import type { Reason } from '../problem.ts';
import type { Instant } from '../time.ts';

/** How often attempts ended in one way. */
export interface OutcomeCount {
  readonly outcome: 'delivered' | 'again' | 'never';
  /** undefined: delivered. */
  readonly reason: Reason | undefined;
  readonly count: number;
}

/** How telling one notifier goes, since it is one. Marked tests are not counted; one that arrives ends that it is failing. */
export interface NotifierHealth {
  readonly notifier: string;
  /** Deliveries on their way: gathering, due or held. */
  readonly waiting: number;
  /** When the oldest of them was made. */
  readonly waitingSince: Instant | undefined;
  /** When one of them is due; past where it is being tried, or waits for a daemon. undefined where nothing is tried. */
  readonly nextAt: Instant | undefined;
  /** When it was last told. */
  readonly deliveredAt: Instant | undefined;
  /** Where the latest attempt failed: when the first did since it was last told, and what came back of the latest. */
  readonly failing: { readonly since: Instant; readonly reason: Reason; readonly detail: string } | undefined;
  /** The latest attempt that failed, whether or not it was told since. */
  readonly lastFailure: { readonly at: Instant; readonly reason: Reason; readonly detail: string } | undefined;
  /** Told nothing more, until the configuration is loaded again. */
  readonly isDisabled: boolean;
  /** How many deliveries. */
  readonly givenUp: number;
  /** Never falls while it is a notifier. By outcome, then reason. */
  readonly outcomes: readonly OutcomeCount[];
}

/** Of a notifier that nothing was ever tried with. */
export function undelivered(notifier: string): NotifierHealth {
  return {
    notifier,
    waiting: 0,
    waitingSince: undefined,
    nextAt: undefined,
    deliveredAt: undefined,
    failing: undefined,
    lastFailure: undefined,
    isDisabled: false,
    givenUp: 0,
    outcomes: [],
  };
}
