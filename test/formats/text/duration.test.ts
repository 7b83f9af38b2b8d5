import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, renderDuration } from '../../../src/formats/text/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['0s', 0],
    ['1s', 1000],
    ['90s', 90_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['30d', 2_592_000_000],
    ['007d', 604_800_000],
    ['36500d', 36_500 * 86_400_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    '',
    '0',
    '90',
    's',
    '-1s',
    '+1s',
    '1.5h',
    '1e3s',
    ' 1s',
    '1s ',
    '1s\n',
    '1 s',
    '1S',
    '1M',
    '1w',
    '1h30m',
    '１d',
    '36501d',
    '876001h',
    '3153600001s',
    '9999999999999s',
    `${'9'.repeat(400)}d`,
  ])('%j is no duration', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('renderDuration', () => {
  it.each([
    [0, '0s'],
    [999, '0s'],
    [1000, '1s'],
    [90_000, '90s'],
    [60_000, '1m'],
    [5_400_000, '90m'],
    [86_400_000, '1d'],
    [86_401_000, '86401s'],
    [90_000_000, '25h'],
  ])('%d ms is written %s', (milliseconds, text) => {
    expect(renderDuration(milliseconds)).toBe(text);
  });

  it('writes text that parseDuration parses to the same value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_500 * 86_400 }), (seconds) => {
        expect(parseDuration(renderDuration(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});
