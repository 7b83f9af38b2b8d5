import { describe, expect, test } from 'vitest';
import { ALL_EVENTS } from '../../../src/domain/event/catalog/all.ts';
import type { EventContent, EventType } from '../../../src/domain/event/event-definition.ts';
import { type RawRecord, readStoredRecord } from '../../../src/formats/event/read-record.ts';
import { PLAUSIBLE } from '../../domain/event/plausible.ts';
import { NO_CERTIFICATE } from './records.ts';

/** A valid value of each fact that an event requires. */
const VALUES: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    ['notBefore', 'notAfter', 'requestedAt', 'onDiskSince', 'count', 'moreListeners'].map((name) => [name, 1]),
  ),
  ...Object.fromEntries(
    [
      ...['locations', 'connectors', 'fqdns', 'services', 'files', 'probes', 'listeners', 'inaccessiblePaths'],
      ...['certificates', 'names', 'missingNames', 'reload', 'rotated'],
    ].map((name) => [name, []]),
  ),
  direction: 'receive',
  fqdnSource: 'connector',
  cleared: {
    eventId: 12014,
    raisedAt: 1,
    evidence: { scope: 'store:My', at: 1, reason: 'observed' },
  },
};

/** Returns a complete record of an event, with the required facts only. */
function completeRecord({ eventId, parameters, requiredFacts }: EventType): RawRecord {
  return {
    ...NO_CERTIFICATE,
    eventId,
    parameters: parameters.map(() => '1'),
    facts: Object.fromEntries(requiredFacts.map((name) => [name, VALUES[name] ?? 'text'])),
  };
}

/** Returns a record without one of its facts. */
function without(record: RawRecord, name: string): RawRecord {
  const facts = Object.entries(record.facts ?? {}).filter(([key]) => key !== name);
  return { ...record, facts: Object.fromEntries(facts) };
}

const rows = ALL_EVENTS.map((event) => [event.eventId, event] as const);

test('a stored record is read with reasons of a newer version', () => {
  const { nearestMiss, ...facts } = NO_CERTIFICATE.facts;
  const reason = 'of-tomorrow';
  const newer = { ...NO_CERTIFICATE, facts: { ...facts, reason, nearestMiss: { ...nearestMiss, reason } } };
  expect(readStoredRecord(newer)).toMatchObject({ kind: 'parsed' });
  const cleared = { eventId: 12014, raisedAt: 1, evidence: { scope: 'store:My', at: 1, reason } };
  const ended = { ...NO_CERTIFICATE, eventId: 1900, facts: { ...facts, cleared } };
  expect(readStoredRecord(ended)).toMatchObject({ kind: 'parsed' });
});

describe.each(rows)('a stored record of event %i', (_, event) => {
  const record = completeRecord(event);

  test('is read with its required facts', () => {
    expect(readStoredRecord(record)).toMatchObject({ kind: 'parsed' });
  });

  test('is unreadable without any one of them', () => {
    for (const name of event.requiredFacts) {
      expect(readStoredRecord(without(record, name))).toMatchObject({
        kind: 'problem',
        problem: { reason: 'record_malformed', failure: { code: 'record_fact_missing', arguments: { name } } },
      });
    }
  });

  test('is unreadable without one of its required parameters, and with one more', () => {
    const parameters = event.parameters.map(() => '1');
    const lists = Array.from({ length: event.requiredParameterCount }, (_item, length) => parameters.slice(0, length));
    for (const list of [...lists, [...parameters, '1']]) {
      expect(readStoredRecord({ ...record, parameters: list })).toMatchObject({
        kind: 'problem',
        problem: { failure: { code: 'record_parameter_count_wrong', arguments: { found: list.length } } },
      });
    }
  });

  test('of a newer version is read with unknown facts and further parameters', () => {
    const parameters = [...event.parameters.map(() => '1'), 'new'];
    const facts = { ...Object(record.facts), newFact: { of: 'a newer version' } };
    expect(readStoredRecord({ ...record, version: 1, parameters, facts })).toMatchObject({ kind: 'parsed' });
    expect(readStoredRecord({ ...record, facts })).toMatchObject({ kind: 'parsed' });
  });
});

test('a record of an event that only a newer version knows is read', () => {
  const record: RawRecord = { ...NO_CERTIFICATE, eventId: 1999, parameters: [], facts: {} };
  expect(readStoredRecord(record)).toMatchObject({ kind: 'parsed' });
});

test('records of the first version lack the path of the event log, and the sockets of a server', () => {
  const later = new Map([
    [1105, ['path']],
    [1111, ['listeners', 'moreListeners']],
  ]);
  for (const [, event] of rows) {
    for (const name of later.get(event.eventId) ?? []) expect(event.requiredFacts).not.toContain(name);
  }
});

test('the last parameter of 1001 may be missing', () => {
  const content = { ...NO_CERTIFICATE, eventId: 1001, parameters: ['SIGTERM'], facts: {} };
  expect(readStoredRecord(content)).toMatchObject({ kind: 'parsed' });
});

test('the samples of all events have all parameters', () => {
  const incomplete = ALL_EVENTS.filter(({ eventId, parameters }) =>
    (PLAUSIBLE.get(eventId) ?? []).some((sample: EventContent) => sample.parameters.length !== parameters.length),
  );
  expect(incomplete.map(({ eventId }) => eventId)).toEqual([]);
});
