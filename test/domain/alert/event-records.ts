import type { Silence } from '../../../src/domain/alert/silence.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import type { Evidence } from '../../../src/domain/event/data/life-cycle-data.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { completeFacts } from '../event/complete-facts.ts';
import { NOON } from '../world.ts';

const CONNECTOR: FactsByName = {
  connector: 'Default MAIL01',
  direction: 'receive',
  fqdn: 'mail.contoso.com',
  fqdnSource: 'connector',
};

/** Returns a 12014 of one connector, with these changes and all facts that the event requires. */
export function eventRecord(more: Partial<EventRecord> = {}): EventRecord {
  return {
    eventRecordId: 1,
    processId: 4711,
    providerName: 'MSExchangeTransport',
    eventId: 12014,
    version: 0,
    level: 'Error',
    timeCreated: NOON,
    computer: 'mail01.contoso.com',
    change: 'raised',
    conditionId: 'c-1',
    parameters: ['mail.contoso.com', 'Default MAIL01', 'mail.contoso.com'],
    remedy: [],
    ...more,
    facts: completeFacts(more.eventId ?? 12014, more.facts ?? CONNECTOR),
  };
}

/** Returns the resolution of a record's condition. */
export function ended(record: EventRecord, more: Partial<EventRecord> = {}): EventRecord {
  const { eventId, level, timeCreated, facts } = record;
  return {
    ...record,
    eventId: 1900,
    level: 'Information',
    providerName: 'mailcertd',
    change: 'cleared',
    parameters: [String(eventId), 'subject', '60'],
    facts: {
      ...facts,
      cleared: { eventId, level, raisedAt: timeCreated, evidence: { scope: 'store:*', at: NOON, reason: 'observed' } },
    },
    ...more,
  };
}

/** Returns the resolution of a record's condition, with this reason. */
export function endedBy(record: EventRecord, reason: Evidence['reason'], more: Partial<EventRecord> = {}): EventRecord {
  const end = ended(record, more);
  const { cleared } = end.facts;
  if (cleared === undefined) throw new Error('an end without its proof');
  return { ...end, facts: { ...end.facts, cleared: { ...cleared, evidence: { ...cleared.evidence, reason } } } };
}

/** Returns a silence of an hour. */
export function silence(more: Partial<Silence> = {}): Silence {
  return {
    silenceId: 's-1',
    match: {},
    startsAt: NOON,
    endsAt: NOON + 3_600_000,
    isUntilCleared: false,
    conditionIds: [],
    reason: 'moving house',
    createdBy: 'root',
    createdAt: NOON,
    ...more,
  };
}
