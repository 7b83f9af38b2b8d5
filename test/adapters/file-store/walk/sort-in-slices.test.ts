import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortInSlices } from '../../../../src/adapters/file-store/walk/sort-in-slices.ts';
import { TimeSlice } from '../../../../src/adapters/file-store/walk/time-slice.ts';

const itself = (text: string): string => text;
const slice = (): TimeSlice => new TimeSlice(new AbortController().signal);

it("the result is that of the language's sort, for any length", async () => {
  const texts = Array.from({ length: 50_001 }, (_, at) => `/store/${(at * 7919) % 50_021}`);
  expect(await sortInSlices(texts, itself, slice())).toEqual(texts.toSorted());
});

it.each([1, 2, 4, 5, 30])('%i sorted parts are sorted', async (pieces) => {
  const texts = Array.from({ length: pieces }, (_, piece) =>
    Array.from({ length: 700 }, (_each, at) => `/store/${String(at * 31 + piece * 7).padStart(6, '0')}`),
  ).flat();
  expect(await sortInSlices(texts, itself, slice())).toEqual(texts.toSorted());
});

it('a sorted list stays the same', async () => {
  const texts = ['a', 'a', 'b'];
  expect(await sortInSlices(texts, itself, slice())).toBe(texts);
});

it('objects are sorted by a text', async () => {
  const items = ['b', 'a', 'c'].map((path) => ({ path }));
  expect(await sortInSlices(items, ({ path }) => path, slice())).toEqual([{ path: 'a' }, { path: 'b' }, { path: 'c' }]);
});

it('every text is kept, also equal ones', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ maxLength: 3 }), { maxLength: 50 }), async (texts) => {
      expect(await sortInSlices(texts, itself, slice())).toEqual(texts.toSorted());
    }),
  );
});

it('the sort ends with the signal', async () => {
  const ending = new AbortController();
  const paced = new TimeSlice(ending.signal);
  paced.hasElapsed = () => true;
  ending.abort(new Error('stopped'));
  await expect(sortInSlices(['b', 'a'], itself, paced)).rejects.toThrow('stopped');
});
