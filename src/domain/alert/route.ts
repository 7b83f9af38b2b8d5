import type { Change, EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';
import type { DeliveryRecord, Gathering, NewDelivery } from './delivery.ts';
import type { Match } from './match.ts';
import type { Silence } from './silence.ts';

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

/** What a notifier has been told, and is about to be told, as far as it matters for the records that are routed. */
export interface Standing {
  /** In the order in which they were made. */
  readonly gatherings: readonly Gathering[];
  /** Conditions of the records that a delivery of this notifier tells or has told of: any but one that was given up or is moot. */
  readonly told: ReadonlySet<string>;
  /** Conditions of the records that are withheld from this notifier by a silence. */
  readonly withheld: ReadonlySet<string>;
}

/** What records are routed by. */
export interface Routing extends Standing {
  readonly route: Route;
  /** All there are; those that are over, or still to come, count for nothing. */
  readonly silences: readonly Silence[];
  /**
   * The latest record of conditions that are open, to be told whatever change it tells of: of a new notifier all that are
   * open; where a silence is over, those that were withheld.
   */
  readonly open: readonly EventRecord[];
  readonly now: Instant;
  /** A new delivery's id at every call. */
  readonly newId: () => string;
}

/** What routing comes to: all of it is stored together with the follower's cursor. */
export interface Routed {
  readonly deliveries: readonly NewDelivery[];
  /** Records for deliveries that are gathering, each once; in the order of the log. */
  readonly additions: readonly { readonly deliveryId: string; readonly records: readonly DeliveryRecord[] }[];
  /** What a silence holds back: of each condition the latest record. Takes the place of an earlier one of the same condition. */
  readonly withheld: readonly { readonly conditionId: string; readonly eventRecordId: number }[];
  /** Conditions that are withheld no longer: told by now, or over. */
  readonly released: readonly string[];
}
