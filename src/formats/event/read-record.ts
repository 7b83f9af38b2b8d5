import type { FactsByName } from '../../domain/event/data/facts-by-name.ts';
import { type EventLevel, LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import type { Change, EventRecord } from '../../domain/event/event-record.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { problemOfFailure } from '../../domain/failure/problem-of-failure.ts';
import { RECORD_FAILURES } from '../../domain/failure/record-failures.ts';
import { isCount, isInstant, isTexts } from '../json-checks.ts';
import type { Parsed } from '../parsed.ts';
import { areFacts, FACT_FIELDS } from './fact-fields.ts';
import { incompletenessOf } from './incompleteness-of.ts';

/** The fields of a record before validation. */
export type RawRecord = Readonly<Record<keyof EventRecord, unknown>>;

const CHANGES: Readonly<Record<Change, true>> = {
  once: true,
  raised: true,
  repeated: true,
  escalated: true,
  cleared: true,
};

const isChange = (value: unknown): value is Change => typeof value === 'string' && Object.hasOwn(CHANGES, value);
const isLevel = (value: unknown): value is EventLevel =>
  typeof value === 'string' && Object.hasOwn(LEVEL_NUMBERS, value);
const isRemedy = (value: unknown): value is EventRecord['remedy'] => Array.isArray(value) && value.every(isTexts);

/** Returns the facts without those of newer versions; undefined if a known fact is not valid. */
function readFacts(value: unknown): FactsByName | undefined {
  if (!areFacts(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(FACT_FIELDS, name)));
}

/**
 * Returns the problem of a record that cannot be read. The location is empty: the caller, which
 * knows the file or the row, adds it.
 */
function malformedRecord(failure: Failure): Parsed<EventRecord> {
  return { kind: 'problem', problem: problemOfFailure('record_malformed', '', failure) };
}

/**
 * Validates the fields of a record. Returns the record, or a problem with the first invalid field.
 */
export function readRecord(raw: RawRecord): Parsed<EventRecord> {
  const { eventRecordId, eventId, version, level, change, conditionId } = raw;
  const { providerName, timeCreated, computer, processId, parameters, remedy } = raw;
  const facts = readFacts(raw.facts);
  if (!isCount(eventRecordId)) return malformedRecord(RECORD_FAILURES.record_id_invalid);
  if (!isCount(eventId)) return malformedRecord(RECORD_FAILURES.record_event_id_invalid);
  if (!isCount(version)) return malformedRecord(RECORD_FAILURES.record_version_invalid);
  if (!isCount(processId)) return malformedRecord(RECORD_FAILURES.record_process_id_invalid);
  if (!isLevel(level)) return malformedRecord(RECORD_FAILURES.record_level_invalid);
  if (!isChange(change)) return malformedRecord(RECORD_FAILURES.record_change_invalid);
  if (typeof providerName !== 'string') return malformedRecord(RECORD_FAILURES.record_provider_missing);
  if (typeof computer !== 'string') return malformedRecord(RECORD_FAILURES.record_computer_missing);
  if (!isInstant(timeCreated)) return malformedRecord(RECORD_FAILURES.record_time_invalid);
  if (conditionId !== undefined && typeof conditionId !== 'string')
    return malformedRecord(RECORD_FAILURES.record_condition_invalid);
  if (!isTexts(parameters)) return malformedRecord(RECORD_FAILURES.record_parameter_invalid);
  if (!isRemedy(remedy)) return malformedRecord(RECORD_FAILURES.record_remedy_invalid);
  if (facts === undefined) return malformedRecord(RECORD_FAILURES.record_fact_invalid);
  const value: EventRecord = {
    eventRecordId,
    processId,
    providerName,
    eventId,
    version,
    level,
    timeCreated,
    computer,
    change,
    conditionId,
    parameters,
    facts,
    remedy,
  };
  return { kind: 'parsed', value };
}

/**
 * Validates the fields of a record of the event log, which has everything that its text needs.
 * Returns the record, or a problem with the first invalid or missing field.
 */
export function readStoredRecord(raw: RawRecord): Parsed<EventRecord> {
  const read = readRecord(raw);
  if (read.kind === 'problem') return read;
  const incompleteness = incompletenessOf(read.value);
  return incompleteness === undefined ? read : malformedRecord(incompleteness);
}
