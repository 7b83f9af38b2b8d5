import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/formats/text/nearest.ts';

describe('nearest', () => {
  it.each([
    ['schedul', 'schedule'],
    ['schedulee', 'schedule'],
    ['shcedule', 'schedule'],
    ['SCHEDULE', 'schedule'],
    ['store', 'stores'],
    ['sotres', 'stores'],
    ['log', 'logs'],
    ['lgos', 'logs'],
  ])('%s is meant as %s', (word, meant) => {
    expect(nearest(word, ['schedule', 'stores', 'logs', 'watch'])).toBe(meant);
  });

  it.each(['', 'x', 'http', 'probe', 'zzzzzzzz', 's'.repeat(65), 's'.repeat(1_000_000)])(
    'nothing is close to %.10s',
    (word) => {
      expect(nearest(word, ['schedule', 'stores', 'logs', 'watch'])).toBeUndefined();
    },
  );

  it('the first of two that are as close wins', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
  });
});
