import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptDetail } from '../../../../src/adapters/notify/hook/attempt-detail.ts';
import { failureColumns } from '../../../../src/adapters/sqlite/column.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { HOOK_FAILURES } from '../../../../src/domain/failure/hook-failures.ts';
import { madeUpFailure } from '../../../domain/failure/made-up-failure.ts';

describe('the detail of an attempt', () => {
  it('has a line for every hook, with its output below', () => {
    const accounts = [
      { line: madeUpFailure('10: done'), tail: '' },
      { line: madeUpFailure('20: exit code 1'), tail: 'a\nb' },
    ];
    expect(failureText(attemptDetail(accounts), 'en')).toBe('10: done\n20: exit code 1\na\nb');
  });

  it('keeps short outputs completely, and equal tails of the rest', () => {
    const failure = attemptDetail([
      { line: madeUpFailure('x'), tail: 'a'.repeat(9000) },
      { line: madeUpFailure('y'), tail: 'short' },
      { line: madeUpFailure('z'), tail: 'b'.repeat(5000) },
    ]);
    expect(failureText(failure, 'en')).toContain('y\nshort\nz');
    expect(
      failureText(failure, 'en')
        .match(/[ab]{9,}/g)
        ?.map(({ length }) => length),
    ).toEqual([2041, 2041]);
    expect(failureText(failure, 'en').length).toBeLessThanOrEqual(4096);
  });

  it('never has more than 4096 characters, and has the result of every hook while there is space', () => {
    const account = fc.record({
      line: fc.string({ minLength: 1, maxLength: 40 }).map(madeUpFailure),
      tail: fc.tuple(fc.string(), fc.nat(500)).map(([text, times]) => text.repeat(times)),
    });
    fc.assert(
      fc.property(fc.array(account, { maxLength: 60 }), (accounts) => {
        const failure = attemptDetail(accounts);
        expect(failureText(failure, 'en').length).toBeLessThanOrEqual(4096);
        for (const { line } of accounts) expect(failureText(failure, 'en')).toContain(line.code);
      }),
    );
  });

  it('is truncated if the lines exceed the limit', () => {
    const [detail] = failureColumns(attemptDetail([{ line: madeUpFailure('x'.repeat(9000)), tail: 'y' }]));
    expect(detail).toBe('x'.repeat(4096));
  });

  it('exists in Japanese too, with the outputs unchanged', () => {
    const [hook, result] = ['20-sms', HOOK_FAILURES.program_exit_code({ number: 1 })];
    const failure = attemptDetail([
      { line: HOOK_FAILURES.hook_was_run({ hook, result, seconds: '0.3' }), tail: 'no such number' },
      { line: HOOK_FAILURES.hook_already_done({ hook: '10-mail' }), tail: '' },
    ]);
    expect(failureText(failure, 'ja')).toBe('20-sms: 終了コード 1 (0.3 秒)\nno such number\n10-mail: 実行済みです');
  });
});
