import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change, EventRecord } from '../../../src/domain/event/event-record.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import type { Outcome } from '../../../src/work/ports/outputs.ts';
import { BUSY, DELIVERED, GONE, NotificationStage, Receiver, UNSAFE } from './notification-stage.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const ANSWERS: readonly Outcome[] = [DELIVERED, BUSY, GONE, UNSAFE];
const SUBJECTS = ['a', 'b', 'c'];

type Step =
  | { readonly kind: 'pass'; readonly changes: readonly (readonly [string, Change])[]; readonly isPruned: boolean }
  | { readonly kind: 'answer'; readonly answer: Outcome }
  | { readonly kind: 'restart' | 'leave-out' }
  | { readonly kind: 'wait' | 'set-clock'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      changes: fc.uniqueArray(
        fc.tuple(fc.constantFrom(...SUBJECTS), fc.constantFrom<Change>('escalated', 'repeated', 'cleared')),
        { minLength: 1, maxLength: 3, selector: ([subject]) => subject },
      ),
      isPruned: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const), answer: fc.constantFrom(...ANSWERS) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'leave-out' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: HOUR }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('set-clock' as const),
      ms: fc.constantFrom(-30 * DAY, -DAY, -HOUR, HOUR, DAY, 30 * DAY),
    }),
  },
);

/** A notifier that keeps the records it accepted. */
class Taker extends Receiver {
  readonly took: { readonly conditionId: string; readonly eventRecordId: number }[] = [];
  how: Outcome = DELIVERED;
  override answer = ({ records }: Receiver['heard'][number]): Outcome => {
    if (this.how === DELIVERED)
      this.took.push(...records.map(({ conditionId = '', eventRecordId }) => ({ conditionId, eventRecordId })));
    return this.how;
  };
}

class Life {
  readonly stage: NotificationStage = new NotificationStage();
  readonly ops: Taker = new Taker('ops');
  /** All records that were ever written. */
  readonly written: EventRecord[] = [];
  #isListed = true;

  async start(): Promise<void> {
    await this.stage.start({
      notifiers: this.#isListed ? [NotificationStage.configOf(this.ops, { retryFor: 400 * DAY })] : [],
    });
    await this.wait(1);
  }

  async wait(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= Math.min(left, 20 * MINUTE)) {
      this.stage.now += Math.min(left, 20 * MINUTE);
      await vi.advanceTimersByTimeAsync(Math.min(left, 20 * MINUTE));
    }
    for (let turns = 0; turns < 30; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  async stop(): Promise<void> {
    const stopped = this.stage.stop();
    await vi.advanceTimersByTimeAsync(5000);
    await stopped;
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'wait') await this.wait(step.ms);
    else if (step.kind === 'set-clock') this.stage.now += step.ms;
    else if (step.kind === 'answer') this.ops.how = step.answer;
    else if (step.kind === 'pass') {
      await this.stage.passOf(step.changes);
      // The daemon prunes right after the commit, before any record is read. A notifier that is not
      // configured keeps no records.
      if (step.isPruned && this.#isListed) {
        await this.#note();
        await this.stage.ledger.prune({ records: 1000, days: 0 }, this.stage.now + 1);
      }
      await this.wait(1);
    } else {
      await this.stop();
      this.#isListed = step.kind === 'restart';
      await this.start();
    }
  }

  /** Lets the notifier accept everything again, and waits until all is delivered. */
  async settle(): Promise<void> {
    this.ops.how = DELIVERED;
    await this.take({ kind: 'restart' });
    await this.wait(3 * HOUR);
    await this.stop();
    await this.#note();
  }

  async #note(): Promise<void> {
    this.written.push(...(await this.stage.ledger.after(this.written.at(-1)?.eventRecordId ?? 0, 1000)));
  }
}

test('whatever happens to a notifier, it gets the final state of each condition that it knows, and each change once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      const life = new Life();
      await life.start();
      for (const each of steps) await life.take(each);
      await life.settle();
      const { took } = life.ops;
      expect(new Set(took.map(({ eventRecordId }) => eventRecordId)).size).toBe(took.length);
      const written = life.written.filter(({ conditionId }) => conditionId !== undefined);
      for (const conditionId of new Set(written.map((record) => record.conditionId))) {
        const own = written.filter((record) => record.conditionId === conditionId);
        const heard = took.filter((record) => record.conditionId === conditionId);
        const isCleared = own.at(-1)?.change === 'cleared';
        if (heard.length === 0) expect(isCleared).toBe(true);
        else expect(heard.at(-1)?.eventRecordId).toBe(own.at(-1)?.eventRecordId);
        const order = heard.map(({ eventRecordId }) => eventRecordId);
        expect(order).toEqual(order.toSorted((one, other) => one - other));
      }
    }),
    { numRuns: 60 },
  );
});
