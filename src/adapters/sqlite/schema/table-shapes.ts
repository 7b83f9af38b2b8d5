import type { Match } from '../../../domain/alert/match.ts';
import { LEVEL_NUMBERS } from '../../../domain/event/event-definition.ts';
import { DAY } from '../../../domain/time.ts';
import { areFacts } from '../../../formats/event/fact-fields.ts';
import {
  type Check,
  isCount,
  isScope,
  isTexts,
  listOf,
  objectOf,
  oneOf,
  optional,
} from '../../../formats/json-checks.ts';
import {
  type Column,
  countColumn,
  failureColumn,
  flagColumn,
  instantColumn,
  integerColumn,
  jsonColumn,
  orNull,
  parseJson,
  reasonColumn,
  textColumn,
  wordColumn,
} from '../column.ts';
import { isMemoryValue } from './memory-shapes.ts';
import { isWrittenCertificate, isWrittenConnector, isWrittenStore } from './observed-shapes.ts';
import { isRotation } from './rotation-shapes.ts';

/** A row as stored in the file. */
export type Row = Readonly<Record<string, unknown>>;

/** The valid content of a table. */
export interface TableShape {
  /**
   * The columns that identify a row, by which rows are sorted; `rowid` is the order of insertion.
   */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
  /** SQL condition for the rows that the daemon needs to work; undefined: it needs no row. */
  readonly neededRows: string | undefined;
  /** Returns the name of a column whose value does not fit the other columns of the row. */
  readonly findMisfit?: (row: Row) => string | undefined;
}

/** The states of deliveries that are final, as a list in SQL. */
const SETTLED = "('delivered', 'failed', 'canceled')";
const OF_UNSETTLED_DELIVERY = `delivery_id IN (SELECT delivery_id FROM delivery WHERE state NOT IN ${SETTLED})`;
/**
 * The maximum time between the end of the retries of a delivery and its `due_at`, ms. A later
 * `due_at` is damaged, and would block all deliveries after this delivery.
 */
const MAX_DUE_DELAY_MS: number = DAY;

const isMatch = objectOf<Match>({
  levels: optional(listOf(oneOf(...Object.keys(LEVEL_NUMBERS)))),
  ids: optional(listOf(isCount)),
  connectors: optional(isTexts),
  stores: optional(isTexts),
  thumbprints: optional(isTexts),
  names: optional(isTexts),
});

/**
 * All tables and columns of the ledger, the database with the event log. The first word of a
 * `wordColumn` replaces an unreadable value: such a delivery counts as canceled, and such an
 * attempt as rejected.
 */
export const TABLE_SHAPES: Readonly<Record<string, TableShape>> = {
  head: { key: ['one'], columns: { one: countColumn, event_record_id: countColumn }, neededRows: 'TRUE' },
  shard: {
    key: ['shard'],
    columns: {
      shard: textColumn,
      revision: countColumn,
      scan_started_at: orNull(instantColumn),
      scan_ended_at: orNull(instantColumn),
      next_scan_at: orNull(instantColumn),
      stored_at: orNull(instantColumn),
      started_at: orNull(instantColumn),
    },
    neededRows: 'TRUE',
  },
  event_record: {
    key: ['event_record_id'],
    columns: {
      event_record_id: countColumn,
      shard: textColumn,
      condition_id: orNull(textColumn),
      change: wordColumn('once', 'raised', 'repeated', 'escalated', 'cleared'),
      provider_name: textColumn,
      event_id: countColumn,
      version: countColumn,
      level: integerColumn,
      time_created: instantColumn,
      computer: textColumn,
      process_id: countColumn,
      parameters: jsonColumn(isTexts),
      facts: jsonColumn(areFacts),
      remedy: jsonColumn(listOf(isTexts)),
    },
    neededRows: 'event_record_id IN (SELECT last_record_id FROM condition WHERE cleared_at IS NULL)',
  },
  event_subject: {
    key: ['kind', 'value', 'event_record_id'],
    columns: { kind: textColumn, value: textColumn, event_record_id: countColumn },
    neededRows: undefined,
  },
  condition: {
    key: ['rowid'],
    columns: {
      condition_id: textColumn,
      shard: textColumn,
      event_id: countColumn,
      subject: textColumn,
      needs: jsonColumn(listOf(isScope)),
      step: integerColumn,
      level: integerColumn,
      raised_at: instantColumn,
      notified_at: instantColumn,
      last_record_id: countColumn,
      cleared_at: orNull(instantColumn),
      latest_parameters: orNull(jsonColumn(isTexts)),
      latest_facts: orNull(jsonColumn(areFacts)),
      latest_remedy: orNull(jsonColumn(listOf(isTexts))),
    },
    neededRows: 'cleared_at IS NULL',
  },
  memory: {
    key: ['shard', 'scope'],
    columns: { shard: textColumn, scope: textColumn, value: textColumn },
    neededRows: 'TRUE',
    findMisfit: ({ scope, value }) => (isMemoryValue(String(scope), parseJson(value)) ? undefined : 'value'),
  },
  silence: {
    key: ['rowid'],
    columns: {
      silence_id: textColumn,
      matcher: jsonColumn(isMatch),
      starts_at: instantColumn,
      ends_at: orNull(instantColumn),
      until_cleared: flagColumn,
      condition_ids: jsonColumn(isTexts),
      reason: textColumn,
      created_by: textColumn,
      created_at: instantColumn,
    },
    neededRows: undefined,
  },
  follower: { key: ['rowid'], columns: { name: textColumn, event_record_id: countColumn }, neededRows: 'TRUE' },
  log_output: {
    key: ['name'],
    columns: {
      name: textColumn,
      position: countColumn,
      failing_since: orNull(instantColumn),
      reason: reasonColumn,
      detail: textColumn,
      failure: failureColumn,
      missed: countColumn,
      missed_first: orNull(countColumn),
      missed_last: orNull(countColumn),
      reported_at: orNull(instantColumn),
    },
    neededRows: 'TRUE',
  },
  delivery: {
    key: ['rowid'],
    columns: {
      delivery_id: textColumn,
      notifier: textColumn,
      group_key: textColumn,
      state: wordColumn('canceled', 'grouping', 'pending', 'sending', 'delivered', 'failed'),
      created_at: instantColumn,
      grouped_at: instantColumn,
      due_at: instantColumn,
      retry_until: instantColumn,
      attempts: countColumn,
      leased_until: orNull(instantColumn),
      log_head: countColumn,
    },
    neededRows: `state NOT IN ${SETTLED}`,
    findMisfit: ({ created_at, due_at, retry_until }) =>
      Number(due_at) > Math.max(Number(created_at), Number(retry_until)) + MAX_DUE_DELAY_MS ? 'due_at' : undefined,
  },
  delivery_record: {
    key: ['delivery_id', 'event_record_id'],
    columns: {
      delivery_id: textColumn,
      event_record_id: countColumn,
      condition_id: orNull(textColumn),
      is_first: flagColumn,
    },
    neededRows: OF_UNSETTLED_DELIVERY,
  },
  delivery_part: {
    key: ['delivery_id', 'part'],
    columns: { delivery_id: textColumn, part: textColumn, is_delivered: flagColumn },
    neededRows: OF_UNSETTLED_DELIVERY,
  },
  attempt: {
    key: ['delivery_id', 'attempt'],
    columns: {
      delivery_id: textColumn,
      attempt: countColumn,
      started_at: instantColumn,
      duration_ms: countColumn,
      outcome: wordColumn('rejected', 'delivered', 'retry'),
      reason: orNull(reasonColumn),
      detail: textColumn,
      failure: failureColumn,
      not_before: orNull(instantColumn),
      disable: flagColumn,
    },
    neededRows: OF_UNSETTLED_DELIVERY,
  },
  suppressed: {
    key: ['notifier', 'condition_id'],
    columns: { notifier: textColumn, condition_id: textColumn, event_record_id: countColumn },
    neededRows: 'TRUE',
  },
  notifier_health: {
    key: ['notifier'],
    columns: {
      notifier: textColumn,
      delivered_at: orNull(instantColumn),
      failing_since: orNull(instantColumn),
      failed_at: orNull(instantColumn),
      reason: orNull(reasonColumn),
      detail: orNull(textColumn),
      failure: failureColumn,
      is_disabled: flagColumn,
      failed_deliveries: countColumn,
    },
    neededRows: 'TRUE',
  },
  outcome_count: {
    key: ['notifier', 'outcome', 'reason'],
    columns: {
      notifier: textColumn,
      outcome: wordColumn('rejected', 'delivered', 'retry'),
      reason: reasonColumn,
      count: countColumn,
    },
    neededRows: 'TRUE',
  },
  rotation: {
    key: ['rowid'],
    columns: { rotation_id: textColumn, shard: textColumn, found: jsonColumn(isRotation) },
    neededRows: 'TRUE',
  },
  probe_request: {
    key: ['rowid'],
    columns: { request_id: textColumn, shard: textColumn, connectors: jsonColumn(isTexts) },
    neededRows: undefined,
  },
  observed: {
    key: ['shard', 'kind', 'name'],
    columns: {
      shard: textColumn,
      kind: wordColumn('certificate', 'connector', 'store'),
      name: textColumn,
      position: countColumn,
      value: textColumn,
    },
    neededRows: undefined,
    findMisfit: ({ kind, value }) => {
      const checks = { certificate: isWrittenCertificate, connector: isWrittenConnector, store: isWrittenStore };
      const check = new Map<unknown, Check>(Object.entries(checks)).get(kind);
      return check?.(parseJson(value)) ? undefined : 'value';
    },
  },
  damage: {
    key: ['rowid'],
    columns: { location: textColumn, detail: textColumn, failure: failureColumn },
    neededRows: 'TRUE',
  },
};
