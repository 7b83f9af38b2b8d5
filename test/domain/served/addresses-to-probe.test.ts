import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesToProbe, type ResolvedAddresses } from '../../../src/domain/served/addresses-to-probe.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { NOON } from '../../domain/world.ts';

const PROBLEM = { reason: 'host_not_found', location: 'smtp://mx.contoso.com:25', detail: 'ESERVFAIL' } as const;

function resolved(value: readonly string[], more: Partial<ResolvedAddresses> = {}): ResolvedAddresses {
  return { at: NOON, value, problems: [], ...more };
}

describe('an address that name resolution no longer returns', () => {
  test.each([
    ['an hour ago, plus 1 ms', -HOUR - 1, false],
    ['an hour ago', -HOUR, false],
    ['an hour ago, less 1 ms', -HOUR + 1, true],
    ['now', 0, true],
    ['in the future, because the clock was set back', HOUR - 1, true],
    ['far in the future', 2 * HOUR, false],
  ])('is probed for an hour: it was first missing %s', (_, offset, isKept) => {
    const known = [{ address: '192.0.2.8', unlistedSince: NOON + offset }];
    const kept = isKept ? known : [];
    expect(addressesToProbe(resolved(['192.0.2.7']), known)).toEqual([{ address: '192.0.2.7' }, ...kept]);
  });

  test('is as known as before when it is returned again', () => {
    const known = [{ address: '192.0.2.8', unlistedSince: NOON - 59 * MINUTE }];
    expect(addressesToProbe(resolved(['192.0.2.8']), known)).toEqual([{ address: '192.0.2.8' }]);
  });

  test.each([
    ['the query for its family failed', { problems: [PROBLEM], incompleteFamily: 6 }, { address: '2001:db8::8' }],
    ['any address may be missing', { problems: [PROBLEM] }, { address: '2001:db8::8' }],
    [
      'the query for the other family failed',
      { problems: [PROBLEM], incompleteFamily: 4 },
      { address: '2001:db8::8', unlistedSince: NOON },
    ],
  ] as const)('is only missing if the answer is complete: %s', (_, more, expected) => {
    const known = [{ address: '2001:db8::8' }];
    expect(addressesToProbe(resolved(['192.0.2.7'], more), known)).toEqual([{ address: '192.0.2.7' }, expected]);
  });
});

const ADDRESS = fc.integer({ min: 0, max: 99 }).map((byte) => `192.0.2.${byte}`);
const KNOWN = fc.record(
  { address: ADDRESS, unlistedSince: fc.integer({ min: NOON - 2 * HOUR, max: NOON }) },
  { requiredKeys: ['address'] },
);

test('all returned addresses are probed, each once, and at most 32 others, the latest ones', () => {
  fc.assert(
    fc.property(fc.uniqueArray(ADDRESS, { maxLength: 32 }), fc.array(KNOWN, { maxLength: 100 }), (value, known) => {
      const probed = addressesToProbe(resolved(value), known);
      const addresses = probed.map(({ address }) => address);
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(addresses.slice(0, value.length)).toEqual(value);
      const others = probed.slice(value.length).map(({ unlistedSince }) => unlistedSince ?? Number.NaN);
      expect(others.length).toBeLessThanOrEqual(32);
      expect(others).toEqual(others.toSorted((one, other) => other - one));
      for (const since of others) expect(since).toBeGreaterThan(NOON - HOUR);
    }),
  );
});
