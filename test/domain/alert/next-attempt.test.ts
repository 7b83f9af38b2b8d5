import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextAttempt } from '../../../src/domain/alert/next-attempt.ts';
import { HOUR, SECOND } from '../../../src/domain/time.ts';
import { NOON } from '../world.ts';

const retryUntil = NOON + 48 * HOUR;
const failed = { attempts: 1, at: NOON, notBefore: undefined, retryUntil };
const waited = (attempts: number, jitter: number): number =>
  (nextAttempt({ ...failed, attempts }, jitter) ?? Number.NaN) - NOON;

describe('after a failed attempt', () => {
  test.each([
    [1, 2 * SECOND, 2500],
    [2, 4 * SECOND, 5000],
    [3, 8 * SECOND, 10_000],
    [10, 1024 * SECOND, 1280 * SECOND],
    [11, 2048 * SECOND, 2560 * SECOND],
    [12, HOUR, HOUR],
    [13, HOUR, HOUR],
    [2000, HOUR, HOUR],
  ])('number %d, the next follows after %d ms, with the most jitter before %d', (attempts, least, most) => {
    expect(waited(attempts, 0)).toBe(least);
    expect(waited(attempts, 1 - Number.EPSILON)).toBeLessThanOrEqual(most);
  });

  test.each([
    ['earlier than the wait', NOON + 1, NOON + 2000],
    ['a millisecond earlier', NOON + 1999, NOON + 2000],
    ['the same', NOON + 2000, NOON + 2000],
    ['a millisecond later', NOON + 2001, NOON + 2001],
    ['long past', 0, NOON + 2000],
    ['tomorrow', NOON + 24 * HOUR, NOON + 24 * HOUR],
    ['never', Number.POSITIVE_INFINITY, retryUntil],
  ])('the time that the remote server asked for is respected: %s', (_, notBefore, next) => {
    expect(nextAttempt({ ...failed, notBefore }, 0)).toBe(next);
  });

  test.each([
    [retryUntil - 2001, retryUntil - 1],
    [retryUntil - 2000, retryUntil],
    [retryUntil - 1999, retryUntil],
    [retryUntil - 1, retryUntil],
    [retryUntil, undefined],
    [retryUntil + 1, undefined],
  ])('at %d, the next is at %s', (at, next) => {
    expect(nextAttempt({ ...failed, at }, 0)).toBe(next);
  });

  test('the retries continue to the time limit and then end, whatever the response', () => {
    const asked = fc.option(fc.integer({ min: 0, max: 72 * HOUR }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            jitter: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
            asked,
            took: fc.nat(60_000),
          }),
        ),
        (answers) => {
          let at: number | undefined = NOON;
          for (const [index, answer] of answers.entries()) {
            const ended: number = at + answer.took;
            const notBefore = answer.asked === undefined ? undefined : ended + answer.asked;
            const next = nextAttempt({ attempts: index + 1, at: ended, notBefore, retryUntil }, answer.jitter);
            if (next === undefined) {
              expect(ended).toBeGreaterThanOrEqual(retryUntil);
              return;
            }
            expect(next).toBeGreaterThan(ended);
            expect(next).toBeLessThanOrEqual(retryUntil);
            if (next < retryUntil) expect(next).toBeGreaterThanOrEqual(Math.max(ended + 2000, notBefore ?? 0));
            at = next;
          }
        },
      ),
    );
  });
});
