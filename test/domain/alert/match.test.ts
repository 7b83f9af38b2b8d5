import { describe, expect, test } from 'vitest';
import { type Match, matches, matchesWithAllObjects } from '../../../src/domain/alert/match.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { NOON } from '../world.ts';
import { ended, eventRecord } from './event-records.ts';

const A = '9D77E2AA40B1C6D58E9F0A1B2C3D4E5F60718293';
const B = '3F2A9C4189D07E5B6A1C22F0B7E4D3A95811CC07';

const nothing = eventRecord();
const shared = eventRecord({
  eventId: 12018,
  level: 'Warning',
  facts: {
    thumbprint: A,
    fqdn: 'mail.contoso.com',
    fqdns: ['mail.contoso.com', 'imap.contoso.com'],
    connectors: ['Client MAIL01', 'Client MAIL02'],
    subject: 'CN=cn.contoso.com,O=Contoso',
  },
});
const unused = eventRecord({
  eventId: 1300,
  level: 'Warning',
  facts: {
    store: 'certbot',
    count: 2,
    certificates: [
      { thumbprint: A, names: ['a.contoso.com', 'b.contoso.com'], notAfter: NOON },
      { thumbprint: B, names: ['c.fabrikam.com'], notAfter: NOON },
    ],
  },
});
const many = eventRecord({ ...unused, facts: { ...unused.facts, count: 14 } });
const internal = eventRecord({
  eventId: 12015,
  level: 'Warning',
  facts: { thumbprint: A, subject: 'CN=mail01.contoso.com' },
});

/**
 * Each match and record, and whether the match has one object of the record, and whether it has all
 * of them.
 */
const CASES: readonly (readonly [string, Match, EventRecord, boolean, boolean])[] = [
  ['nothing is asked for', {}, nothing, true, true],
  ['its level', { levels: ['Error'] }, nothing, true, true],
  ['another level', { levels: ['Warning'] }, nothing, false, false],
  ['one of two events', { ids: [12015, 12014] }, nothing, true, true],
  ['another event', { ids: [12015] }, nothing, false, false],
  ['no event at all', { ids: [] }, nothing, false, false],
  ['its event and another level', { ids: [12014], levels: ['Warning'] }, nothing, false, false],
  ['its connector', { connectors: ['Default*'] }, nothing, true, true],
  ['one of its connectors', { connectors: ['client mail01'] }, shared, true, false],
  ['both of its connectors', { connectors: ['Client MAIL0?'] }, shared, true, true],
  ['a connector, for a record without one', { connectors: ['*'] }, internal, false, false],
  ['its store', { stores: ['cert*'] }, unused, true, true],
  ['a store, for a record without one', { stores: ['*'] }, nothing, false, false],
  ['the front of its thumbprint', { thumbprints: ['9d:77:e2 aa'] }, shared, true, true],
  ['the end of its thumbprint', { thumbprints: ['60718293'] }, shared, false, false],
  ['one of its certificates', { thumbprints: [A] }, unused, true, false],
  ['each of its certificates', { thumbprints: [A, B] }, unused, true, true],
  ['each that is named, of more', { thumbprints: [A, B] }, many, true, false],
  ['its FQDN', { names: ['mail.contoso.com'] }, nothing, true, true],
  ['one of its FQDNs', { names: ['mail.contoso.com'] }, shared, true, false],
  ['both of its FQDNs', { names: ['*.contoso.com'] }, shared, true, true],
  ['the common name in addition to its FQDNs', { names: ['cn.contoso.com'] }, shared, true, false],
  ['its common name', { names: ['mail01.*'] }, internal, true, true],
  ['one name of each certificate', { names: ['b.contoso.com', '*.fabrikam.com'] }, unused, true, true],
  ['one name of one certificate', { names: ['b.contoso.com'] }, unused, true, false],
  ['the resolved event', { ids: [12014] }, ended(nothing), true, true],
  ['the end itself', { ids: [1900] }, ended(nothing), true, true],
  ['the level of the resolved event', { levels: ['Error'] }, ended(nothing), true, true],
  ['the level of the end', { levels: ['Information'] }, ended(nothing), false, false],
  ['the connector of the resolved event', { connectors: ['Default MAIL01'] }, ended(nothing), true, true],
];

describe('a match', () => {
  test.each(CASES)('of %s', (_, match, record, some, whole) => {
    expect([matches(match, record), matchesWithAllObjects(match, record)]).toEqual([some, whole]);
  });

  test("has the catalog's level for a resolution that an earlier version wrote", () => {
    const { level: _, ...cleared } = ended(nothing).facts.cleared ?? { eventId: 0, raisedAt: 0, evidence: undefined };
    const record = ended(nothing, { facts: { cleared: cleared as NonNullable<EventRecord['facts']['cleared']> } });
    expect(matches({ levels: ['Error'] }, record)).toBe(true);
  });
});
