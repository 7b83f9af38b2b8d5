import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergePaced } from '../../../src/adapters/file-store/merge-paced.ts';
import { Pace } from '../../../src/adapters/file-store/pace.ts';

const itself = (text: string): string => text;
const pace = (): Pace => new Pace(new AbortController().signal);

it('lists in order are one list in order, however many there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ maxLength: 3 }), { maxLength: 9 }), { maxLength: 9 }),
      async (lists) => {
        const merged = await mergePaced(
          lists.map((list) => list.toSorted()),
          itself,
          pace(),
        );
        expect(merged).toEqual(lists.flat().toSorted());
      },
    ),
  );
});

it('others get their turn, and the signal ends it', async () => {
  const ending = new AbortController();
  const paced = new Pace(ending.signal);
  paced.due = () => true;
  ending.abort(new Error('stopped'));
  await expect(mergePaced([['b'], ['a']], itself, paced)).rejects.toThrow('stopped');
});
