import { describe, expect, test } from 'vitest';
import { advanceConditions } from '../../../src/domain/condition/advance-conditions.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { RecordPolicy } from '../../../src/domain/condition/new-record.ts';
import { starttlsCertificateExpiresSoon } from '../../../src/domain/event/catalog/starttls-certificate-expires-soon.ts';
import type { EventRecord, NewEventRecord } from '../../../src/domain/event/event-record.ts';
import type { Finding } from '../../../src/domain/evidence/finding.ts';
import { HOUR } from '../../../src/domain/time.ts';
import { NOON, SETTINGS } from '../world.ts';

const finding: Finding = {
  event: starttlsCertificateExpiresSoon,
  subject: 'S',
  parameters: ['mail.contoso.com', 'A', '71'],
  facts: { fqdn: 'mail.contoso.com', connectors: ['A'], count: 1, certificates: [] },
  remedy: [],
  clearingNeeds: ['store:*'],
  urgency: 1,
};

/**
 * Returns the records of scans with these findings about one object, an hour apart; without
 * findings it is cleared.
 */
function records(...found: readonly (readonly Finding[])[]): readonly NewEventRecord[] {
  const policy: RecordPolicy = { ...SETTINGS, computer: 'mail01.contoso.com' };
  let open: readonly Condition[] = [];
  return found.flatMap((findings, index) => {
    const now = NOON + index * HOUR;
    const observed = { scope: 'store:*', at: now, reason: 'observed' } as const;
    const advanced = advanceConditions(open, {
      evaluation: { findings, unknown: new Set() },
      coverage: () => 'available',
      findEvidence: () => observed,
      policy,
      now,
    });
    open = advanced.open;
    return advanced.records;
  });
}

const { facts } = finding;

describe('a repeated condition', () => {
  test.each<[string, Partial<Finding>, EventRecord['facts']['escalation']]>([
    ['a higher urgency', { urgency: 2 }, [{ kind: 'urgency' }]],
    ['at a worse level', { level: 'Error' }, [{ kind: 'level', before: 'Warning' }]],
    ['of one more connector', { facts: { ...facts, connectors: ['A', 'B'] } }, [{ kind: 'connectors', added: ['B'] }]],
    ['under another name', { facts: { ...facts, fqdn: 'x' } }, [{ kind: 'name', before: 'mail.contoso.com' }]],
  ])('%s is marked as such, with the time since when it is open', (_, more, escalation) => {
    const [, again] = records([finding], [{ ...finding, ...more }]);
    expect([again?.change, again?.facts.escalation, again?.facts.raisedAt]).toEqual(['escalated', escalation, NOON]);
  });

  test('of more certificates, all day long, is one record for each repeat interval, with all of them', () => {
    const hours = Array.from({ length: 49 }, (_, hour) => [{ ...finding, facts: { ...facts, count: 1 + hour } }]);
    const [, ...again] = records(...hours);
    expect(
      again.map(({ change, timeCreated, facts: { count, escalation } }) => [change, timeCreated, count, escalation]),
    ).toEqual([
      ['escalated', NOON + 24 * HOUR, 25, [{ kind: 'certificates', before: 1 }]],
      ['escalated', NOON + 48 * HOUR, 49, [{ kind: 'certificates', before: 25 }]],
    ]);
  });

  test('of more certificates is reported at once if the urgency also increases', () => {
    const [, again] = records([finding], [{ ...finding, urgency: 2, facts: { ...facts, count: 2 } }]);
    expect(again?.facts.escalation).toEqual([{ kind: 'urgency' }, { kind: 'certificates', before: 1 }]);
  });

  test('without a change only says since when it is open', () => {
    const days = Array.from({ length: 25 }, () => [finding]);
    const [raised, again] = records(...days);
    expect(raised?.facts).toEqual(facts);
    expect(again?.facts).toEqual({ ...facts, raisedAt: NOON });
  });

  test('does not put its own facts into its resolution', () => {
    const [, , end] = records([finding], [{ ...finding, urgency: 2 }], []);
    const evidence = { scope: 'store:*', at: NOON + 2 * HOUR, reason: 'observed' };
    expect(end?.facts).toEqual({ ...facts, cleared: { eventId: 12018, raisedAt: NOON, level: 'Warning', evidence } });
  });
});
