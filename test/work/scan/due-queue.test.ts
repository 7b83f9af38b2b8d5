import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Due, DueQueue } from '../../../src/work/scan/due-queue.ts';

class Item implements Due {
  dueMs = 0;
  index = -1;
}

/** An operation on a queue: one of ten items is added for a time, or removed. */
const act = fc.record({ which: fc.nat(9), dueMs: fc.option(fc.integer({ min: -20, max: 20 }), { nil: undefined }) });

it('the first entry is the one that is due first, whatever was added, moved and removed before', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
      const queue = new DueQueue<Item>();
      const items = Array.from({ length: 10 }, () => new Item());
      const within = new Set<Item>();
      for (const { which, dueMs } of acts) {
        const item = items[which] as Item;
        if (dueMs === undefined) {
          queue.remove(item);
          within.delete(item);
        } else {
          item.dueMs = dueMs;
          queue.put(item);
          within.add(item);
        }
        const soonest = within.size === 0 ? undefined : Math.min(...[...within].map((each) => each.dueMs));
        expect(queue.first?.dueMs).toBe(soonest);
      }
    }),
    { numRuns: 500 },
  );
});

it('all entries are returned in the order of their time', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (times) => {
      const queue = new DueQueue<Item>();
      for (const dueMs of times) queue.put(Object.assign(new Item(), { dueMs }));
      const order: number[] = [];
      for (let { first } = queue; first !== undefined; { first } = queue) {
        order.push(first.dueMs);
        queue.remove(first);
        expect(first.index).toBe(-1);
      }
      expect(order).toEqual([...times].sort((one, other) => one - other));
    }),
  );
});
