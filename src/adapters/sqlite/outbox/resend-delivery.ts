import type { Database } from 'better-sqlite3';
import type { Delivery } from '../../../domain/alert/delivery.ts';
import type { Instant } from '../../../domain/time.ts';
import { type DeliveryRow, SELECT_DELIVERIES, toDelivery, UNSETTLED } from './delivery-rows.ts';
import { prepareStoreDeliveries } from './store-deliveries.ts';

/**
 * Copies a settled delivery (delivered, failed or canceled) under a new ID, due now, with the same
 * retry period. Must be called inside a transaction. Returns undefined if there is no such
 * delivery, or if some of its records are deleted.
 */
export function resendDelivery(
  database: Database,
  deliveryId: string,
  newDeliveryId: string,
  now: Instant,
): Delivery | undefined {
  const row = database
    .prepare<[string], DeliveryRow>(`${SELECT_DELIVERIES} WHERE delivery_id = ? AND state NOT IN ${UNSETTLED}`)
    .get(deliveryId);
  if (row === undefined) return undefined;
  // The number of its records that are not deleted.
  const storedRecords = database
    .prepare<[string], number>(
      'SELECT count(*) FROM delivery_record JOIN event_record USING (event_record_id) WHERE delivery_id = ?',
    )
    .pluck()
    .get(deliveryId);
  const previous = toDelivery(row);
  if (storedRecords !== previous.records.length) return undefined;
  const retryUntil = now + (previous.retryUntil - previous.createdAt);
  const copy = { ...previous, deliveryId: newDeliveryId, createdAt: now, dueAt: now, retryUntil };
  prepareStoreDeliveries(database).insert(copy, 'pending');
  return { ...copy, state: 'pending', attempts: 0 };
}
