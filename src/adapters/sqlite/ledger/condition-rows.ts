import type { Database } from 'better-sqlite3';
import type { Condition } from '../../../domain/condition/condition.ts';
import { LEVEL_NUMBERS } from '../../../domain/event/event-definition.ts';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { EVENT_LOG_FAILURES } from '../../../domain/failure/event-log-failures.ts';
import type { Instant } from '../../../domain/time.ts';
import { LedgerError } from '../../../work/errors.ts';
import type { LedgerChange, Shard } from '../../../work/ports/ledger.ts';
import { UnreadableValueError } from '../ledger-failure.ts';
import { eventLevelOf } from '../records/event-rows.ts';
import { requireReadable } from '../schema/unreadable-values.ts';
import { incompleteColumn } from './incomplete-column.ts';

/** A row of the table `condition`, which contains open problems and problems that were cleared. */
interface ConditionRow {
  readonly condition_id: string;
  readonly event_id: number;
  readonly subject: string;
  /** The scopes that a scan must have read before the condition is cleared, as JSON. */
  readonly needs: string;
  /** The urgency. The stored word is older than the name in the program. */
  readonly step: number;
  readonly level: number;
  readonly raised_at: number;
  readonly notified_at: number;
  readonly last_record_id: number;
  readonly latest_parameters: string | null;
  readonly latest_facts: string | null;
  readonly latest_remedy: string | null;
}

/** A row of an open condition with the content of its last record. */
interface RowWithContent extends ConditionRow {
  /** The version of the definition with which the record was written. */
  readonly version: number;
  readonly parameters: string;
  readonly facts: string;
  readonly remedy: string;
}

/**
 * Reads the open conditions of a shard (the part of the ledger that belongs to one daemon), oldest
 * first. The content of a condition is from its last record, or from a later scan that changed the
 * content without a record.
 */
export type ReadOpenConditions = (shard: Shard) => readonly Condition[];

/** Prepares the statements once. */
export function prepareReadOpenConditions(database: Database): ReadOpenConditions {
  // The rowid is the order in which conditions were stored. It sorts conditions raised in the same
  // scan.
  const open = database.prepare<[string], RowWithContent>(`SELECT condition.*, version, parameters, facts, remedy
    FROM condition JOIN event_record ON event_record_id = last_record_id
    WHERE condition.shard = ? AND cleared_at IS NULL ORDER BY raised_at, condition.rowid`);
  return (shard) => open.all(shard).map(toCondition);
}

/** @throws {UnreadableValueError} */
function toCondition(row: RowWithContent): Condition {
  requireReadable('condition', row, [row.condition_id]);
  requireReadable('event_record', row, [row.last_record_id], ['version', 'parameters', 'facts', 'remedy']);
  const condition: Condition = {
    conditionId: row.condition_id,
    eventId: row.event_id,
    subject: row.subject,
    needs: JSON.parse(row.needs),
    urgency: row.step,
    level: eventLevelOf(row.level),
    raisedAt: row.raised_at,
    notifiedAt: row.notified_at,
    parameters: JSON.parse(row.latest_parameters ?? row.parameters),
    facts: JSON.parse(row.latest_facts ?? row.facts),
    remedy: JSON.parse(row.latest_remedy ?? row.remedy),
  };
  const incomplete = incompleteColumn({ ...condition, version: row.version });
  if (incomplete !== undefined) throw new UnreadableValueError('condition', incomplete, [row.condition_id]);
  return condition;
}

/**
 * Replaces the open conditions of a shard with those of a scan: conditions that are no longer open
 * become cleared. Must be called inside a transaction, after the records of the scan were appended.
 * @param stored the appended records, with their IDs
 */
export type StoreConditions = (shard: Shard, change: LedgerChange, stored: readonly EventRecord[]) => void;

/** Prepares the statements once. Error messages name the ledger at `path`. */
export function prepareStoreConditions(database: Database, path: string): StoreConditions {
  const openRows = database.prepare<[string], ConditionRow>(
    'SELECT * FROM condition WHERE shard = ? AND cleared_at IS NULL',
  );
  const clear = database.prepare('UPDATE condition SET cleared_at = ?, last_record_id = ? WHERE condition_id = ?');
  const upsert = database.prepare(`INSERT INTO condition
    (condition_id, shard, event_id, subject, needs, step, level, raised_at, notified_at, last_record_id,
      latest_parameters, latest_facts, latest_remedy, cleared_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
    ON CONFLICT (condition_id) DO UPDATE SET needs = excluded.needs, step = excluded.step, level = excluded.level,
      raised_at = excluded.raised_at, notified_at = excluded.notified_at, last_record_id = excluded.last_record_id,
      latest_parameters = excluded.latest_parameters, latest_facts = excluded.latest_facts,
      latest_remedy = excluded.latest_remedy, cleared_at = NULL`);

  const clearRow = (
    row: ConditionRow,
    clearingRecord: EventRecord | undefined,
    scanEndedAt: Instant | undefined,
  ): void => {
    // A condition can be cleared without a record. The end of the scan is then the best known time.
    const clearedAt = clearingRecord?.timeCreated ?? scanEndedAt ?? row.notified_at;
    clear.run(clearedAt, clearingRecord?.eventRecordId ?? row.last_record_id, row.condition_id);
  };
  const storeOpen = (
    shard: Shard,
    condition: Condition,
    row: ConditionRow | undefined,
    { newRecord, isUpdated }: { readonly newRecord: EventRecord | undefined; readonly isUpdated: boolean },
  ): void => {
    // Without a new record, the condition keeps its last record.
    const recordId = newRecord?.eventRecordId ?? row?.last_record_id;
    if (recordId === undefined)
      throw new LedgerError(path, EVENT_LOG_FAILURES.condition_without_record({ conditionId: condition.conditionId }));
    const needs = JSON.stringify(condition.needs);
    const level = LEVEL_NUMBERS[condition.level];
    // Unchanged rows are not written: most scans change nothing, and there may be thousands of
    // rows.
    if (!isUpdated && row !== undefined && isSameRow(row, condition, needs, level, recordId)) return;
    upsert.run(
      condition.conditionId,
      shard,
      condition.eventId,
      condition.subject,
      needs,
      condition.urgency,
      level,
      condition.raisedAt,
      condition.notifiedAt,
      recordId,
      ...latestContent(condition, isUpdated, newRecord === undefined ? row : undefined),
    );
  };

  return (shard, change, stored) => {
    const newRecords = new Map<string, EventRecord>();
    for (const record of stored) if (record.conditionId !== undefined) newRecords.set(record.conditionId, record);
    const previousRows = new Map(openRows.all(shard).map((row) => [row.condition_id, row]));
    const open = change.open ?? [];
    const stillOpen = new Set(open.map(({ conditionId }) => conditionId));
    // Conditions are cleared first: a new condition may have the same event and subject, and the
    // table allows only one open condition for them.
    for (const row of previousRows.values()) {
      if (stillOpen.has(row.condition_id)) continue;
      clearRow(row, newRecords.get(row.condition_id), change.scan?.endedAt);
    }
    for (const condition of open) {
      const { conditionId } = condition;
      const isUpdated = change.updatedConditionIds?.has(conditionId) === true;
      storeOpen(shard, condition, previousRows.get(conditionId), {
        newRecord: newRecords.get(conditionId),
        isUpdated,
      });
    }
  };
}

function isSameRow(row: ConditionRow, condition: Condition, needs: string, level: number, recordId: number): boolean {
  return (
    row.needs === needs &&
    row.step === condition.urgency &&
    row.level === level &&
    row.raised_at === condition.raisedAt &&
    row.notified_at === condition.notifiedAt &&
    row.last_record_id === recordId
  );
}

/**
 * Returns the columns `latest_*`, which override the content of the last record: the new content if
 * it changed without a record; otherwise the values in the row.
 * @param row undefined if a new record contains the content, so that the columns become NULL
 */
function latestContent(
  { parameters, facts, remedy }: Condition,
  isUpdated: boolean,
  row: ConditionRow | undefined,
): readonly (string | null)[] {
  if (isUpdated) return [parameters, facts, remedy].map((content) => JSON.stringify(content));
  return [row?.latest_parameters ?? null, row?.latest_facts ?? null, row?.latest_remedy ?? null];
}
