import { eventRecordUnreadable } from '../../../domain/event/catalog/event-record-unreadable.ts';
import {
  EVENT_VERSION,
  type EventLevel,
  LEVEL_NUMBERS,
  MAILCERTD_PROVIDER,
} from '../../../domain/event/event-definition.ts';
import type { Change, EventRecord } from '../../../domain/event/event-record.ts';
import { errorFacts } from '../../../domain/failure/error-facts.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { readStoredRecord } from '../../../formats/event/read-record.ts';
import { isCount, isInstant, isText } from '../../../formats/json-checks.ts';
import { parseJson } from '../column.ts';

/**
 * A row of event_record, with the column names of the table. In a damaged file, any column may hold
 * any value.
 */
export interface EventRow {
  readonly event_record_id: number;
  readonly condition_id: unknown;
  readonly change: unknown;
  readonly provider_name: unknown;
  readonly event_id: unknown;
  readonly version: unknown;
  readonly level: unknown;
  readonly time_created: unknown;
  readonly computer: unknown;
  readonly process_id: unknown;
  readonly parameters: unknown;
  readonly facts: unknown;
  readonly remedy: unknown;
}

const CHANGES: readonly Change[] = ['once', 'raised', 'repeated', 'escalated', 'cleared'];

/**
 * Returns the level for its number in the Windows event schema. Every level below Warning becomes
 * Information.
 */
export function eventLevelOf(levelNumber: number): EventLevel {
  if (levelNumber <= LEVEL_NUMBERS.Error) return 'Error';
  return levelNumber === LEVEL_NUMBERS.Warning ? 'Warning' : 'Information';
}

/**
 * Returns the record of a row; for an unreadable row, a record that reports it. Never throws.
 */
export function toEventRecord(row: EventRow): EventRecord {
  const read = readStoredRecord({
    eventRecordId: row.event_record_id,
    providerName: row.provider_name,
    eventId: row.event_id,
    version: row.version,
    level: typeof row.level === 'number' ? eventLevelOf(row.level) : row.level,
    timeCreated: row.time_created,
    computer: row.computer,
    processId: row.process_id,
    change: row.change,
    conditionId: row.condition_id ?? undefined,
    parameters: parseJson(row.parameters),
    facts: parseJson(row.facts),
    remedy: parseJson(row.remedy),
  });
  return read.kind === 'parsed' ? read.value : unreadableRecord(row, read.problem);
}

/**
 * Returns the record that is shown in place of an unreadable row, so that lists, log outputs and
 * alerts can continue. It has the ID of the row, and its time, condition and change if they are
 * readable.
 */
function unreadableRecord(row: EventRow, problem: Problem): EventRecord {
  const error = errorFacts(problem);
  const countOrZero = (value: unknown): number => (isCount(value) ? Number(value) : 0);
  const { parameters, facts } = eventRecordUnreadable.contentOf(
    { eventRecordId: String(row.event_record_id), eventId: String(countOrZero(row.event_id)), detail: error.detail },
    error,
  );
  return {
    eventRecordId: row.event_record_id,
    providerName: MAILCERTD_PROVIDER,
    eventId: eventRecordUnreadable.eventId,
    version: EVENT_VERSION,
    level: eventRecordUnreadable.level,
    timeCreated: isInstant(row.time_created) ? Number(row.time_created) : 0,
    computer: isText(row.computer) ? String(row.computer) : '',
    processId: countOrZero(row.process_id),
    change: CHANGES.find((change) => change === row.change) ?? 'once',
    conditionId: isText(row.condition_id) ? String(row.condition_id) : undefined,
    parameters,
    facts,
    remedy: [],
  };
}
