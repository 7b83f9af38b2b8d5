import type { EventLevel } from '../../domain/event/event-definition.ts';
import { LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import type { Change, EventRecord } from '../../domain/event/event-record.ts';

/** A row of event_record, columns as they are named there. */
export interface EventRow {
  readonly event_record_id: number;
  readonly condition_id: string | null;
  readonly change: Change;
  readonly provider_name: string;
  readonly event_id: number;
  readonly version: number;
  readonly level: number;
  readonly time_created: number;
  readonly computer: string;
  readonly process_id: number;
  readonly parameters: string;
  readonly facts: string;
  readonly remedy: string;
}

/** A level by its number in the Windows event schema; what is milder than Warning is Information. */
export function levelOf(number: number): EventLevel {
  if (number <= LEVEL_NUMBERS.Error) return 'Error';
  return number === LEVEL_NUMBERS.Warning ? 'Warning' : 'Information';
}

export function toEventRecord(row: EventRow): EventRecord {
  return {
    eventRecordId: row.event_record_id,
    providerName: row.provider_name,
    eventId: row.event_id,
    version: row.version,
    level: levelOf(row.level),
    timeCreated: row.time_created,
    computer: row.computer,
    processId: row.process_id,
    change: row.change,
    conditionId: row.condition_id ?? undefined,
    parameters: JSON.parse(row.parameters),
    facts: JSON.parse(row.facts),
    remedy: JSON.parse(row.remedy),
  };
}
