import type { Database } from 'better-sqlite3';
import type { GroupingDelivery } from '../../../domain/alert/delivery.ts';
import type { NotificationState } from '../../../domain/alert/route.ts';
import { HAS_NOTIFIED } from './next-delivery.ts';

/** A delivery that is still grouping. */
interface GroupingRow {
  readonly delivery_id: string;
  readonly group_key: string;
  readonly created_at: number;
  readonly due_at: number;
  /** The time of its first record. */
  readonly since: number;
  /** The number of its records. */
  readonly records: number;
  /** A JSON list of IDs; null for a record without a condition. */
  readonly condition_ids: string;
}

/**
 * Reads which of these conditions a notifier was notified of, or are suppressed for it, and its
 * deliveries that are still grouping. Must be called inside a transaction.
 */
export function readNotificationState(
  database: Database,
  notifier: string,
  conditionIds: readonly string[],
): NotificationState {
  const conditionIdsJson = JSON.stringify(conditionIds);
  // With CROSS JOIN, SQLite begins with these conditions, and not with all deliveries.
  const selectNotified = database
    .prepare<[string, string], string>(
      `SELECT DISTINCT condition_id FROM json_each(?) CROSS JOIN delivery_record ON condition_id = value
      JOIN delivery USING (delivery_id) WHERE notifier = ? AND ${HAS_NOTIFIED}`,
    )
    .pluck();
  const selectSuppressed = database
    .prepare<[string, string], string>(
      'SELECT condition_id FROM json_each(?) CROSS JOIN suppressed ON condition_id = value WHERE notifier = ?',
    )
    .pluck();
  const selectGrouping = database.prepare<[string], GroupingRow>(
    `SELECT grouping.*, time_created AS since FROM (
      SELECT delivery.rowid AS position, delivery.delivery_id, group_key, created_at, due_at, count(*) AS records,
        json_group_array(DISTINCT condition_id) AS condition_ids, min(event_record_id) AS first
      FROM delivery JOIN delivery_record USING (delivery_id)
      WHERE notifier = ? AND state = 'grouping' GROUP BY delivery.delivery_id) AS grouping
    JOIN event_record ON event_record_id = first ORDER BY position`,
  );
  return {
    notified: new Set(selectNotified.all(conditionIdsJson, notifier)),
    suppressed: new Set(selectSuppressed.all(conditionIdsJson, notifier)),
    groupingDeliveries: selectGrouping.all(notifier).map(toGroupingDelivery),
  };
}

function toGroupingDelivery(row: GroupingRow): GroupingDelivery {
  const conditionIds: readonly (string | null)[] = JSON.parse(row.condition_ids);
  return {
    deliveryId: row.delivery_id,
    groupKey: row.group_key,
    createdAt: row.created_at,
    dueAt: row.due_at,
    since: row.since,
    records: row.records,
    conditionIds: conditionIds.filter((conditionId) => conditionId !== null),
  };
}
