import { describe, expect, it } from 'vitest';
import { findNearest } from '../../../src/formats/text/find-nearest.ts';

describe('the nearest word', () => {
  it.each([
    ['schedul', 'schedule'],
    ['schedulee', 'schedule'],
    ['shcedule', 'schedule'],
    ['SCHEDULE', 'schedule'],
    ['store', 'stores'],
    ['sotres', 'stores'],
    ['log', 'logs'],
    ['lgos', 'logs'],
  ])('for %s is %s', (word, meant) => {
    expect(findNearest(word, ['schedule', 'stores', 'logs', 'watch'])).toBe(meant);
  });

  it.each(['', 'x', 'http', 'probe', 'zzzzzzzz', 's'.repeat(65), 's'.repeat(1_000_000)])(
    'does not exist for %.10s',
    (word) => {
      expect(findNearest(word, ['schedule', 'stores', 'logs', 'watch'])).toBeUndefined();
    },
  );

  it('is the first of two with the same distance', () => {
    expect(findNearest('cat', ['bat', 'hat'])).toBe('bat');
  });
});
