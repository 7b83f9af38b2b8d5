import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesToProbe, type ResolvedAddresses } from '../../../src/domain/served/addresses-to-probe.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { NOON } from '../world.ts';

const PROBLEM = { reason: 'host_not_found', location: 'smtp://mx.contoso.com:25', failure: said('ESERVFAIL') } as const;

function resolved(value: readonly string[], more: Partial<ResolvedAddresses> = {}): ResolvedAddresses {
  return { at: NOON, value, problems: [], ...more };
}

describe('an address that name resolution no longer returns', () => {
  test.each([
    ['an hour ago', -HOUR, 11, false],
    ['an hour ago, in fewer answers', -HOUR, 10, true],
    ['an hour ago, less 1 ms', -HOUR + 1, 11, true],
    ['now', 0, 99, true],
    ['in the future, because the clock was set back', HOUR - 1, 11, true],
    ['far in the future', 2 * HOUR, 11, false],
  ])('is probed for an hour and 12 answers: it was first missing %s', (_, offset, answers, isKept) => {
    const unlisted = { since: NOON + offset, answers };
    const probed = addressesToProbe(resolved(['192.0.2.7']), [{ address: '192.0.2.8', unlisted }]);
    const unlistedAddresses = { address: '192.0.2.8', unlisted: { ...unlisted, answers: answers + 1 } };
    expect(probed).toEqual([{ address: '192.0.2.7' }, ...(isKept ? [unlistedAddresses] : [])]);
  });

  test('is kept by an incomplete answer as it is, however long it was missing', () => {
    const known = { address: '192.0.2.8', unlisted: { since: NOON - 2 * HOUR, answers: 40 } };
    const answer = resolved(['192.0.2.7'], { problems: [PROBLEM] });
    expect(addressesToProbe(answer, [known])).toEqual([{ address: '192.0.2.7' }, known]);
  });

  test('is as known as before when it is returned again', () => {
    const known = [{ address: '192.0.2.8', unlisted: { since: NOON - 59 * MINUTE, answers: 9 } }];
    expect(addressesToProbe(resolved(['192.0.2.8']), known)).toEqual([{ address: '192.0.2.8' }]);
  });

  test.each([
    ['the query for its family failed', { problems: [PROBLEM], incompleteFamily: 6 }, { address: '2001:db8::8' }],
    ['any address may be missing', { problems: [PROBLEM] }, { address: '2001:db8::8' }],
    [
      'the query for the other family failed',
      { problems: [PROBLEM], incompleteFamily: 4 },
      { address: '2001:db8::8', unlisted: { since: NOON, answers: 1 } },
    ],
  ] as const)('is only missing if the answer is complete: %s', (_, more, expected) => {
    const known = [{ address: '2001:db8::8' }];
    expect(addressesToProbe(resolved(['192.0.2.7'], more), known)).toEqual([{ address: '192.0.2.7' }, expected]);
  });
});

const ADDRESS = fc.integer({ min: 0, max: 99 }).map((byte) => `192.0.2.${byte}`);
const KNOWN = fc.record(
  {
    address: ADDRESS,
    unlisted: fc.record({ since: fc.integer({ min: NOON - 2 * HOUR, max: NOON }), answers: fc.nat({ max: 20 }) }),
  },
  { requiredKeys: ['address'] },
);

test('all returned addresses are probed, each once, and at most 32 others, the latest ones', () => {
  fc.assert(
    fc.property(fc.uniqueArray(ADDRESS, { maxLength: 32 }), fc.array(KNOWN, { maxLength: 100 }), (value, known) => {
      const probed = addressesToProbe(resolved(value), known);
      const addresses = probed.map(({ address }) => address);
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(addresses.slice(0, value.length)).toEqual(value);
      const others = probed.slice(value.length).map(({ unlisted }) => unlisted?.since ?? Number.NaN);
      expect(others.length).toBeLessThanOrEqual(32);
      expect(others).toEqual(others.toSorted((one, other) => other - one));
      for (const { unlisted } of probed.slice(value.length))
        expect(unlisted !== undefined && unlisted.since <= NOON - HOUR && unlisted.answers >= 12).toBe(false);
    }),
  );
});
