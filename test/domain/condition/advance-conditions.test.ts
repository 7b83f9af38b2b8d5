import { describe, expect, test } from 'vitest';
import { advanceConditions } from '../../../src/domain/condition/advance-conditions.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { RecordPolicy } from '../../../src/domain/condition/new-record.ts';
import { internalTransportCertificateExpired } from '../../../src/domain/event/catalog/internal-transport-certificate-expired.ts';
import type { EventLevel } from '../../../src/domain/event/event-definition.ts';
import type { Finding } from '../../../src/domain/evidence/finding.ts';
import { HOUR } from '../../../src/domain/time.ts';
import { NOON, SETTINGS } from '../world.ts';

const event = internalTransportCertificateExpired;

/** Returns the finding at this level. */
const finding = (level?: EventLevel): Finding => ({
  event,
  subject: 'S',
  parameters: ['S'],
  facts: {},
  remedy: [],
  clearingNeeds: ['store:*'],
  urgency: 0,
  ...(level === undefined ? {} : { level }),
});

/**
 * Returns the reported changes if one finding is present or absent at these instants, and the open
 * conditions at the end.
 */
function live(
  at: readonly number[],
  { levels = SETTINGS.levels, level }: { levels?: RecordPolicy['levels']; level?: EventLevel } = {},
) {
  const policy: RecordPolicy = { ...SETTINGS, levels, computer: 'mail01.contoso.com' };
  let open: readonly Condition[] = [];
  const changes = at.map((now) => {
    const advanced = advanceConditions(open, {
      evaluation: { findings: [finding(level)], unknown: new Set() },
      coverage: () => 'available',
      findEvidence: () => ({ scope: 'store:*', at: now, reason: 'observed' }),
      policy,
      now,
    });
    open = advanced.open;
    return advanced.records[0]?.change;
  });
  return { changes, open };
}

describe('an open condition', () => {
  test('is repeated after its interval, and not a millisecond earlier', () => {
    expect(live([NOON, NOON + 24 * HOUR - 1, NOON + 24 * HOUR]).changes).toEqual(['raised', undefined, 'repeated']);
  });

  test('is never repeated as Information, whether the rule or the configuration sets that level', () => {
    const days = [NOON, NOON + 24 * HOUR, NOON + 480 * HOUR];
    expect(live(days, { level: 'Information' }).changes).toEqual(['raised', undefined, undefined]);
    const levels = new Map<number, EventLevel>([[event.eventId, 'Information']]);
    expect(live(days, { levels }).changes).toEqual(['raised', undefined, undefined]);
  });

  test('is repeated after its interval as counted by a clock that was set back, and no later', () => {
    const back = NOON - 100 * HOUR;
    const { changes, open } = live([NOON, back, back + 24 * HOUR - 1]);
    expect([changes, open[0]?.notifiedAt]).toEqual([['raised', undefined, undefined], back]);
    expect(live([NOON, back, back + 24 * HOUR]).changes).toEqual(['raised', undefined, 'repeated']);
  });
});
