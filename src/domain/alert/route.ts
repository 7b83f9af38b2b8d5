import type { Change } from '../event/event-record.ts';
import type { Match } from './match.ts';

/** Which alerts one notifier gets, and how long they wait for company. */
export interface Route {
  readonly notifier: string;
  readonly match: Match;
  readonly on: readonly Change[];
  /** ms. */
  readonly groupWithin: number;
  /** After so long without success a delivery is given up, ms. */
  readonly giveUpAfter: number;
}
