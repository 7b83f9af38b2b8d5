import type { Database } from 'better-sqlite3';
import type { OpenParts } from '../../../domain/alert/delivery.ts';
import { UNSETTLED } from './delivery-rows.ts';

/**
 * Earlier deliveries of the same notifier that are not settled and share a condition: order is kept by condition. CROSS JOIN: by
 * the conditions, never through all that a notifier in trouble has waiting.
 */
const EARLIER = `FROM delivery_record AS mine CROSS JOIN delivery_record AS theirs ON theirs.condition_id = mine.condition_id
  CROSS JOIN delivery AS earlier ON earlier.delivery_id = theirs.delivery_id
  WHERE mine.delivery_id = delivery.delivery_id AND earlier.notifier = delivery.notifier
  AND earlier.rowid < delivery.rowid AND earlier.state IN ${UNSETTLED}`;

/** Parts that are done with all of those. */
const FREE_PARTS = `SELECT part FROM (SELECT DISTINCT earlier.delivery_id ${EARLIER}) JOIN delivery_part USING (delivery_id)
  GROUP BY part HAVING count(*) = (SELECT count(DISTINCT earlier.delivery_id) ${EARLIER})`;

/**
 * That it may be told now: to all, for there is no such earlier one, or to parts that are done with those and not yet with it.
 * Most often the first earlier one that is found is done by nobody, and nothing more is looked at.
 */
export const IS_NEXT: string = `CASE
  WHEN EXISTS (SELECT 1 ${EARLIER} AND NOT EXISTS (
    SELECT 1 FROM delivery_part WHERE delivery_part.delivery_id = earlier.delivery_id)) THEN FALSE
  WHEN NOT EXISTS (SELECT 1 ${EARLIER}) THEN TRUE
  ELSE EXISTS (${FREE_PARTS}
    AND part NOT IN (SELECT part FROM delivery_part WHERE delivery_part.delivery_id = delivery.delivery_id)) END`;

/** That a delivery, whatever became of it, has told somebody, or may still. */
export const TELLS: string = `(state NOT IN ('given-up', 'moot') OR EXISTS (
  SELECT 1 FROM delivery_part WHERE delivery_part.delivery_id = delivery.delivery_id AND is_told = 1))`;

/** Which parts may be told a delivery, as things stand; to be called inside a transaction. */
export function readOpenParts(database: Database, deliveryId: string): OpenParts {
  const names = (sql: string): readonly string[] => database.prepare<[string], string>(sql).pluck().all(deliveryId);
  const waits = database.prepare<[string], 1>(
    `SELECT 1 FROM delivery WHERE delivery_id = ? AND EXISTS (SELECT 1 ${EARLIER})`,
  );
  return {
    done: names('SELECT part FROM delivery_part WHERE delivery_id = ?'),
    only:
      waits.get(deliveryId) === undefined
        ? undefined
        : names(`SELECT free.value FROM delivery, json_each((SELECT json_group_array(part) FROM (${FREE_PARTS}))) AS free
          WHERE delivery.delivery_id = ?`),
  };
}
