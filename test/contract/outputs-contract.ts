import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { OUTPUT_FAILURES } from '../../src/domain/failure/output-failures.ts';
import { type MissedRecords, OUTPUT_RETRY_MS, type OutputProblem } from '../../src/domain/status/output-health.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import type { Cursors, Ledger } from '../../src/work/ports/ledger.ts';
import type { HealthReader } from '../../src/work/ports/outbox.ts';
import { said } from '../domain/failure/said.ts';
import { change, NOON, newRecord, raised, SHARD } from './ledger-samples.ts';

const REFUSED: OutputProblem = { reason: 'connection_refused', failure: said('connect ECONNREFUSED 127.0.0.1:1') };
const LATE: OutputProblem = {
  reason: 'timed_out',
  failure: OUTPUT_FAILURES.journal_not_written({ cause: 'no progress in 10 s' }),
};
const DEAD = 'syslog:tcp://127.0.0.1:1';

/**
 * Defines the contract tests of every ledger for failing log outputs.
 * @param open returns an empty ledger, with the outbox that reports its health
 */
export function outputsContract(name: string, open: () => Ledger & Cursors & { readonly outbox: HealthReader }): void {
  describe(`log outputs that fail, in ${name}`, () => {
    let ledger: ReturnType<typeof open>;
    let revision = 0;
    beforeEach(() => {
      [ledger, revision] = [open(), 0];
    });
    afterEach(() => ledger[Symbol.asyncDispose]());

    const append = async (count: number, timeCreated: number = NOON): Promise<void> => {
      const records = Array.from({ length: count }, () => newRecord({ timeCreated }));
      await ledger.commit(SHARD, revision, change({ records }));
      revision += 1;
    };
    const left = async (): Promise<readonly number[]> =>
      (await ledger.after(0, 10_000)).map(({ eventRecordId }) => eventRecordId);
    const prune = async (now: number, records: number = 2): Promise<void> => {
      while ((await ledger.prune({ records, days: 400 }, now)) > 0);
    };
    /** Returns the reported missed records, without the records that report them. */
    const report = async (now: number): Promise<readonly MissedRecords[]> => {
      const events: MissedRecords[] = [];
      const recordOf = (missed: MissedRecords): NewEventRecord => {
        events.push(missed);
        return newRecord({ eventId: 1500, timeCreated: now, parameters: ['', '', '1', '0', missed.output] });
      };
      const before = await ledger.newestRecordId();
      expect(await ledger.reportMissed(now, recordOf)).toBe(events.length);
      expect((await ledger.after(before, 10)).map(({ eventId }) => eventId)).toEqual(events.map(() => 1500));
      return events;
    };

    describe('health', () => {
      it('lists each output with a position, and the number of its backlog records', async () => {
        await ledger.cursor('file:/b');
        await append(3);
        await ledger.cursor(DEAD);
        expect(await ledger.outbox.outputs()).toEqual([
          { output: 'file:/b', waiting: 3, failing: undefined },
          { output: DEAD, waiting: 0, failing: undefined },
        ]);
      });

      it('says since when an output fails, and the latest error, until it accepts records again', async () => {
        await ledger.cursor(DEAD);
        await append(2);
        await ledger.recordFailure(DEAD, 0, REFUSED, NOON);
        await ledger.recordFailure(DEAD, 0, LATE, NOON + HOUR);
        expect(await ledger.outbox.outputs()).toEqual([
          { output: DEAD, waiting: 2, failing: { since: NOON, ...LATE } },
        ]);
        await ledger.advanceCursor(DEAD, 1);
        await ledger.recordSuccess(DEAD);
        expect(await ledger.outbox.outputs()).toEqual([{ output: DEAD, waiting: 1, failing: undefined }]);
      });

      it('lists an output without a position while it fails', async () => {
        await append(3);
        await ledger.recordFailure('console', 1, REFUSED, NOON);
        expect(await ledger.outbox.outputs()).toEqual([
          { output: 'console', waiting: 2, failing: { since: NOON, ...REFUSED } },
        ]);
        await ledger.recordSuccess('console');
        expect(await ledger.outbox.outputs()).toEqual([]);
      });

      it('does not list a deleted output', async () => {
        await ledger.cursor(DEAD);
        await ledger.recordFailure(DEAD, 0, REFUSED, NOON);
        await ledger.deleteOtherFollowers([]);
        expect(await ledger.outbox.outputs()).toEqual([]);
      });
    });

    describe('pruning', () => {
      it.each([
        ['has failed for 48 h', OUTPUT_RETRY_MS, OUTPUT_RETRY_MS + 1, [4, 5]],
        ['has failed for less', OUTPUT_RETRY_MS - 1, OUTPUT_RETRY_MS + 1, [1, 2, 3, 4, 5]],
        [
          'has failed for 48 h, and the records are no older than that',
          OUTPUT_RETRY_MS,
          OUTPUT_RETRY_MS,
          [1, 2, 3, 4, 5],
        ],
      ])('by an output that %s', async (_, failsFor, age, kept) => {
        await ledger.cursor(DEAD);
        await append(5, NOON - age);
        await ledger.recordFailure(DEAD, 0, REFUSED, NOON - failsFor);
        await prune(NOON);
        expect(await left()).toEqual(kept);
      });

      it('waits for an output that does not fail, however old its records are', async () => {
        await ledger.cursor(DEAD);
        await ledger.cursor('file:/b');
        await append(5, NOON - 10 * DAY);
        await ledger.recordFailure(DEAD, 0, REFUSED, NOON - 10 * DAY);
        await ledger.advanceCursor('file:/b', 2);
        await prune(NOON);
        expect(await left()).toEqual([3, 4, 5]);
        expect([await ledger.cursor(DEAD), await ledger.cursor('file:/b')]).toEqual([2, 2]);
      });

      it('waits for an output that accepts records again', async () => {
        await ledger.cursor(DEAD);
        await append(5, NOON - 10 * DAY);
        await ledger.recordFailure(DEAD, 0, REFUSED, NOON - 10 * DAY);
        await ledger.recordSuccess(DEAD);
        await prune(NOON);
        expect(await left()).toEqual([1, 2, 3, 4, 5]);
      });

      it('moves the output to the oldest record that is kept, which can be that of an open condition', async () => {
        await ledger.cursor(DEAD);
        const { condition, record } = raised('a');
        const old = { timeCreated: NOON - 3 * DAY };
        const records = [newRecord(old), { ...record, ...old }, newRecord(old)];
        await ledger.commit(SHARD, 0, change({ records, open: [condition] }));
        revision = 1;
        await append(2, NOON - 3 * DAY);
        await ledger.recordFailure(DEAD, 0, REFUSED, NOON - 3 * DAY);
        await prune(NOON, 1);
        expect([await left(), await ledger.cursor(DEAD)]).toEqual([[2, 5], 1]);
        expect(await report(NOON)).toEqual([{ output: DEAD, count: 3, first: 1, last: 4, ...REFUSED }]);
      });

      it('moves it to the end if nothing is kept', async () => {
        await ledger.cursor(DEAD);
        await append(3, NOON - 3 * DAY);
        await ledger.recordFailure(DEAD, 0, REFUSED, NOON - 3 * DAY);
        await prune(NOON, 0);
        expect([await left(), await ledger.cursor(DEAD)]).toEqual([[], 3]);
      });
    });

    describe('the records that an output missed', () => {
      it('are reported once a day, each time those since the last report, then no more', async () => {
        await ledger.cursor(DEAD);
        const events: (readonly [hour: number, count: number, first: number, last: number])[] = [];
        // The daemon attempts hourly; there is one record per hour.
        for (let hour = 0; hour < 6 * 24; hour += 1) {
          const now = NOON + hour * HOUR;
          await append(1, now);
          await ledger.recordFailure(DEAD, 0, LATE, now);
          await prune(now);
          for (const { count, first, last } of await report(now)) events.push([hour, count, first, last]);
        }
        // A report is a record, too. The first one is number 51, and is one of the last 25 missed.
        expect(events).toEqual([
          [49, 1, 1, 1],
          [73, 24, 2, 25],
          [97, 24, 26, 49],
          [121, 25, 50, 74],
        ]);
        expect(await ledger.newestRecordId()).toBe(6 * 24 + events.length);
      });

      it('are reported at once when it accepts records again, and at once the next time', async () => {
        await ledger.cursor(DEAD);
        await append(5, NOON - 3 * DAY);
        await ledger.recordFailure(DEAD, 0, REFUSED, NOON - 3 * DAY);
        await prune(NOON, 3);
        expect(await report(NOON)).toMatchObject([{ count: 2, first: 1, last: 2 }]);
        await prune(NOON + HOUR, 1);
        expect(await report(NOON + HOUR)).toEqual([]);
        await ledger.recordSuccess(DEAD);
        expect(await report(NOON + HOUR)).toMatchObject([{ count: 3, first: 3, last: 5, ...REFUSED }]);
        expect(await report(NOON + 9 * DAY)).toEqual([]);
        await ledger.recordFailure(DEAD, 0, LATE, NOON + HOUR);
        await prune(NOON + HOUR + OUTPUT_RETRY_MS + 2, 0);
        expect(await report(NOON + HOUR + OUTPUT_RETRY_MS + 2)).toMatchObject([{ count: 2, first: 6, last: 7 }]);
      });
    });

    it('outputs miss exactly the records that are reported as missed, whatever the retention and the failures', async () => {
      const step = fc.record({
        add: fc.integer({ min: 0, max: 4 }),
        hours: fc.integer({ min: 1, max: 40 }),
        records: fc.integer({ min: 0, max: 6 }),
        takes: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
          await ledger[Symbol.asyncDispose]();
          [ledger, revision] = [open(), 0];
          await ledger.cursor(DEAD);
          let [now, missed] = [NOON, 0];
          const taken: number[] = [];
          const take = async (): Promise<void> => {
            const records = await ledger.after(await ledger.cursor(DEAD), 10_000);
            taken.push(...records.map(({ eventRecordId }) => eventRecordId));
            await ledger.advanceCursor(DEAD, taken.at(-1) ?? 0);
            await ledger.recordSuccess(DEAD);
          };
          for (const { add, hours, records, takes } of steps) {
            await append(add, now);
            now += hours * HOUR;
            if (takes) await take();
            else await ledger.recordFailure(DEAD, await ledger.cursor(DEAD), REFUSED, now);
            await prune(now, records);
            for (const { count } of await report(now)) missed += count;
          }
          await take();
          for (const { count } of await report(now)) missed += count;
          await take();
          expect(new Set(taken).size).toBe(taken.length);
          expect(taken).toEqual(taken.toSorted((one, other) => one - other));
          expect(taken.length + missed).toBe(await ledger.newestRecordId());
        }),
        { numRuns: 60 },
      );
    });
  });
}
