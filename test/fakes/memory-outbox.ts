import { isAboutNotifying } from '../../src/domain/alert/about-notifying.ts';
import type { Delivery, DeliveryState, FinishedPart, NewDelivery } from '../../src/domain/alert/delivery.ts';
import { openGroupKey } from '../../src/domain/alert/group-key.ts';
import { groupedAlert } from '../../src/domain/alert/grouped-alert.ts';
import {
  healthWithoutAttempts,
  type NotifierHealth,
  type OutcomeCount,
} from '../../src/domain/alert/notifier-health.ts';
import type { NotificationState, RoutingResult } from '../../src/domain/alert/route.ts';
import { hasEnded, type Silence } from '../../src/domain/alert/silence.ts';
import { isTestDelivery } from '../../src/domain/alert/test-delivery.ts';
import type { EventRecord, NewEventRecord } from '../../src/domain/event/event-record.ts';
import type { OutputHealth } from '../../src/domain/status/output-health.ts';
import { DAY, type Instant, SECOND } from '../../src/domain/time.ts';
import type { Retention } from '../../src/work/ports/ledger.ts';
import type {
  Attempt,
  ClaimedDelivery,
  DeliveryQuery,
  DeliveryResult,
  HealthReader,
  LatestFailure,
  Outbox,
  ResendableDeliveries,
  Silences,
  StartPosition,
  TestResults,
} from '../../src/work/ports/outbox.ts';
import type { Outcome } from '../../src/work/ports/outputs.ts';

/** The ledger that contains the outbox. */
export interface OutboxLog {
  readonly records: () => readonly EventRecord[];
  readonly head: () => number;
  /** The open conditions, with the number of their last record. */
  readonly open: () => ReadonlyMap<string, number>;
  readonly append: (records: readonly NewEventRecord[]) => void;
  readonly notify: () => void;
  outputs(): readonly OutputHealth[];
}

type Kept = Delivery & {
  readonly gatheredAt: Instant;
  readonly heldUntil: Instant;
  readonly log: readonly Attempt[];
  readonly done: readonly FinishedPart[];
  /** The number of the last record when the delivery was created. */
  readonly logHead: number;
};

const UNSETTLED: readonly DeliveryState[] = ['grouping', 'pending', 'sending'];
const isUnsettled = ({ state }: Delivery): boolean => UNSETTLED.includes(state);
const conditionsOf = ({ records }: NewDelivery): readonly string[] =>
  records.flatMap(({ conditionId }) => (conditionId === undefined ? [] : [conditionId]));

const hasNotified = ({ state, done }: Kept): boolean =>
  (state !== 'failed' && state !== 'canceled') || done.some(({ isDelivered }) => isDelivered);
const isDoneWith = ({ done }: Kept, part: string): boolean => done.some((known) => known.part === part);

/** An outbox in memory, with the contract of the real one. */
export class MemoryOutbox implements Outbox, Silences, ResendableDeliveries, TestResults, HealthReader {
  readonly #log: OutboxLog;
  #deliveries: readonly Kept[] = [];
  #silences: readonly Silence[] = [];
  readonly #positions = new Map<string, number>();
  readonly #suppressed = new Map<string, Map<string, number>>();
  readonly #health = new Map<string, NotifierHealth>();

  constructor(log: OutboxLog) {
    this.#log = log;
  }

  positions(): Iterable<number> {
    return this.#positions.values();
  }

  /** Returns the records that must not be pruned. */
  awaited(): ReadonlySet<number> {
    const records = this.#deliveries.filter(isUnsettled).flatMap((kept) => kept.records);
    const suppressed = [...this.#suppressed.values()].flatMap((ids) => [...ids.values()]);
    return new Set([...records.map(({ eventRecordId }) => eventRecordId), ...suppressed]);
  }

  prune({ records, days }: Retention, now: Instant): number {
    const before = now - days * DAY;
    const beyond = this.#log.head() - records;
    const open = this.#log.open();
    const ends = this.#log.records().filter(({ change }) => change === 'cleared');
    const known = new Set([...open.keys(), ...ends.map(({ conditionId }) => conditionId)]);
    const isLastOfKnown = (kept: Kept, index: number): boolean =>
      hasNotified(kept) &&
      conditionsOf(kept).some(
        (id) =>
          known.has(id) &&
          !this.#deliveries.some(
            (later, place) =>
              place > index &&
              later.notifier === kept.notifier &&
              later.state === 'delivered' &&
              conditionsOf(later).includes(id),
          ),
      );
    const left = this.#deliveries.filter(
      (kept, index) =>
        (kept.createdAt >= before &&
          (kept.records.length === 0 || kept.records.some(({ eventRecordId }) => eventRecordId > beyond))) ||
        isUnsettled(kept) ||
        isLastOfKnown(kept, index),
    );
    const pruned = this.#deliveries.length - left.length;
    this.#deliveries = left;
    this.#silences = this.#silences.filter(
      ({ endsAt, isUntilCleared, createdAt, conditionIds }) =>
        !((endsAt ?? Infinity) < before) &&
        !(isUntilCleared && createdAt < before && !conditionIds.some((id) => open.has(id))),
    );
    return pruned;
  }

  async position(notifier: string): Promise<number | undefined> {
    return this.#positions.get(notifier);
  }

  async startPosition(notifier: string): Promise<StartPosition> {
    const open = this.#log.open();
    const last = new Set(open.values());
    const own = this.#deliveries.filter((kept) => kept.notifier === notifier);
    const notified = new Set(own.filter(hasNotified).flatMap(conditionsOf));
    const whole = own.filter(({ state }) => state !== 'failed' && state !== 'canceled');
    const records = new Set(whole.flatMap((kept) => kept.records.map(({ eventRecordId }) => eventRecordId)));
    return {
      lastRecordId: this.#log.head(),
      open: this.#log.records().filter(({ eventRecordId }) => last.has(eventRecordId)),
      neverNotified: this.#log
        .records()
        .filter(
          ({ change, conditionId = '', eventRecordId }) =>
            (last.has(eventRecordId) || (change === 'cleared' && !open.has(conditionId))) &&
            notified.has(conditionId) &&
            !records.has(eventRecordId),
        ),
    };
  }

  async notificationState(notifier: string, conditionIds: readonly string[]): Promise<NotificationState> {
    const own = this.#deliveries.filter((kept) => kept.notifier === notifier);
    const notified = new Set(own.filter(hasNotified).flatMap(conditionsOf));
    const suppressed = this.#suppressed.get(notifier);
    return {
      notified: new Set(conditionIds.filter((id) => notified.has(id))),
      suppressed: new Set(conditionIds.filter((id) => suppressed?.has(id))),
      groupingDeliveries: own
        .filter(({ state }) => state === 'grouping')
        .map((kept) => ({
          deliveryId: kept.deliveryId,
          groupKey: kept.groupKey,
          createdAt: kept.createdAt,
          dueAt: kept.dueAt,
          since: this.#recordsOf(kept)[0]?.timeCreated ?? kept.createdAt,
          records: kept.records.length,
          conditionIds: [...new Set(conditionsOf(kept))],
        })),
    };
  }

  async suppressed(notifier: string, after: number, limit: number): Promise<readonly EventRecord[]> {
    const open = this.#log.open();
    const ids = [...(this.#suppressed.get(notifier) ?? [])].flatMap(([id, record]) => (open.has(id) ? [record] : []));
    return this.#log
      .records()
      .filter(({ eventRecordId }) => eventRecordId > after && ids.includes(eventRecordId))
      .slice(0, limit);
  }

  async storeRouted(
    notifier: string,
    to: number,
    { deliveries, additions, suppressed, unsuppressed }: RoutingResult,
    now: Instant,
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<boolean> {
    const gathers = (deliveryId: string): boolean =>
      this.#deliveries.some((kept) => kept.deliveryId === deliveryId && kept.state === 'grouping' && kept.dueAt > now);
    if (!additions.every(({ deliveryId }) => gathers(deliveryId))) return false;
    const known = this.#deliveries.map(({ deliveryId }) => deliveryId);
    const twice = deliveries.find(({ deliveryId }) => known.includes(deliveryId));
    if (twice !== undefined) throw new Error(`delivery ${twice.deliveryId} is there`);
    for (const { deliveryId, records } of additions)
      this.#change(deliveryId, (kept) => ({ records: [...kept.records, ...records] }));
    for (const delivery of deliveries) this.#insert(delivery, delivery.dueAt > now ? 'grouping' : 'pending');
    const held = this.#suppressed.get(notifier) ?? new Map<string, number>();
    this.#suppressed.set(notifier, held);
    for (const { conditionId, eventRecordId } of suppressed) held.set(conditionId, eventRecordId);
    for (const conditionId of unsuppressed) held.delete(conditionId);
    this.#positions.set(notifier, Math.max(to, this.#positions.get(notifier) ?? 0));
    if (eventRecords.length > 0) this.#log.append(eventRecords);
    return true;
  }

  async claim(notifier: string, limit: number, now: Instant, leaseMs: number): Promise<readonly ClaimedDelivery[]> {
    for (const kept of this.#deliveries)
      if (kept.notifier === notifier && isUnsettled(kept) && kept.createdAt > now + SECOND)
        this.#change(kept.deliveryId, ({ createdAt, dueAt, retryUntil, gatheredAt, attempts }) => ({
          ...{ createdAt: now, dueAt: dueAt - createdAt + now, retryUntil: retryUntil - createdAt + now },
          gatheredAt: attempts === 0 ? gatheredAt - createdAt + now : gatheredAt,
        }));
    const due = this.#next(notifier).filter(({ state, heldUntil, dueAt, log }) =>
      state === 'sending'
        ? heldUntil <= now || heldUntil > now + leaseMs
        : dueAt <= now || (log.at(-1)?.startedAt ?? 0) > now + SECOND,
    );
    return due.slice(0, limit).flatMap((kept) => {
      const alert = groupedAlert(kept, this.#recordsOf(kept), kept.gatheredAt);
      this.#change(kept.deliveryId, () =>
        alert === undefined ? { state: 'canceled' } : { state: 'sending', heldUntil: now + leaseMs },
      );
      if (alert === undefined) return [];
      const parts = {
        finished: kept.done.map(({ part }) => part),
        isPartlyDelivered: kept.done.some(({ isDelivered }) => isDelivered),
        allowed: this.#freeParts(kept),
      };
      const around = { alsoOpen: this.#alsoOpen(kept), resolvedSince: this.#resolvedSince(kept) };
      const held = { ...published(kept), state: 'sending' as const, parts, alertRecords: alert.records };
      return [{ delivery: held, alert: { ...alert, ...around } }];
    });
  }

  #alsoOpen(kept: Kept): readonly EventRecord[] {
    const [first] = this.#recordsOf(kept);
    const openKey = first === undefined ? undefined : openGroupKey(first);
    const events = this.#deliveries.filter(
      ({ notifier, groupKey }) => notifier === kept.notifier && groupKey === openKey,
    );
    const ids = new Set(events.filter(hasNotified).flatMap(conditionsOf));
    const last = [...this.#log.open()].flatMap(([id, record]) => (ids.has(id) ? [record] : []));
    return this.#log.records().filter(({ eventRecordId }) => last.includes(eventRecordId));
  }

  #resolvedSince(kept: Kept): Instant | undefined {
    const open = this.#recordsOf(kept).filter(({ change }) => change !== 'cleared');
    const ends = open.map(({ conditionId }) =>
      this.#log.records().findLast((one) => one.change === 'cleared' && one.conditionId === conditionId),
    );
    const isCleared = (end: EventRecord | undefined): end is EventRecord =>
      end?.conditionId !== undefined && !this.#log.open().has(end.conditionId) && end.eventRecordId <= kept.logHead;
    const known = ends.filter(isCleared);
    return open.length > 0 && known.length === open.length
      ? Math.max(...known.map(({ timeCreated }) => timeCreated))
      : undefined;
  }

  async releaseClaims(notifier: string): Promise<void> {
    for (const kept of this.#deliveries)
      if (kept.notifier === notifier && kept.state === 'sending')
        this.#change(kept.deliveryId, () => ({ state: 'pending' }));
  }

  async nextClaimableAt(notifier: string): Promise<Instant | undefined> {
    const times = this.#next(notifier).map(({ state, heldUntil, dueAt }) => (state === 'sending' ? heldUntil : dueAt));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  async storeAttempt(
    deliveryId: string,
    attempt: Attempt,
    next: DeliveryResult,
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    const known = this.#deliveries.find((kept) => kept.deliveryId === deliveryId && isUnsettled(kept));
    if (known === undefined) return;
    this.#change(deliveryId, (kept) => ({
      state: typeof next === 'number' ? 'pending' : next === 'disabled' ? 'pending' : next,
      dueAt: typeof next === 'number' ? next : kept.dueAt,
      attempts: attempt.attempt,
      log: [...kept.log, { ...attempt, outcome: asKept(attempt.outcome) }],
      done: [...kept.done, ...doneIn(attempt.outcome).filter(({ part }) => !isDoneWith(kept, part))],
    }));
    const { notifier } = known;
    const failedDeliveries = next === 'failed' ? 1 : 0;
    this.#health.set(
      notifier,
      after(this.#health.get(notifier) ?? healthWithoutAttempts(notifier), attempt, failedDeliveries),
    );
    if (eventRecords.length > 0) this.#log.append(eventRecords);
  }

  async recordOutcome(
    notifier: string,
    startedAt: Instant,
    outcome: Outcome,
    eventRecords: readonly NewEventRecord[] = [],
  ): Promise<void> {
    const attempt = { attempt: 1, startedAt, durationMs: 0, outcome };
    this.#health.set(notifier, after(this.#health.get(notifier) ?? healthWithoutAttempts(notifier), attempt, 0));
    if (eventRecords.length > 0) this.#log.append(eventRecords);
  }

  async failOverdue(notifier: string, now: Instant, recordOf: (records: number) => NewEventRecord): Promise<number> {
    const late = this.#deliveries.filter(
      (kept) => kept.notifier === notifier && isUnsettled(kept) && kept.retryUntil <= now && kept.dueAt <= now,
    );
    if (late.length === 0) return 0;
    for (const { deliveryId } of late) this.#change(deliveryId, () => ({ state: 'failed' }));
    const before = this.#health.get(notifier) ?? healthWithoutAttempts(notifier);
    this.#health.set(notifier, { ...before, failedDeliveries: before.failedDeliveries + late.length });
    const events = late.flatMap((kept) => this.#recordsOf(kept));
    if (!events.every(isAboutNotifying)) this.#log.append([recordOf(events.length)]);
    return late.length;
  }

  async latestFailure(notifier: string): Promise<LatestFailure | undefined> {
    const health = this.#health.get(notifier);
    return health?.failing && { reason: health.failing.reason, isDisabled: health.isDisabled };
  }

  async enable(notifier: string): Promise<void> {
    const health = this.#health.get(notifier);
    if (health !== undefined) this.#health.set(notifier, { ...health, isDisabled: false });
  }

  async deleteOtherNotifiers(notifiers: readonly string[]): Promise<void> {
    const known = new Set([...this.#positions.keys(), ...this.#deliveries.map(({ notifier }) => notifier)]);
    for (const notifier of [...known, ...this.#health.keys()]) {
      if (notifiers.includes(notifier)) continue;
      this.#forget(notifier);
      this.#health.delete(notifier);
    }
  }

  async deliveries(query: DeliveryQuery): Promise<readonly Delivery[]> {
    const { deliveryId, idPrefix = '', notifier, states, since = -Infinity, last } = query;
    const found = this.#deliveries.filter(
      (kept) =>
        (deliveryId === undefined || kept.deliveryId === deliveryId) &&
        kept.deliveryId.startsWith(idPrefix) &&
        kept.createdAt >= since &&
        (notifier === undefined || kept.notifier === notifier) &&
        (states === undefined || states.includes(kept.state)),
    );
    return (last === undefined ? found : found.slice(Math.max(0, found.length - last))).map(published);
  }

  async attempts(deliveryId: string): Promise<readonly Attempt[]> {
    return this.#deliveries.find((kept) => kept.deliveryId === deliveryId)?.log ?? [];
  }

  async resend(deliveryId: string, as: string, now: Instant): Promise<Delivery | undefined> {
    const before = this.#deliveries.find((kept) => kept.deliveryId === deliveryId && !isUnsettled(kept));
    if (before === undefined || this.#recordsOf(before).length < before.records.length) return undefined;
    const { notifier, groupKey, records, retryUntil, createdAt } = before;
    this.#insert(
      {
        deliveryId: as,
        notifier,
        groupKey,
        records,
        createdAt: now,
        dueAt: now,
        retryUntil: now + (retryUntil - createdAt),
      },
      'pending',
    );
    this.#log.notify();
    return this.#deliveries.filter((kept) => kept.deliveryId === as).map(published)[0];
  }

  async recordTest(delivery: NewDelivery, attempt: Attempt): Promise<void> {
    this.#insert(delivery, attempt.outcome.kind === 'delivered' ? 'delivered' : 'failed');
    this.#change(delivery.deliveryId, () => ({ attempts: 1, log: [attempt] }));
    const health = this.#health.get(delivery.notifier);
    if (attempt.outcome.kind === 'delivered' && health !== undefined && !health.isDisabled)
      this.#health.set(delivery.notifier, { ...health, failing: undefined });
  }

  async health(): Promise<readonly NotifierHealth[]> {
    const waiting = this.#deliveries.filter((kept) => isUnsettled(kept) && !isTestDelivery(kept));
    const names = [...new Set([...waiting.map(({ notifier }) => notifier), ...this.#health.keys()])].sort();
    return Promise.all(
      names.map(async (notifier) => {
        const own = waiting.filter((kept) => kept.notifier === notifier);
        const health = this.#health.get(notifier) ?? healthWithoutAttempts(notifier);
        const waitingSince = own.map(({ createdAt }) => createdAt).sort((one, other) => one - other)[0];
        const due = this.#next(notifier).map(({ dueAt }) => dueAt);
        const nextAt = health.isDisabled || due.length === 0 ? undefined : Math.min(...due);
        return { ...health, waiting: own.length, waitingSince, nextAt };
      }),
    );
  }

  async outputs(): Promise<readonly OutputHealth[]> {
    return this.#log.outputs();
  }

  async unreadableSilences(): Promise<readonly []> {
    return [];
  }

  async silences(): Promise<readonly Silence[]> {
    return this.#silences.toSorted((one, other) => one.createdAt - other.createdAt);
  }

  async add(silence: Silence): Promise<void> {
    this.#silences = [...this.#silences, silence];
    this.#log.notify();
  }

  async expire(silenceId: string, at: Instant): Promise<boolean> {
    const silence = this.#silences.find((one) => one.silenceId === silenceId);
    const open = this.#log.open();
    if (silence === undefined || hasEnded(silence, (id) => open.has(id), at)) return false;
    this.#silences = this.#silences.map((one) => (one === silence ? { ...one, endsAt: at } : one));
    this.#log.notify();
    return true;
  }

  /**
   * Returns the unfinished deliveries, in order, that no earlier one delays for all of their
   * recipients.
   */
  #next(notifier: string): readonly Kept[] {
    return this.#deliveries.filter((kept) => {
      if (kept.notifier !== notifier || !isUnsettled(kept)) return false;
      return this.#freeParts(kept)?.some((part) => !isDoneWith(kept, part)) ?? true;
    });
  }

  /**
   * Returns the recipients that have all earlier deliveries of its conditions; undefined: there is
   * no earlier one.
   */
  #freeParts(kept: Kept): readonly string[] | undefined {
    const mine = conditionsOf(kept);
    const place = this.#deliveries.findIndex(({ deliveryId }) => deliveryId === kept.deliveryId);
    const [first, ...others] = this.#deliveries
      .slice(0, place)
      .filter((earlier) => earlier.notifier === kept.notifier && isUnsettled(earlier))
      .filter((earlier) => conditionsOf(earlier).some((id) => mine.includes(id)));
    return first?.done.map(({ part }) => part).filter((part) => others.every((other) => isDoneWith(other, part)));
  }

  #recordsOf({ records }: Delivery): readonly EventRecord[] {
    const ids = new Set(records.map(({ eventRecordId }) => eventRecordId));
    return this.#log.records().filter(({ eventRecordId }) => ids.has(eventRecordId));
  }

  #insert(delivery: NewDelivery, state: DeliveryState): void {
    const logHead = this.#log.head();
    const kept = {
      ...delivery,
      state,
      attempts: 0,
      gatheredAt: delivery.dueAt,
      heldUntil: 0,
      log: [],
      done: [],
      logHead,
    };
    this.#deliveries = [...this.#deliveries, kept];
  }

  #change(deliveryId: string, change: (kept: Kept) => Partial<Kept>): void {
    this.#deliveries = this.#deliveries.map((kept) =>
      kept.deliveryId === deliveryId ? { ...kept, ...change(kept) } : kept,
    );
  }

  #forget(notifier: string): void {
    for (const kept of this.#deliveries)
      if (kept.notifier === notifier && isUnsettled(kept)) this.#change(kept.deliveryId, () => ({ state: 'canceled' }));
    this.#suppressed.delete(notifier);
    this.#positions.delete(notifier);
  }
}

function published({
  gatheredAt: _,
  heldUntil: __,
  log: ___,
  done: ____,
  logHead: _____,
  ...delivery
}: Kept): Delivery {
  return delivery;
}

function doneIn(outcome: Outcome): readonly FinishedPart[] {
  return outcome.kind === 'rejected' ? [] : (outcome.done ?? []);
}

/** Returns an outcome without its recipients, which are stored in the delivery. */
function asKept(outcome: Outcome): Outcome {
  if (outcome.kind === 'rejected') return outcome;
  const { done: _, ...rest } = outcome;
  if (rest.kind === 'retry') return rest;
  const { kind, failure } = rest;
  return { kind, failure };
}

/** Returns the state of a notifier after an attempt. */
function after(before: NotifierHealth, { startedAt: at, outcome }: Attempt, failedDeliveries: number): NotifierHealth {
  const reason = outcome.kind === 'delivered' ? undefined : outcome.reason;
  const known = before.outcomes.find((each) => each.outcome === outcome.kind && each.reason === reason);
  const count: OutcomeCount = { outcome: outcome.kind, reason, count: (known?.count ?? 0) + 1 };
  const place = ({ outcome: kind, reason: why }: OutcomeCount): string =>
    `${kind === 'rejected' ? 1 : 0} ${kind} ${why ?? ''}`;
  const outcomes = [...before.outcomes.filter((each) => each !== known), count].sort((one, other) =>
    place(one) < place(other) ? -1 : 1,
  );
  if (outcome.kind === 'delivered')
    return {
      ...before,
      deliveredAt: at,
      failing: outcome.hasWaitingParts === true ? before.failing : undefined,
      isDisabled: false,
      outcomes,
    };
  const last = { reason: outcome.reason, failure: outcome.failure };
  return {
    ...before,
    failing: { since: before.failing?.since ?? at, ...last },
    lastFailure: { at, ...last },
    isDisabled: outcome.kind === 'rejected' && outcome.disable,
    failedDeliveries: before.failedDeliveries + failedDeliveries,
    outcomes,
  };
}
