import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeInSlices } from '../../../../src/adapters/file-store/walk/merge-in-slices.ts';
import { TimeSlice } from '../../../../src/adapters/file-store/walk/time-slice.ts';

const slice = (): TimeSlice => new TimeSlice(new AbortController().signal);

it('sorted lists are merged into one sorted list, however many there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ maxLength: 3 }), { maxLength: 9 }), { maxLength: 80 }),
      async (lists) => {
        const merged = await mergeInSlices(
          lists.map((list) => list.toSorted()),
          slice(),
        );
        expect(merged).toEqual(lists.flat().toSorted());
      },
    ),
  );
});

it.each([
  ['texts', undefined],
  ['objects that are compared', (one: string, other: string): number => (one < other ? -1 : Number(one > other))],
])('many %s are merged into one sorted list, and a long one is not merged in one step', async (_what, compare) => {
  const lists = Array.from({ length: 7 }, (_, list) =>
    Array.from({ length: 30_000 + list }, (_each, at) => String(at * 7 + list).padStart(7, '0')),
  );
  const paced = slice();
  let rests = 0;
  paced.hasElapsed = () => true;
  paced.pause = async () => {
    rests += 1;
  };
  expect(await mergeInSlices(lists, paced, compare)).toEqual(lists.flat().sort());
  expect(rests).toBeGreaterThan(10);
});

it('objects with an order of their own are compared by it', async () => {
  const merged = await mergeInSlices([[3, 1], [2]], slice(), (one, other) => other - one);
  expect(merged).toEqual([3, 2, 1]);
});

it('a merge yields to the event loop, and the signal ends it', async () => {
  const ending = new AbortController();
  const paced = new TimeSlice(ending.signal);
  paced.hasElapsed = () => true;
  ending.abort(new Error('stopped'));
  await expect(mergeInSlices([['b'], ['a']], paced)).rejects.toThrow('stopped');
});
