import { expect, it } from 'vitest';
import { fileTime } from '../../../src/formats/evtx/filetime.ts';

it.each([
  ['1970', 0, 116_444_736_000_000_000n],
  ['a millisecond before 1970', -1, 116_444_735_999_990_000n],
  ['November 2026', Date.UTC(2026, 10, 24, 0, 5, 3, 7), 134_399_523_030_070_000n],
  ['1601', Date.UTC(1601, 0, 1), 0n],
  ['an instant before 1601', Date.UTC(1600, 0, 1), 0n],
])('%s is a number of 100 ns since 1601', (_, at, expected) => {
  expect(fileTime(at)).toBe(expected);
});
