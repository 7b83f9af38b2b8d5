import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentOrLastKnown, type ScanResult } from '../../../src/domain/scan-result.ts';
import { withAlternates } from '../../../src/domain/served/alternating-certificates.ts';
import { awaitedExpiry } from '../../../src/domain/served/awaited-expiry.ts';
import type { Endpoint, Served } from '../../../src/domain/served/served.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { endpoint, seen, serves, silent } from '../serving.ts';
import { NOON, stored } from '../world.ts';

/**
 * Returns a certificate that expires within the first 26 minutes, at a time given by its letter.
 */
const expiring = (letter: string): Served =>
  serves(stored(letter, { notAfter: NOON + (letter.charCodeAt(0) - 64.5) * MINUTE }));

const EXPIRY = NOON + 0.5 * MINUTE;
const A = expiring('A');

describe('the expiry after which a server is probed', () => {
  test.each<[string, ScanResult<readonly Endpoint[]> | undefined, number | undefined]>([
    ['the earliest one', seen(NOON, [endpoint(seen(NOON, expiring('B'))), endpoint(seen(NOON, A))]), EXPIRY],
    ['not one before the probe', seen(NOON, [endpoint(seen(EXPIRY + 1, A))]), undefined],
    ['not that of an unreachable address', seen(NOON, [endpoint(silent(NOON, 1, { at: NOON, value: A }))]), undefined],
    ['not that of an outdated result', seen(NOON, [{ ...endpoint(seen(NOON, A)), outdatedAt: NOON }]), undefined],
    ['not that of an alternate', seen(NOON, [{ ...endpoint(seen(NOON, A)), isAlternate: true }]), undefined],
    [
      'not that of an unlisted address',
      seen(NOON, [{ ...endpoint(seen(NOON, A)), unlisted: { since: NOON, answers: 1 } }]),
      undefined,
    ],
    ['not without a probe', undefined, undefined],
  ])('is %s', (_, result, expected) => {
    expect(awaitedExpiry(result)).toBe(expected);
  });

  test('is never before the latest probe, in whatever order an address answers', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'AFKPZ-'), { maxLength: 30 }), (letters) => {
        let known: readonly Endpoint[] = [];
        for (const [index, letter] of letters.entries()) {
          const at = NOON + index * MINUTE;
          const earlier = known.find(({ isAlternate }) => isAlternate === undefined);
          const last = earlier && currentOrLastKnown(earlier.conversation);
          const answer = letter === '-' ? silent<Served>(at, 1, last) : seen(at, expiring(letter));
          known = withAlternates(endpoint(answer), known);
          expect(awaitedExpiry(seen(at, known)) ?? at).toBeGreaterThanOrEqual(at);
        }
      }),
    );
  });
});
