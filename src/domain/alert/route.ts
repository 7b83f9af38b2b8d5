import type { Change, EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';
import { isAboutNotifying } from './about-notifying.ts';
import type { DeliveryRecord, GroupingDelivery, NewDelivery } from './delivery.ts';
import { groupKey } from './group-key.ts';
import { isHeld } from './is-held.ts';
import { type Match, matches } from './match.ts';
import { covers, type Silence } from './silence.ts';

/** Which alerts one notifier gets, and how long they wait for company. */
export interface Route {
  readonly notifier: string;
  readonly match: Match;
  readonly on: readonly Change[];
  /** ms. */
  readonly groupWithin: number;
  /** How long a condition must be open before it is notified, ms; 0: no wait. */
  readonly holdFor: number;
  /** After so long without success a delivery is given up, ms. */
  readonly giveUpAfter: number;
}

/** What a notifier has been told, and is about to be told, as far as it matters for the records that are routed. */
export interface NotificationState {
  /** In the order in which they were made. */
  readonly gatherings: readonly GroupingDelivery[];
  /** Conditions of the records that a delivery of this notifier tells or has told of: any but one that was given up or is moot. */
  readonly told: ReadonlySet<string>;
  /** Conditions of the records that are withheld from this notifier by a silence. */
  readonly suppressed: ReadonlySet<string>;
}

/** What records are routed by. */
export interface Routing extends NotificationState {
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
  readonly suppressed: readonly { readonly conditionId: string; readonly eventRecordId: number }[];
  /** Conditions that are withheld no longer: told by now, or over. */
  readonly unsuppressed: readonly string[];
  /** When the first hold among the withheld records ends; left out: none is held. */
  readonly heldUntil?: Instant;
}

/** So many times as long gathers what says how telling goes: many notifiers that fail at once, or one that fails again and again, are no storm. */
const TELLING_GATHERS = 30;

/** More records than these are no company any more; the next begins a delivery of its own. */
const LARGEST_GROUP = 1000;

/** What begins, or goes on. */
const OPENING: readonly Change[] = ['raised', 'escalated', 'repeated'];

/** A delivery that takes records, new or of before. */
interface Open {
  readonly of: GroupingDelivery;
  readonly isNew: boolean;
  readonly conditionIds: Set<string>;
  readonly added: DeliveryRecord[];
}

/** Routes records one after the other; what it has come to is read at the end. */
class Router {
  readonly #routing: Routing;
  readonly #told: Set<string>;
  readonly #open: Open[];
  readonly #suppressed = new Map<string, number>();
  readonly #unsuppressed = new Set<string>();
  /** When each condition that the records clear was cleared. */
  readonly #clearedAt: ReadonlyMap<string | undefined, Instant>;
  #heldUntil: Instant | undefined;

  constructor(routing: Routing, clearedAt: ReadonlyMap<string | undefined, Instant>) {
    this.#routing = routing;
    this.#clearedAt = clearedAt;
    this.#told = new Set(routing.told);
    this.#open = routing.gatherings
      .filter(({ dueAt }) => dueAt > routing.now)
      .map((of) => ({ of, isNew: false, conditionIds: new Set(of.conditionIds), added: [] }));
  }

  /** A record of what is open, which is told whatever it says of it. */
  takeOpen(record: EventRecord): void {
    const { on } = this.#routing.route;
    if (OPENING.some((change) => on.includes(change)) && this.#concerns(record)) this.#take(record, true);
    else this.#release(record.conditionId);
  }

  /** The next record of the log. */
  take(record: EventRecord): void {
    const { change, conditionId } = record;
    if (change === 'cleared') this.#end(record);
    else if ((this.#isAsked(record) || this.#isWithheld(conditionId)) && this.#concerns(record))
      this.#take(record, false);
  }

  routed(): Routed {
    const { notifier, giveUpAfter } = this.#routing.route;
    const [deliveries, additions]: [NewDelivery[], Routed['additions'][number][]] = [[], []];
    for (const { of, isNew, added } of this.#open) {
      const { deliveryId, groupKey: key, createdAt, dueAt } = of;
      if (isNew) {
        const giveUpAt = createdAt + giveUpAfter;
        deliveries.push({ deliveryId, notifier, groupKey: key, createdAt, dueAt, giveUpAt, records: added });
      } else if (added.length > 0) additions.push({ deliveryId, records: added });
    }
    const suppressed = [...this.#suppressed].map(([conditionId, eventRecordId]) => ({ conditionId, eventRecordId }));
    const held = this.#heldUntil === undefined ? {} : { heldUntil: this.#heldUntil };
    return { deliveries, additions, suppressed, unsuppressed: [...this.#unsuppressed], ...held };
  }

  #concerns(record: EventRecord): boolean {
    const { match, notifier } = this.#routing.route;
    // A log output may have the name of a notifier.
    const isOwnFailure =
      isAboutNotifying(record) && record.parameters[0] === notifier && record.facts.output === undefined;
    return !isOwnFailure && matches(match, record);
  }

  /** What went wrong and has no duration, as a damaged log or a notifier that failed, is told like what begins. */
  #isAsked({ change, level }: EventRecord): boolean {
    const { on } = this.#routing.route;
    return on.includes(change) || (change === 'once' && level !== 'Information' && on.includes('raised'));
  }

  #isWithheld(conditionId: string | undefined): boolean {
    if (conditionId === undefined || this.#unsuppressed.has(conditionId)) return false;
    return this.#suppressed.has(conditionId) || this.#routing.suppressed.has(conditionId);
  }

  #release(conditionId: string | undefined): void {
    if (conditionId === undefined) return;
    this.#suppressed.delete(conditionId);
    if (this.#routing.suppressed.has(conditionId)) this.#unsuppressed.add(conditionId);
  }

  #take(record: EventRecord, isStanding: boolean): void {
    const { silences, now } = this.#routing;
    const { conditionId, eventRecordId } = record;
    const isHeld = this.#isHeld(record);
    if (!isHeld && !silences.some((silence) => covers(silence, record, now))) {
      this.#release(conditionId);
      this.#deliver(record, isStanding);
    } else if (conditionId !== undefined) {
      this.#unsuppressed.delete(conditionId);
      this.#suppressed.set(conditionId, eventRecordId);
    }
  }

  /** Returns whether the notification of a condition waits. A condition that was notified before is not held. */
  #isHeld({ conditionId, timeCreated, facts }: EventRecord): boolean {
    const {
      now,
      route: { holdFor },
    } = this.#routing;
    if (conditionId === undefined || this.#told.has(conditionId)) return false;
    const raisedAt = facts.raisedAt ?? timeCreated;
    // A follower that is late must not notify what was cleared in time.
    const until = Math.min(now, this.#clearedAt.get(conditionId) ?? now);
    if (!isHeld(raisedAt, holdFor, until)) return false;
    const end = raisedAt + holdFor;
    this.#heldUntil = Math.min(end, this.#heldUntil ?? end);
    return true;
  }

  /** An end is told to who was told of the beginning, silence or not; and to who asked for ends alone. */
  #end(record: EventRecord): void {
    const { on } = this.#routing.route;
    const { conditionId = '' } = record;
    this.#release(conditionId);
    if (!on.includes('cleared')) return;
    const isOfEndsAlone = !OPENING.some((change) => on.includes(change));
    if (this.#told.has(conditionId) || (isOfEndsAlone && this.#concerns(record))) this.#deliver(record, false);
  }

  #deliver(record: EventRecord, isStanding: boolean): void {
    const { eventRecordId, conditionId } = record;
    const open = this.#company(record, isStanding);
    const isFirst = conditionId !== undefined && !this.#told.has(conditionId);
    open.added.push({ eventRecordId, conditionId, isFirst });
    if (conditionId === undefined) return;
    open.conditionIds.add(conditionId);
    this.#told.add(conditionId);
  }

  /** The delivery that a record comes into: the latest that takes it, unless a later one tells of its condition. */
  #company(record: EventRecord, isStanding: boolean): Open {
    const {
      now,
      newId,
      route: { groupWithin },
    } = this.#routing;
    const { conditionId = '' } = record;
    const key = groupKey(record);
    const within = isAboutNotifying(record) ? TELLING_GATHERS * groupWithin : groupWithin;
    const since = isStanding ? now : record.timeCreated;
    for (const open of this.#open.toReversed()) {
      const { of, added } = open;
      const isNear = Math.abs(since - of.since) < within;
      if (of.groupKey === key && isNear && of.records + added.length < LARGEST_GROUP) return open;
      if (open.conditionIds.has(conditionId)) break;
    }
    const of: GroupingDelivery = {
      deliveryId: newId(),
      groupKey: key,
      createdAt: now,
      dueAt: now + within,
      since,
      records: 0,
      conditionIds: [],
    };
    const open: Open = { of, isNew: true, conditionIds: new Set(), added: [] };
    this.#open.push(open);
    return open;
  }
}

/**
 * Decides what one notifier is told of, with what, and what waits for the end of a silence. A record comes into exactly one
 * delivery, or into none: however the log is cut into batches, none is lost and none is told twice. What has ended among the
 * records is not told as open.
 * @param records the log behind the follower's cursor, in order
 */
export function route(records: readonly EventRecord[], routing: Routing): Routed {
  const cleared = records.filter(({ change }) => change === 'cleared');
  const clearedAt = new Map(cleared.map(({ conditionId, timeCreated }) => [conditionId, timeCreated]));
  const router = new Router(routing, clearedAt);
  for (const record of routing.open) if (!clearedAt.has(record.conditionId)) router.takeOpen(record);
  for (const record of records) router.take(record);
  return router.routed();
}
