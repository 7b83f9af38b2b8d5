import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptDetail } from '../../../../src/adapters/notify/hook/attempt-detail.ts';

describe('the detail of an attempt', () => {
  it('has a line for every hook, with its output below', () => {
    const accounts = [
      { line: '10: done', tail: '' },
      { line: '20: exit code 1', tail: 'a\nb' },
    ];
    expect(attemptDetail(accounts)).toBe('10: done\n20: exit code 1\na\nb');
  });

  it('keeps short outputs completely, and equal tails of the rest', () => {
    const detail = attemptDetail([
      { line: 'x', tail: 'a'.repeat(9000) },
      { line: 'y', tail: 'short' },
      { line: 'z', tail: 'b'.repeat(5000) },
    ]);
    expect(detail).toContain('y\nshort\nz');
    expect(detail.match(/[ab]{9,}/g)?.map(({ length }) => length)).toEqual([2041, 2041]);
    expect(detail.length).toBeLessThanOrEqual(4096);
  });

  it('never has more than 4096 characters, and has the result of every hook while there is space', () => {
    const account = fc.record({
      line: fc.string({ minLength: 1, maxLength: 40 }),
      tail: fc.tuple(fc.string(), fc.nat(500)).map(([text, times]) => text.repeat(times)),
    });
    fc.assert(
      fc.property(fc.array(account, { maxLength: 60 }), (accounts) => {
        const detail = attemptDetail(accounts);
        expect(detail.length).toBeLessThanOrEqual(4096);
        for (const { line } of accounts) expect(detail).toContain(line);
      }),
    );
  });

  it('is truncated if the lines exceed the limit', () => {
    expect(attemptDetail([{ line: 'x'.repeat(9000), tail: 'y' }])).toBe('x'.repeat(4096));
  });
});
