import type { Database } from 'better-sqlite3';
import type { OpenParts } from '../../../domain/alert/delivery.ts';
import { UNSETTLED } from './delivery-rows.ts';

/**
 * SQL for the earlier deliveries: the unsettled deliveries to the same notifier that were stored
 * before this delivery and share a condition with it. They are sent first, because alerts about a
 * condition keep their order. CROSS JOIN makes SQLite search by condition, and not through all
 * pending deliveries of a failing notifier.
 */
const EARLIER_DELIVERIES = `FROM delivery_record AS mine CROSS JOIN delivery_record AS theirs ON theirs.condition_id = mine.condition_id
  CROSS JOIN delivery AS earlier ON earlier.delivery_id = theirs.delivery_id
  WHERE mine.delivery_id = delivery.delivery_id AND earlier.notifier = delivery.notifier
  AND earlier.rowid < delivery.rowid AND earlier.state IN ${UNSETTLED}`;

/** SQL for the free parts: the recipients or hooks that have finished all earlier deliveries. */
const FREE_PARTS = `SELECT part FROM (SELECT DISTINCT earlier.delivery_id ${EARLIER_DELIVERIES}) JOIN delivery_part USING (delivery_id)
  GROUP BY part HAVING count(*) = (SELECT count(DISTINCT earlier.delivery_id) ${EARLIER_DELIVERIES})`;

/**
 * SQL condition: the delivery may be sent now. Either there is no earlier delivery, or a free part
 * has not finished this delivery. The first WHEN is only faster: usually, no part has finished the
 * first earlier delivery, and the search ends there.
 */
export const IS_NEXT: string = `CASE
  WHEN EXISTS (SELECT 1 ${EARLIER_DELIVERIES} AND NOT EXISTS (
    SELECT 1 FROM delivery_part WHERE delivery_part.delivery_id = earlier.delivery_id)) THEN FALSE
  WHEN NOT EXISTS (SELECT 1 ${EARLIER_DELIVERIES}) THEN TRUE
  ELSE EXISTS (${FREE_PARTS}
    AND part NOT IN (SELECT part FROM delivery_part WHERE delivery_part.delivery_id = delivery.delivery_id)) END`;

/** SQL condition: the delivery has notified its notifier or a part of it, or still may. */
export const HAS_NOTIFIED: string = `(state NOT IN ('failed', 'canceled') OR EXISTS (
  SELECT 1 FROM delivery_part WHERE delivery_part.delivery_id = delivery.delivery_id AND is_delivered = 1))`;

/**
 * Reads which parts have finished a delivery, and to which parts it may be sent now. Must be called
 * inside a transaction.
 */
export function readOpenParts(database: Database, deliveryId: string): OpenParts {
  const selectParts = (sql: string): readonly string[] =>
    database.prepare<[string], string>(sql).pluck().all(deliveryId);
  const selectEarlier = database.prepare<[string], 1>(
    `SELECT 1 FROM delivery WHERE delivery_id = ? AND EXISTS (SELECT 1 ${EARLIER_DELIVERIES})`,
  );
  return {
    finished: selectParts('SELECT part FROM delivery_part WHERE delivery_id = ?'),
    isPartlyDelivered:
      selectParts('SELECT part FROM delivery_part WHERE delivery_id = ? AND is_delivered = 1 LIMIT 1').length > 0,
    allowed:
      selectEarlier.get(deliveryId) === undefined
        ? undefined
        : selectParts(`SELECT free.value FROM delivery, json_each((SELECT json_group_array(part) FROM (${FREE_PARTS}))) AS free
          WHERE delivery.delivery_id = ?`),
  };
}
