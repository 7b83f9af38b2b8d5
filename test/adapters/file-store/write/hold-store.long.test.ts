import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StoreBusyError } from '../../../../src/work/errors.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { personalStore } from '../personal-stores.ts';

describe('a store that has never been changed', () => {
  it('is locked by one of two concurrent processes; the other gets a message', async () => {
    for (let round = 0; round < 10; round += 1) {
      using directory = temporaryDirectory();
      const takers = Array.from({ length: 2 }, () => personalStore(directory.path).lock());
      const outcomes = await Promise.allSettled(takers);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused.map(({ reason }) => String(reason))).toHaveLength(1);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(StoreBusyError);
      for (const outcome of outcomes) if (outcome.status === 'fulfilled') outcome.value[Symbol.dispose]();
      expect(readdirSync(directory.path)).toEqual(['.lock']);
    }
  });
});
