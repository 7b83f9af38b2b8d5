import { expect, it } from 'vitest';
import { DistinctValues } from '../../src/domain/distinct-values.ts';

/** Returns a new object for each call, equal for equal names. */
const made = (name: unknown): object => ({ names: [name] });

it('returns the first of equal values', () => {
  const distinct = new DistinctValues();
  const first = made('a');
  expect(distinct.intern(first)).toBe(first);
  expect(distinct.intern(made('a'))).toBe(first);
});

it('returns each different value itself, even if the values are similar', () => {
  const distinct = new DistinctValues();
  const others = [made('1'), made(1), made(['1']), made(''), '1', 1, '["1"]', ['1'], [], {}, null];
  for (const each of others) expect(distinct.intern(each)).toBe(each);
});

it('keeps all of them without a limit', () => {
  const distinct = new DistinctValues();
  const first = distinct.intern(made(-1));
  for (let at = 0; at < 20_000; at++) distinct.intern(made(at));
  expect(distinct.intern(made(-1))).toBe(first);
});

it('forgets values that were not requested since, and not before half of them are others', () => {
  const distinct = new DistinctValues(100);
  const [first, asked] = [distinct.intern(made('first')), distinct.intern(made('asked'))];
  for (let at = 0; at < 49; at++) distinct.intern(made(at));
  expect(distinct.intern(made('first'))).toBe(first);
  for (let at = 100; at < 300; at++) {
    distinct.intern(made(at));
    if (at % 20 === 0) expect(distinct.intern(made('asked'))).toBe(asked);
  }
  expect(distinct.intern(made('first'))).not.toBe(first);
});

it('never keeps more than the limit', () => {
  const distinct = new DistinctValues(100);
  const values = Array.from({ length: 1050 }, (_, at) => distinct.intern(made(at)));
  const existing = values.toReversed().filter((value, ago) => distinct.intern(made(1049 - ago)) === value);
  expect(existing.length).toBeLessThanOrEqual(100);
  expect(existing.length).toBeGreaterThanOrEqual(50);
});
