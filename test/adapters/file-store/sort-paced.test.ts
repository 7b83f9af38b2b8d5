import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Pace } from '../../../src/adapters/file-store/pace.ts';
import { sortPaced } from '../../../src/adapters/file-store/sort-paced.ts';

const pace = (): Pace => new Pace(new AbortController().signal);

it('sorts as the language does, however many there are', async () => {
  const texts = Array.from({ length: 50_001 }, (_, at) => `/store/${(at * 7919) % 50_021}`);
  expect(await sortPaced(texts, pace())).toEqual(texts.toSorted());
});

it('keeps every text, equal ones too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ maxLength: 3 }), { maxLength: 50 }), async (texts) => {
      expect(await sortPaced(texts, pace())).toEqual(texts.toSorted());
    }),
  );
});

it('ends with the signal', async () => {
  const ending = new AbortController();
  const paced = new Pace(ending.signal);
  paced.due = () => true;
  ending.abort(new Error('stopped'));
  await expect(sortPaced(['b', 'a'], paced)).rejects.toThrow('stopped');
});
