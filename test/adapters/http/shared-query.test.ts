import { expect, it } from 'vitest';
import { sharedQuery } from '../../../src/adapters/http/request/shared-query.ts';

/** A shared query whose clock, version and results the test sets. */
function controlled() {
  const state = { now: 0, version: 'a', runs: 0 };
  const pending: { resolve(value: number): void; reject(error: Error): void }[] = [];
  const query = sharedQuery({
    run: () => {
      state.runs += 1;
      return new Promise<number>((resolve, reject) => pending.push({ resolve, reject }));
    },
    version: () => state.version,
    monotonicMs: () => state.now,
  });
  return { state, pending, query };
}

it('concurrent requests share one run', async () => {
  const { state, pending, query } = controlled();
  const answers = [query(), query(), query()];
  pending[0]?.resolve(7);
  expect(await Promise.all(answers)).toEqual([7, 7, 7]);
  expect(state.runs).toBe(1);
});

it('a result is used again for less than a second', async () => {
  const { state, pending, query } = controlled();
  const first = query();
  pending[0]?.resolve(1);
  await first;
  state.now = 999;
  expect(await query()).toBe(1);
  state.now = 1000;
  const second = query();
  pending[1]?.resolve(2);
  expect(await second).toBe(2);
});

it('a result is never used across a change of the event log, also while the run before continues', async () => {
  const { state, pending, query } = controlled();
  const before = query();
  state.version = 'b';
  const after = query();
  pending[0]?.resolve(1);
  pending[1]?.resolve(2);
  expect([await before, await after, await query()]).toEqual([1, 2, 2]);
});

it('an error is given to the requests that wait for it, and to no other', async () => {
  const { pending, query } = controlled();
  const both = [query(), query()];
  pending[0]?.reject(new Error('disk'));
  for (const answer of both) await expect(answer).rejects.toThrow('disk');
  const next = query();
  pending[1]?.resolve(3);
  expect(await next).toBe(3);
});
