import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergePaced } from '../../../src/adapters/file-store/merge-paced.ts';
import { Pace } from '../../../src/adapters/file-store/pace.ts';

const pace = (): Pace => new Pace(new AbortController().signal);

it('lists in order are one list in order, however many there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ maxLength: 3 }), { maxLength: 9 }), { maxLength: 80 }),
      async (lists) => {
        const merged = await mergePaced(
          lists.map((list) => list.toSorted()),
          pace(),
        );
        expect(merged).toEqual(lists.flat().toSorted());
      },
    ),
  );
});

it('what has an order of its own is compared by it', async () => {
  const merged = await mergePaced([[3, 1], [2]], pace(), (one, other) => other - one);
  expect(merged).toEqual([3, 2, 1]);
});

it('others get their turn, and the signal ends it', async () => {
  const ending = new AbortController();
  const paced = new Pace(ending.signal);
  paced.due = () => true;
  ending.abort(new Error('stopped'));
  await expect(mergePaced([['b'], ['a']], paced)).rejects.toThrow('stopped');
});
