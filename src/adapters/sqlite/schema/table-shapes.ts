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
  count,
  flag,
  instant,
  json,
  orNull,
  parsedJson,
  reason,
  textColumn,
  whole,
  word,
} from '../column.ts';
import { UnreadableValueError } from '../ledger-failure.ts';
import { isMemoryValue, isRotation } from './memory-shapes.ts';
import { isWrittenConnector, isWrittenStore, isWrittenStored } from './observed-shapes.ts';

/** A row as stored in the file. */
export type Row = Readonly<Record<string, unknown>>;

/** The valid content of the rows of a table. */
export interface TableShape {
  /** The columns that identify a row. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
  /** SQL condition for the rows that the daemon needs; undefined if no reader needs them. */
  readonly needed: string | undefined;
  /** Returns a column whose value does not fit the other columns of the row. */
  readonly misfit?: (row: Row) => string | undefined;
}

const SETTLED = "('delivered', 'failed', 'canceled')";
const OF_UNSETTLED = `delivery_id IN (SELECT delivery_id FROM delivery WHERE state NOT IN ${SETTLED})`;
/**
 * The maximum time that a delivery can be due after it should have been abandoned, ms. A later
 * delivery would block all deliveries after it.
 */
const LONGEST_WAIT: number = DAY;

const isMatch = objectOf<Match>({
  levels: optional(listOf(oneOf(...Object.keys(LEVEL_NUMBERS)))),
  ids: optional(listOf(isCount)),
  connectors: optional(isTexts),
  stores: optional(isTexts),
  thumbprints: optional(isTexts),
  names: optional(isTexts),
});

/** All tables and columns of the ledger. */
export const TABLE_SHAPES: Readonly<Record<string, TableShape>> = {
  head: { key: ['one'], columns: { one: count, event_record_id: count }, needed: 'TRUE' },
  shard: {
    key: ['shard'],
    columns: {
      shard: textColumn,
      revision: count,
      scan_started_at: orNull(instant),
      scan_ended_at: orNull(instant),
      next_scan_at: orNull(instant),
      stored_at: orNull(instant),
      started_at: orNull(instant),
    },
    needed: 'TRUE',
  },
  event_record: {
    key: ['event_record_id'],
    columns: {
      event_record_id: count,
      shard: textColumn,
      condition_id: orNull(textColumn),
      change: word('once', 'raised', 'repeated', 'escalated', 'cleared'),
      provider_name: textColumn,
      event_id: count,
      version: count,
      level: whole,
      time_created: instant,
      computer: textColumn,
      process_id: count,
      parameters: json(isTexts),
      facts: json(areFacts),
      remedy: json(listOf(isTexts)),
    },
    needed: 'event_record_id IN (SELECT last_record_id FROM condition WHERE cleared_at IS NULL)',
  },
  event_subject: {
    key: ['kind', 'value', 'event_record_id'],
    columns: { kind: textColumn, value: textColumn, event_record_id: count },
    needed: undefined,
  },
  condition: {
    key: ['rowid'],
    columns: {
      condition_id: textColumn,
      shard: textColumn,
      event_id: count,
      subject: textColumn,
      needs: json(listOf(isScope)),
      step: whole,
      level: whole,
      raised_at: instant,
      notified_at: instant,
      last_record_id: count,
      cleared_at: orNull(instant),
      latest_parameters: orNull(json(isTexts)),
      latest_facts: orNull(json(areFacts)),
      latest_remedy: orNull(json(listOf(isTexts))),
    },
    needed: 'cleared_at IS NULL',
  },
  memory: {
    key: ['shard', 'scope'],
    columns: { shard: textColumn, scope: textColumn, value: textColumn },
    needed: 'TRUE',
    misfit: ({ scope, value }) => (isMemoryValue(String(scope), parsedJson(value)) ? undefined : 'value'),
  },
  silence: {
    key: ['rowid'],
    columns: {
      silence_id: textColumn,
      matcher: json(isMatch),
      starts_at: instant,
      ends_at: orNull(instant),
      until_cleared: flag,
      condition_ids: json(isTexts),
      reason: textColumn,
      created_by: textColumn,
      created_at: instant,
    },
    needed: undefined,
  },
  follower: { key: ['rowid'], columns: { name: textColumn, event_record_id: count }, needed: 'TRUE' },
  log_output: {
    key: ['name'],
    columns: {
      name: textColumn,
      position: count,
      failing_since: orNull(instant),
      reason,
      detail: textColumn,
      missed: count,
      missed_first: orNull(count),
      missed_last: orNull(count),
      reported_at: orNull(instant),
    },
    needed: 'TRUE',
  },
  delivery: {
    key: ['rowid'],
    columns: {
      delivery_id: textColumn,
      notifier: textColumn,
      group_key: textColumn,
      state: word('canceled', 'grouping', 'pending', 'sending', 'delivered', 'failed'),
      created_at: instant,
      grouped_at: instant,
      due_at: instant,
      retry_until: instant,
      attempts: count,
      leased_until: orNull(instant),
      log_head: count,
    },
    needed: `state NOT IN ${SETTLED}`,
    misfit: ({ created_at, due_at, retry_until }) =>
      Number(due_at) > Math.max(Number(created_at), Number(retry_until)) + LONGEST_WAIT ? 'due_at' : undefined,
  },
  delivery_record: {
    key: ['delivery_id', 'event_record_id'],
    columns: { delivery_id: textColumn, event_record_id: count, condition_id: orNull(textColumn), is_first: flag },
    needed: OF_UNSETTLED,
  },
  delivery_part: {
    key: ['delivery_id', 'part'],
    columns: { delivery_id: textColumn, part: textColumn, is_delivered: flag },
    needed: OF_UNSETTLED,
  },
  attempt: {
    key: ['delivery_id', 'attempt'],
    columns: {
      delivery_id: textColumn,
      attempt: count,
      started_at: instant,
      duration_ms: count,
      outcome: word('rejected', 'delivered', 'retry'),
      reason: orNull(reason),
      detail: textColumn,
      not_before: orNull(instant),
      disable: flag,
    },
    needed: OF_UNSETTLED,
  },
  suppressed: {
    key: ['notifier', 'condition_id'],
    columns: { notifier: textColumn, condition_id: textColumn, event_record_id: count },
    needed: 'TRUE',
  },
  notifier_health: {
    key: ['notifier'],
    columns: {
      notifier: textColumn,
      delivered_at: orNull(instant),
      failing_since: orNull(instant),
      failed_at: orNull(instant),
      reason: orNull(reason),
      detail: orNull(textColumn),
      is_disabled: flag,
      failed_deliveries: count,
    },
    needed: 'TRUE',
  },
  outcome_count: {
    key: ['notifier', 'outcome', 'reason'],
    columns: { notifier: textColumn, outcome: word('rejected', 'delivered', 'retry'), reason, count },
    needed: 'TRUE',
  },
  rotation: {
    key: ['rowid'],
    columns: { rotation_id: textColumn, shard: textColumn, found: json(isRotation) },
    needed: 'TRUE',
  },
  probe_request: {
    key: ['rowid'],
    columns: { request_id: textColumn, shard: textColumn, connectors: json(isTexts) },
    needed: undefined,
  },
  observed: {
    key: ['shard', 'kind', 'name'],
    columns: {
      shard: textColumn,
      kind: word('certificate', 'connector', 'store'),
      name: textColumn,
      position: count,
      value: textColumn,
    },
    needed: undefined,
    misfit: ({ kind, value }) => {
      const checks = { certificate: isWrittenStored, connector: isWrittenConnector, store: isWrittenStore };
      const check = new Map<unknown, Check>(Object.entries(checks)).get(kind);
      return check?.(parsedJson(value)) ? undefined : 'value';
    },
  },
  damage: { key: ['rowid'], columns: { location: textColumn, detail: textColumn }, needed: 'TRUE' },
};

/** Returns the first unreadable column of a row; undefined if there is none. */
export function unreadableColumn({ columns, misfit }: TableShape, row: Row): string | undefined {
  const wrong = Object.entries(columns).find(([name, { check }]) => !check(row[name]));
  return wrong?.[0] ?? misfit?.(row);
}

/**
 * Throws if a row has an unreadable value.
 * @param columns the columns of the table that the row has; default all
 * @throws {UnreadableValueError}
 */
export function requireReadable(
  table: string,
  row: object,
  key: readonly unknown[],
  columns?: readonly string[],
): void {
  const shape = TABLE_SHAPES[table];
  if (shape === undefined) return;
  const checked = Object.entries(shape.columns).filter(([name]) => columns === undefined || columns.includes(name));
  const wrong = checked.find(([name, { check }]) => !check(Reflect.get(row, name)));
  if (wrong !== undefined) throw new UnreadableValueError(table, wrong[0], key);
}

/**
 * Returns the row with fallbacks in place of unreadable values, and the names of the replaced
 * columns.
 */
export function readable<T extends object>(
  table: string,
  row: T,
): { readonly row: T; readonly unreadable: readonly string[] } {
  const columns = Object.entries(TABLE_SHAPES[table]?.columns ?? {});
  const wrong = columns.filter(([name, { check }]) => Object.hasOwn(row, name) && !check(Reflect.get(row, name)));
  if (wrong.length === 0) return { row, unreadable: [] };
  const standIns = Object.fromEntries(wrong.map(([name, { fallback }]) => [name, fallback]));
  return { row: { ...row, ...standIns }, unreadable: wrong.map(([name]) => name) };
}
