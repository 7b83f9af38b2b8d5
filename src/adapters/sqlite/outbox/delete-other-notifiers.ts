import type { Database } from 'better-sqlite3';
import { NOTIFIER_FOLLOWER } from '../schema/schema.ts';
import { UNSETTLED } from './delivery-rows.ts';

/**
 * Deletes the state of all notifiers that are not in the list, and cancels their deliveries. Must
 * be called inside a transaction.
 */
export function deleteOtherNotifiers(database: Database, notifiers: readonly string[]): void {
  // The names of all notifiers that have any state. The table `follower` has the position of each
  // notifier in the event log, under its name with a prefix.
  const selectNames = database.prepare<[number, string], string>(
    `SELECT substr(name, ?) FROM follower WHERE name GLOB ?
    UNION SELECT notifier FROM delivery WHERE state IN ${UNSETTLED} UNION SELECT notifier FROM notifier_health`,
  );
  const storedNames = selectNames.pluck().all(NOTIFIER_FOLLOWER.length + 1, `${NOTIFIER_FOLLOWER}*`);
  for (const notifier of storedNames) if (!notifiers.includes(notifier)) deleteNotifier(database, notifier);
}

function deleteNotifier(database: Database, notifier: string): void {
  database
    .prepare(`UPDATE delivery SET state = 'canceled', leased_until = NULL WHERE notifier = ? AND state IN ${UNSETTLED}`)
    .run(notifier);
  database.prepare('DELETE FROM follower WHERE name = ?').run(NOTIFIER_FOLLOWER + notifier);
  for (const table of ['suppressed', 'notifier_health', 'outcome_count'])
    database.prepare(`DELETE FROM ${table} WHERE notifier = ?`).run(notifier);
}
