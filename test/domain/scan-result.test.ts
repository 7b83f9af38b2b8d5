import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/domain/failure/problem.ts';
import { continueResult, currentOrLastKnown, type ScanResult, unavailable } from '../../src/domain/scan-result.ts';
import { HOUR } from '../../src/domain/time.ts';
import { said } from './failure/said.ts';
import { NOON } from './world.ts';

const DENIED: Problem = { reason: 'permission_denied', location: '/stores/My', failure: said('EACCES') };
const BROKEN: Problem = { reason: 'io_error', location: '/stores/My', failure: said('EIO') };
const seen = (at: number, value: string): ScanResult<string> => ({ kind: 'available', at, value, problems: [] });

describe('a scan result that follows another', () => {
  test('is unchanged if it is available, whatever the previous one is', () => {
    const fresh = seen(NOON, 'now');
    expect(continueResult(undefined, fresh)).toBe(fresh);
    expect(continueResult(seen(NOON - HOUR, 'before'), fresh)).toBe(fresh);
    expect(continueResult(unavailable(NOON - HOUR, DENIED), fresh)).toBe(fresh);
  });

  test('is unavailable from now on without a previous one: once, with no last known value', () => {
    expect(continueResult(undefined, unavailable(NOON, DENIED))).toEqual({
      kind: 'unavailable',
      since: NOON,
      times: 1,
      problem: DENIED,
      last: undefined,
    });
  });

  test('keeps the last known value and its time; counts from the first unavailable result, with the latest problem', () => {
    const first = continueResult(seen(NOON, 'something'), unavailable<string>(NOON + HOUR, DENIED));
    expect(first).toMatchObject({ since: NOON + HOUR, times: 1, last: { at: NOON, value: 'something' } });
    const second = continueResult(first, unavailable<string>(NOON + 2 * HOUR, BROKEN));
    expect(second).toEqual({
      kind: 'unavailable',
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

  test('keeps the last complete value before a partial one; of partial ones the latest', () => {
    const whole = continueResult(seen(NOON, 'whole'), unavailable(NOON + HOUR, DENIED, 'part'));
    expect(currentOrLastKnown(whole)).toEqual({ at: NOON, value: 'whole' });
    expect(currentOrLastKnown(continueResult(whole, unavailable(NOON + 2 * HOUR, DENIED, 'part')))?.value).toBe(
      'whole',
    );
    const part = continueResult(undefined, unavailable(NOON, DENIED, 'first'));
    expect(currentOrLastKnown(part)).toEqual({ at: NOON, value: 'first' });
    const next = continueResult(part, unavailable(NOON + HOUR, DENIED, 'second'));
    expect(next).toMatchObject({ since: NOON, times: 2, last: { at: NOON + HOUR, value: 'second' } });
    expect(currentOrLastKnown(continueResult(next, unavailable<string>(NOON + 2 * HOUR, DENIED)))?.value).toBe(
      'second',
    );
  });

  test('counts again from the beginning after an available one', () => {
    const again = continueResult(seen(NOON, 'b'), unavailable<string>(NOON + HOUR, DENIED));
    expect(again).toMatchObject({ since: NOON + HOUR, times: 1 });
  });
});

test('the last known value of a result is its own, else the previous one, else none', () => {
  expect(currentOrLastKnown(seen(NOON, 'a'))).toMatchObject({ at: NOON, value: 'a' });
  expect(currentOrLastKnown(continueResult(seen(NOON, 'a'), unavailable<string>(NOON + HOUR, DENIED)))).toEqual({
    at: NOON,
    value: 'a',
  });
  expect(currentOrLastKnown(unavailable(NOON, DENIED))).toBeUndefined();
});
