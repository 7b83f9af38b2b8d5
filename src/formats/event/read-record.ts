import type { Facts } from '../../domain/event/event-data.ts';
import { type EventLevel, LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';
import type { Change, EventRecord } from '../../domain/event/event-record.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import { isCount, isInstant, isTexts } from '../json-checks.ts';
import type { Parsed } from '../parsed.ts';
import { areFacts, FACT_FIELDS } from './fact-fields.ts';

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
function readFacts(value: unknown): Facts | undefined {
  if (!areFacts(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(FACT_FIELDS, name)));
}

/**
 * Returns the problem of a record that cannot be read. The location is empty: the caller, which
 * knows the file or the row, adds it.
 */
export function malformedRecord(detail: string, reason: Reason = 'record_malformed'): Parsed<EventRecord> {
  return { kind: 'problem', problem: { reason, location: '', detail } };
}

/**
 * Validates the fields of a record. Returns the record, or a problem with the first invalid field.
 */
export function readRecord(raw: RawRecord): Parsed<EventRecord> {
  const { eventRecordId, eventId, version, level, change, conditionId } = raw;
  const { providerName, timeCreated, computer, processId, parameters, remedy } = raw;
  const facts = readFacts(raw.facts);
  if (!isCount(eventRecordId)) return malformedRecord('the record number is not a number');
  if (!isCount(eventId)) return malformedRecord('the event number is not a number');
  if (!isCount(version)) return malformedRecord('the version is not a number');
  if (!isCount(processId)) return malformedRecord('the process number is not a number');
  if (!isLevel(level)) return malformedRecord('the level is not one of the three');
  if (!isChange(change)) return malformedRecord('the change is not one of the five');
  if (typeof providerName !== 'string') return malformedRecord('the provider is missing');
  if (typeof computer !== 'string') return malformedRecord('the computer is missing');
  if (!isInstant(timeCreated)) return malformedRecord('the time is not valid');
  if (conditionId !== undefined && typeof conditionId !== 'string')
    return malformedRecord('the condition is not a text');
  if (!isTexts(parameters)) return malformedRecord('a parameter is not a text');
  if (!isRemedy(remedy)) return malformedRecord('the remedy is not a list of commands');
  if (facts === undefined) return malformedRecord('a named value has the wrong type');
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
