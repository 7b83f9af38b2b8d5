import type { Change, EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';
import { isAboutNotifying } from './about-notifying.ts';
import type { DeliveryRecord, GroupingDelivery, NewDelivery } from './delivery.ts';
import { groupKey } from './group-key.ts';
import { isHeld } from './is-held.ts';
import { type Match, matches } from './match.ts';
import { covers, type Silence } from './silence.ts';

/** The settings that select and group the alerts of one notifier. */
export interface Route {
  readonly notifier: string;
  readonly match: Match;
  readonly changes: readonly Change[];
  /** Time during which records are collected into one delivery, ms. */
  readonly groupWait: number;
  /** Delay from the start of a condition to its notification, ms; 0: none. */
  readonly holdFor: number;
  /** Time during which a delivery is retried, ms. */
  readonly retryFor: number;
}

/**
 * The records that a notifier has received or will receive, and the conditions that it has not
 * received. Contains only the entries that matter for the records to route.
 */
export interface NotificationState {
  /** Deliveries to which records can be added, in the order of creation. */
  readonly groupingDeliveries: readonly GroupingDelivery[];
  /** Conditions in this notifier's deliveries, except failed and canceled ones. */
  readonly notified: ReadonlySet<string>;
  /** Conditions whose notification waits, because a silence or `holdFor` suppresses it. */
  readonly suppressed: ReadonlySet<string>;
}

/** The input of `route`, in addition to the new records. */
export interface RoutingInput extends NotificationState {
  readonly route: Route;
  /** All silences; only active ones have an effect. */
  readonly silences: readonly Silence[];
  /**
   * The latest records of open conditions that are sent whatever their change: for a new notifier
   * all open conditions, and after a silence or `holdFor` the conditions that it suppressed.
   */
  readonly open: readonly EventRecord[];
  readonly now: Instant;
  /** Returns a new delivery ID at each call. */
  readonly newId: () => string;
}

/**
 * The result of `route`. Stored in one transaction with the position in the event log up to which
 * the notifier's records are routed (cursor).
 */
export interface RoutingResult {
  readonly deliveries: readonly NewDelivery[];
  /**
   * Records for existing deliveries that are still grouping, without duplicates; in the order of
   * the event log.
   */
  readonly additions: readonly { readonly deliveryId: string; readonly records: readonly DeliveryRecord[] }[];
  /**
   * For each newly suppressed condition its latest record, which replaces an earlier suppressed
   * record of the condition.
   */
  readonly suppressed: readonly { readonly conditionId: string; readonly eventRecordId: number }[];
  /** Conditions that are no longer suppressed, because they are sent or were cleared. */
  readonly unsuppressed: readonly string[];
  /**
   * The earliest time at which `holdFor` of a suppressed condition ends; left out: none waits for
   * it.
   */
  readonly heldUntil?: Instant;
}

/**
 * Grouping time of events about failing notifiers, in multiples of `groupWait`. The long time
 * prevents many alerts when several notifiers fail at once, or one notifier fails repeatedly.
 */
const NOTIFIER_EVENT_GROUP_WAITS = 30;

/** Maximum number of records in a delivery; the next record starts a new one. */
const MAX_DELIVERY_RECORDS = 1000;

/** Changes of conditions that are open. */
const CHANGES_OF_OPEN_CONDITIONS: readonly Change[] = ['raised', 'escalated', 'repeated'];

/** A new or existing delivery to which records can be added, with the records added so far. */
interface OpenDelivery {
  readonly delivery: GroupingDelivery;
  readonly isNew: boolean;
  readonly conditionIds: Set<string>;
  readonly added: DeliveryRecord[];
}

/** Routes records one by one to one notifier, and collects the result. */
class Router {
  readonly #routing: RoutingInput;
  readonly #notified: Set<string>;
  readonly #openDeliveries: OpenDelivery[];
  readonly #suppressed = new Map<string, number>();
  readonly #unsuppressed = new Set<string>();
  /** The times at which the records cleared conditions, by condition ID. */
  readonly #clearedAt: ReadonlyMap<string | undefined, Instant>;
  #heldUntil: Instant | undefined;

  constructor(routing: RoutingInput, clearedAt: ReadonlyMap<string | undefined, Instant>) {
    this.#routing = routing;
    this.#clearedAt = clearedAt;
    this.#notified = new Set(routing.notified);
    this.#openDeliveries = routing.groupingDeliveries
      .filter(({ dueAt }) => dueAt > routing.now)
      .map((delivery) => ({ delivery, isNew: false, conditionIds: new Set(delivery.conditionIds), added: [] }));
  }

  /** Routes the latest record of an open condition, whatever its change. */
  routeOpenCondition(record: EventRecord): void {
    const { changes } = this.#routing.route;
    if (CHANGES_OF_OPEN_CONDITIONS.some((change) => changes.includes(change)) && this.#matchesRoute(record))
      this.#deliverOrSuppress(record, true);
    else this.#unsuppress(record.conditionId);
  }

  /**
   * Routes the next record of the event log. The record of a suppressed condition is routed
   * whatever its change.
   */
  routeNext(record: EventRecord): void {
    const { change, conditionId } = record;
    if (change === 'cleared') this.#routeCleared(record);
    else if ((this.#isSelectedChange(record) || this.#isSuppressed(conditionId)) && this.#matchesRoute(record))
      this.#deliverOrSuppress(record, false);
  }

  /** Returns the result. */
  finish(): RoutingResult {
    const { notifier, retryFor } = this.#routing.route;
    const deliveries: NewDelivery[] = [];
    const additions: RoutingResult['additions'][number][] = [];
    for (const { delivery, isNew, added } of this.#openDeliveries) {
      const { deliveryId, groupKey: key, createdAt, dueAt } = delivery;
      if (isNew) {
        const retryUntil = createdAt + retryFor;
        deliveries.push({ deliveryId, notifier, groupKey: key, createdAt, dueAt, retryUntil, records: added });
      } else if (added.length > 0) additions.push({ deliveryId, records: added });
    }
    const suppressed = [...this.#suppressed].map(([conditionId, eventRecordId]) => ({ conditionId, eventRecordId }));
    const hold = this.#heldUntil === undefined ? {} : { heldUntil: this.#heldUntil };
    return { deliveries, additions, suppressed, unsuppressed: [...this.#unsuppressed], ...hold };
  }

  /** Returns whether a record matches the filter, and is not a failure of this notifier. */
  #matchesRoute(record: EventRecord): boolean {
    const { match, notifier } = this.#routing.route;
    // A log output can have the same name as a notifier.
    const isFailureOfNotifier =
      isAboutNotifying(record) && record.parameters[0] === notifier && record.facts.output === undefined;
    return !isFailureOfNotifier && matches(match, record);
  }

  /**
   * Returns whether the notifier selects the change of a record. Warnings and errors without a
   * duration, for example a damaged event log, are selected as `raised`.
   */
  #isSelectedChange({ change, level }: EventRecord): boolean {
    const { changes } = this.#routing.route;
    return changes.includes(change) || (change === 'once' && level !== 'Information' && changes.includes('raised'));
  }

  #isSuppressed(conditionId: string | undefined): boolean {
    if (conditionId === undefined || this.#unsuppressed.has(conditionId)) return false;
    return this.#suppressed.has(conditionId) || this.#routing.suppressed.has(conditionId);
  }

  #unsuppress(conditionId: string | undefined): void {
    if (conditionId === undefined) return;
    this.#suppressed.delete(conditionId);
    if (this.#routing.suppressed.has(conditionId)) this.#unsuppressed.add(conditionId);
  }

  /**
   * Adds a record to a delivery, or suppresses its condition while a silence or `holdFor` applies. A
   * record without a condition that a silence covers is dropped.
   * @param isAlreadyOpen true: the record may be old, so its grouping time begins now
   */
  #deliverOrSuppress(record: EventRecord, isAlreadyOpen: boolean): void {
    const { silences, now } = this.#routing;
    const { conditionId, eventRecordId } = record;
    const isHeld = this.#isHeld(record);
    if (!isHeld && !silences.some((silence) => covers(silence, record, now))) {
      this.#unsuppress(conditionId);
      this.#addToDelivery(record, isAlreadyOpen);
    } else if (conditionId !== undefined) {
      this.#unsuppressed.delete(conditionId);
      this.#suppressed.set(conditionId, eventRecordId);
    }
  }

  /**
   * Returns whether `holdFor` delays the notification of a condition. Never true for a condition
   * that the notifier has already received.
   */
  #isHeld({ conditionId, timeCreated, facts }: EventRecord): boolean {
    const {
      now,
      route: { holdFor },
    } = this.#routing;
    if (conditionId === undefined || this.#notified.has(conditionId)) return false;
    const raisedAt = facts.raisedAt ?? timeCreated;
    // If routing is late and the condition was cleared within `holdFor`, it is not sent.
    const openUntil = Math.min(now, this.#clearedAt.get(conditionId) ?? now);
    if (!isHeld(raisedAt, holdFor, openUntil)) return false;
    const heldUntil = raisedAt + holdFor;
    this.#heldUntil = Math.min(heldUntil, this.#heldUntil ?? heldUntil);
    return true;
  }

  /**
   * Sends a cleared event to notifiers that received the condition, even during a silence, and to
   * notifiers that select only cleared events.
   */
  #routeCleared(record: EventRecord): void {
    const { changes } = this.#routing.route;
    const { conditionId = '' } = record;
    this.#unsuppress(conditionId);
    if (!changes.includes('cleared')) return;
    const selectsOnlyCleared = !CHANGES_OF_OPEN_CONDITIONS.some((change) => changes.includes(change));
    if (this.#notified.has(conditionId) || (selectsOnlyCleared && this.#matchesRoute(record)))
      this.#addToDelivery(record, false);
  }

  #addToDelivery(record: EventRecord, isAlreadyOpen: boolean): void {
    const { eventRecordId, conditionId } = record;
    const openDelivery = this.#deliveryFor(record, isAlreadyOpen);
    const isFirst = conditionId !== undefined && !this.#notified.has(conditionId);
    openDelivery.added.push({ eventRecordId, conditionId, isFirst });
    if (conditionId === undefined) return;
    openDelivery.conditionIds.add(conditionId);
    this.#notified.add(conditionId);
  }

  /**
   * Returns the delivery for a record: the latest delivery with its group key that has room and is
   * within the grouping time. A new delivery if there is none, or if a later delivery contains the
   * condition, because the records of a condition must stay in order.
   */
  #deliveryFor(record: EventRecord, isAlreadyOpen: boolean): OpenDelivery {
    const {
      now,
      newId,
      route: { groupWait },
    } = this.#routing;
    const { conditionId = '' } = record;
    const key = groupKey(record);
    const groupingMs = isAboutNotifying(record) ? NOTIFIER_EVENT_GROUP_WAITS * groupWait : groupWait;
    const since = isAlreadyOpen ? now : record.timeCreated;
    for (const openDelivery of this.#openDeliveries.toReversed()) {
      const { delivery, added } = openDelivery;
      const isInGroupingTime = Math.abs(since - delivery.since) < groupingMs;
      if (delivery.groupKey === key && isInGroupingTime && delivery.records + added.length < MAX_DELIVERY_RECORDS)
        return openDelivery;
      if (openDelivery.conditionIds.has(conditionId)) break;
    }
    const newDelivery: GroupingDelivery = {
      deliveryId: newId(),
      groupKey: key,
      createdAt: now,
      dueAt: now + groupingMs,
      since,
      records: 0,
      conditionIds: [],
    };
    const openDelivery: OpenDelivery = { delivery: newDelivery, isNew: true, conditionIds: new Set(), added: [] };
    this.#openDeliveries.push(openDelivery);
    return openDelivery;
  }
}

/**
 * Routes event records to one notifier: into deliveries, or into its suppressed records while a
 * silence or `holdFor` applies. Each record is in at most one delivery, however the event log is
 * divided into batches. Open conditions that one of the records clears are not sent.
 * @param records the records that are not routed yet, in the order of the event log
 */
export function route(records: readonly EventRecord[], routing: RoutingInput): RoutingResult {
  const cleared = records.filter(({ change }) => change === 'cleared');
  const clearedAt = new Map(cleared.map(({ conditionId, timeCreated }) => [conditionId, timeCreated]));
  const router = new Router(routing, clearedAt);
  for (const record of routing.open) if (!clearedAt.has(record.conditionId)) router.routeOpenCondition(record);
  for (const record of records) router.routeNext(record);
  return router.finish();
}
