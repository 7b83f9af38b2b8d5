import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSize, renderSize } from '../../../../src/adapters/config/schema/size.ts';

describe('parseSize', () => {
  it.each([
    ['0B', 0],
    ['1B', 1],
    ['500kB', 500_000],
    ['500 KB', 500_000],
    ['10MB', 10_000_000],
    ['10mb', 10_000_000],
    ['2GB', 2_000_000_000],
    ['9007199GB', 9_007_199_000_000_000],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '10', 'MB', '-1B', '1.5MB', '10  MB', '10XB', '10MiB', '9007200GB', '9'.repeat(400), '10MB\n'])(
    'rejects %j',
    (text) => {
      expect(parseSize(text)).toBeUndefined();
    },
  );
});

describe('renderSize', () => {
  it.each([
    [0, '0B'],
    [1, '1B'],
    [1000, '1kB'],
    [1001, '1001B'],
    [10_000_000, '10MB'],
    [2_000_000_000, '2GB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(renderSize(bytes)).toBe(text);
  });

  it('writes text that parseSize parses to the same number', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(parseSize(renderSize(bytes))).toBe(bytes);
      }),
    );
  });
});
