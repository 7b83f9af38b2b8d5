import type { DeliveryRecord, GroupingDelivery, NewDelivery } from '../../../src/domain/alert/delivery.ts';
import { type NotificationState, type Route, type RoutingResult, route } from '../../../src/domain/alert/route.ts';
import type { Silence } from '../../../src/domain/alert/silence.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';

/** The state of one notifier's routing in memory, which is kept from batch to batch. */
export class FakeOutbox {
  readonly deliveries: { readonly of: NewDelivery; readonly records: DeliveryRecord[] }[] = [];
  readonly suppressed: Map<string, number> = new Map();
  readonly #written = new Map<number, number>();
  #ids = 0;

  step(records: readonly EventRecord[], open: readonly EventRecord[], given: Given): RoutingResult {
    for (const { eventRecordId, timeCreated } of [...open, ...records]) this.#written.set(eventRecordId, timeCreated);
    const routed = route(records, {
      ...given,
      ...this.#state(given.now),
      open,
      newId: () => `d-${this.deliveries.length}-${this.#ids++}`,
    });
    for (const of of routed.deliveries) this.deliveries.push({ of, records: [...of.records] });
    for (const { deliveryId, records: added } of routed.additions)
      this.deliveries.find(({ of }) => of.deliveryId === deliveryId)?.records.push(...added);
    for (const conditionId of routed.unsuppressed) this.suppressed.delete(conditionId);
    for (const { conditionId, eventRecordId } of routed.suppressed) this.suppressed.set(conditionId, eventRecordId);
    return routed;
  }

  /** The numbers of the sent records, by delivery. */
  get recordIds(): readonly (readonly number[])[] {
    return this.deliveries.map(({ records }) => records.map(({ eventRecordId }) => eventRecordId));
  }

  #state(now: number): NotificationState {
    const gatherings = this.deliveries.flatMap(({ of, records }): readonly GroupingDelivery[] => {
      if (of.dueAt <= now) return [];
      const { deliveryId, groupKey, createdAt, dueAt } = of;
      const conditionIds = [...new Set(records.flatMap(({ conditionId }) => conditionId ?? []))];
      const since = this.#written.get(of.records[0]?.eventRecordId ?? 0) ?? createdAt;
      return [{ deliveryId, groupKey, createdAt, dueAt, since, records: records.length, conditionIds }];
    });
    const notified = new Set(
      this.deliveries.flatMap(({ records }) => records.flatMap(({ conditionId }) => conditionId ?? [])),
    );
    return { groupingDeliveries: gatherings, notified, suppressed: new Set(this.suppressed.keys()) };
  }
}

interface Given {
  readonly route: Route;
  readonly silences: readonly Silence[];
  readonly now: number;
}
