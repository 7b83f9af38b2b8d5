import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/domain/problem.ts';
import { continueResult, lastKnown, type ScanResult, unavailable } from '../../src/domain/scan-result.ts';
import { HOUR } from '../../src/domain/time.ts';
import { NOON } from './world.ts';

const DENIED: Problem = { reason: 'permission_denied', location: '/stores/My', detail: 'EACCES' };
const BROKEN: Problem = { reason: 'io_error', location: '/stores/My', detail: 'EIO' };
const seen = (at: number, value: string): ScanResult<string> => ({ kind: 'seen', at, value, problems: [] });

describe('a look that follows another', () => {
  test('is itself when it sees, whatever came before', () => {
    const fresh = seen(NOON, 'now');
    expect(continueResult(undefined, fresh)).toBe(fresh);
    expect(continueResult(seen(NOON - HOUR, 'before'), fresh)).toBe(fresh);
    expect(continueResult(unavailable(NOON - HOUR, DENIED), fresh)).toBe(fresh);
  });

  test('is blind from now on where nothing came before: once, with nothing seen', () => {
    expect(continueResult(undefined, unavailable(NOON, DENIED))).toEqual({
      kind: 'blind',
      since: NOON,
      times: 1,
      problem: DENIED,
      last: undefined,
    });
  });

  test('keeps what was last seen and when; counts from the first blind look, with the newest problem', () => {
    const first = continueResult(seen(NOON, 'something'), unavailable<string>(NOON + HOUR, DENIED));
    expect(first).toMatchObject({ since: NOON + HOUR, times: 1, last: { at: NOON, value: 'something' } });
    const second = continueResult(first, unavailable<string>(NOON + 2 * HOUR, BROKEN));
    expect(second).toEqual({
      kind: 'blind',
      since: NOON + HOUR,
      times: 2,
      problem: BROKEN,
      last: { at: NOON, value: 'something' },
    });
    expect(continueResult(second, unavailable<string>(NOON + 3 * HOUR, DENIED))).toMatchObject({
      since: NOON + HOUR,
      times: 3,
      last: { at: NOON, value: 'something' },
    });
  });

  test('keeps what was seen whole before what can be seen in part; of parts the newest', () => {
    const whole = continueResult(seen(NOON, 'whole'), unavailable(NOON + HOUR, DENIED, 'part'));
    expect(lastKnown(whole)).toEqual({ at: NOON, value: 'whole' });
    expect(lastKnown(continueResult(whole, unavailable(NOON + 2 * HOUR, DENIED, 'part')))?.value).toBe('whole');
    const part = continueResult(undefined, unavailable(NOON, DENIED, 'first'));
    expect(lastKnown(part)).toEqual({ at: NOON, value: 'first' });
    const next = continueResult(part, unavailable(NOON + HOUR, DENIED, 'second'));
    expect(next).toMatchObject({ since: NOON, times: 2, last: { at: NOON + HOUR, value: 'second' } });
    expect(lastKnown(continueResult(next, unavailable<string>(NOON + 2 * HOUR, DENIED)))?.value).toBe('second');
  });

  test('begins to count anew after one that saw', () => {
    const again = continueResult(seen(NOON, 'b'), unavailable<string>(NOON + HOUR, DENIED));
    expect(again).toMatchObject({ since: NOON + HOUR, times: 1 });
  });
});

test('the latest of a look is what it shows, else what was last seen, else nothing', () => {
  expect(lastKnown(seen(NOON, 'a'))).toMatchObject({ at: NOON, value: 'a' });
  expect(lastKnown(continueResult(seen(NOON, 'a'), unavailable<string>(NOON + HOUR, DENIED)))).toEqual({
    at: NOON,
    value: 'a',
  });
  expect(lastKnown(unavailable(NOON, DENIED))).toBeUndefined();
});
