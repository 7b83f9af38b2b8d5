import type { Settings } from '../assessment/settings.ts';
import type { FactsByName } from '../event/data/facts-by-name.ts';
import {
  EVENT_VERSION,
  type EventLevel,
  type EventType,
  EXCHANGE_PROVIDER,
  MAILCERTD_PROVIDER,
  type RaisedEvent,
} from '../event/event-definition.ts';
import type { Change, NewEventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';

/** The settings for event records: the reminder interval, and the fields that all records share. */
export interface RecordPolicy extends Pick<Settings, 'repeatInterval' | 'levels' | 'exchangeProvider'> {
  /** FQDN of the computer. */
  readonly computer: string;
}

/** The fields of an event record that are not the same for all records of a scan. */
interface RecordContent {
  readonly change: Change;
  readonly conditionId: string | undefined;
  readonly parameters: readonly string[];
  readonly facts: FactsByName;
  readonly remedy: readonly (readonly string[])[];
  readonly level?: EventLevel;
}

/** Returns the level of a finding: the configured level, or else its own, or else the event's. */
export function levelOf(event: EventType, { levels }: RecordPolicy, findingLevel?: EventLevel): EventLevel {
  return levels.get(event.eventId) ?? findingLevel ?? event.level;
}

/**
 * Returns an event record with the provider and computer of the policy. Without a level in
 * `content`, the level is the configured one or the event's.
 */
export function newRecord(
  event: EventType,
  content: RecordContent,
  policy: RecordPolicy,
  now: Instant,
): NewEventRecord {
  return {
    providerName: event.provider === 'own' ? MAILCERTD_PROVIDER : policy.exchangeProvider || EXCHANGE_PROVIDER,
    eventId: event.eventId,
    version: EVENT_VERSION,
    level: levelOf(event, policy),
    timeCreated: now,
    computer: policy.computer,
    ...content,
  };
}

/** Returns the record of an event that opens no condition, such as a start or a clock change. */
export function recordOnce(
  { event, parameters, facts }: RaisedEvent,
  policy: RecordPolicy,
  now: Instant,
  remedy: NewEventRecord['remedy'] = [],
): NewEventRecord {
  return newRecord(event, { change: 'once', conditionId: undefined, parameters, facts, remedy }, policy, now);
}
