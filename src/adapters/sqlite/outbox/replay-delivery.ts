import type { Database } from 'better-sqlite3';
import type { Delivery } from '../../../domain/alert/delivery.ts';
import type { Instant } from '../../../domain/time.ts';
import { type DeliveryRow, SELECT_DELIVERIES, toDelivery, UNSETTLED } from './delivery-rows.ts';
import { prepareStoreDeliveries } from './store-deliveries.ts';

/**
 * A delivery again, under another id, due at once and for as long as the first was; to be called inside a transaction.
 * undefined: there is none of that id that is settled, or not all of its records are kept.
 */
export function replayDelivery(database: Database, deliveryId: string, as: string, now: Instant): Delivery | undefined {
  const row = database
    .prepare<[string], DeliveryRow>(`${SELECT_DELIVERIES} WHERE delivery_id = ? AND state NOT IN ${UNSETTLED}`)
    .get(deliveryId);
  if (row === undefined) return undefined;
  const kept = database
    .prepare<[string], number>(
      'SELECT count(*) FROM delivery_record JOIN event_record USING (event_record_id) WHERE delivery_id = ?',
    )
    .pluck()
    .get(deliveryId);
  const before = toDelivery(row);
  if (kept !== before.records.length) return undefined;
  const giveUpAt = now + (before.giveUpAt - before.createdAt);
  const again = { ...before, deliveryId: as, createdAt: now, dueAt: now, giveUpAt };
  prepareStoreDeliveries(database).insert(again, 'due');
  return { ...again, state: 'due', attempts: 0 };
}
