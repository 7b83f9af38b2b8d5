import { expect, test } from 'vitest';
import { renewalDeadline } from '../../../src/domain/certificate/renewal-deadline.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { NOON } from '../world.ts';

test.each([
  ['90 days', 90 * DAY, 64 * DAY],
  ['84 days, for which a third is 28 days', 84 * DAY, 58 * DAY],
  ['24 days, for which both rules are equal', 24 * DAY, 18 * DAY],
  ['6 days', 6 * DAY, 4 * DAY + 12 * HOUR],
  ['a year', 360 * DAY, 334 * DAY],
  ['two years, which certmonger renews 28 days before the expiry', 730 * DAY, 704 * DAY],
  ['none', 0, 0],
  ['less than none', -DAY, 0],
])('the deadline of a renewal for a lifetime of %s', (_, life, expected) => {
  expect(renewalDeadline({ notBefore: NOON, notAfter: NOON + life })).toBe(NOON + expected);
});

test('it leaves a quarter of the lifetime or 14 days, whichever is less, for a reaction', () => {
  for (const days of [1, 6, 7, 23, 24, 25, 47, 64, 90, 200, 398]) {
    const life = days * DAY;
    const left = life - (renewalDeadline({ notBefore: NOON, notAfter: NOON + life }) - NOON);
    expect(left).toBeGreaterThanOrEqual(Math.min(life / 4, 14 * DAY) - 1);
  }
});
