import type { Database } from 'better-sqlite3';
import type { DeliveryRecord, DeliveryState, NewDelivery } from '../../../domain/alert/delivery.ts';
import type { RoutingResult } from '../../../domain/alert/route.ts';
import type { Instant } from '../../../domain/time.ts';

/**
 * Stores deliveries, and adds records to deliveries that are still grouping. Must be called inside
 * a transaction.
 */
export interface StoreDeliveries {
  /**
   * Stores what routing has returned: new deliveries, further records of grouping deliveries, and
   * the conditions whose latest record is suppressed (not sent, because of a silence) or no longer
   * is. Returns false and changes nothing if a delivery that should receive additional records is no longer
   * grouping.
   */
  storeRouted(notifier: string, routed: RoutingResult, now: Instant): boolean;
  /** Stores a new delivery with its records. */
  insert(delivery: NewDelivery, state: DeliveryState): void;
}

/** Prepares the statements once. */
export function prepareStoreDeliveries(database: Database): StoreDeliveries {
  const insertDelivery = database.prepare(`INSERT INTO delivery
    (delivery_id, notifier, group_key, state, created_at, grouped_at, due_at, retry_until, attempts, log_head)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, (SELECT event_record_id FROM head))`);
  const insertRecord = database.prepare(
    'INSERT INTO delivery_record (delivery_id, event_record_id, condition_id, is_first) VALUES (?, ?, ?, ?)',
  );
  const selectGrouping = database
    .prepare<[string, number], 1>("SELECT 1 FROM delivery WHERE delivery_id = ? AND state = 'grouping' AND due_at > ?")
    .pluck();
  const suppress = database.prepare(`INSERT INTO suppressed (notifier, condition_id, event_record_id) VALUES (?, ?, ?)
    ON CONFLICT (notifier, condition_id) DO UPDATE SET event_record_id = excluded.event_record_id`);
  const unsuppress = database.prepare('DELETE FROM suppressed WHERE notifier = ? AND condition_id = ?');

  const addRecords = (deliveryId: string, records: readonly DeliveryRecord[]): void => {
    for (const { eventRecordId, conditionId, isFirst } of records)
      insertRecord.run(deliveryId, eventRecordId, conditionId ?? null, isFirst ? 1 : 0);
  };
  const insert = (delivery: NewDelivery, state: DeliveryState): void => {
    const { deliveryId, notifier, groupKey, createdAt, dueAt, retryUntil, records } = delivery;
    // `grouped_at`, the end of grouping, keeps its value; `due_at` moves with each attempt.
    insertDelivery.run(deliveryId, notifier, groupKey, state, createdAt, dueAt, dueAt, retryUntil);
    addRecords(deliveryId, records);
  };
  return {
    insert,
    storeRouted(notifier, { deliveries, additions, suppressed, unsuppressed }, now) {
      if (additions.some(({ deliveryId }) => selectGrouping.get(deliveryId, now) === undefined)) return false;
      for (const delivery of deliveries) insert(delivery, delivery.dueAt > now ? 'grouping' : 'pending');
      for (const { deliveryId, records } of additions) addRecords(deliveryId, records);
      for (const { conditionId, eventRecordId } of suppressed) suppress.run(notifier, conditionId, eventRecordId);
      for (const conditionId of unsuppressed) unsuppress.run(notifier, conditionId);
      return true;
    },
  };
}
