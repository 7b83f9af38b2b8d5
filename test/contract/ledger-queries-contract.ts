import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { EMPTY_MEMORY } from '../../src/domain/observation/memory.ts';
import { DAY } from '../../src/domain/time.ts';
import type { Cursors, Ledger, RecordQuery } from '../../src/work/ports/ledger.ts';
import { all, change, idsOf, NOON, newRecord, raised, SHARD } from './ledger-samples.ts';

const [A, B, C] = ['A'.repeat(40), 'B'.repeat(40), 'C'.repeat(40)];
const REQUEST = 'D'.repeat(64);
/** An event that only a newer version knows: its parameters may be any. */
const OF_NEWER_VERSION = 1999;

/** Eight records with IDs 1 to 8; before the fifth, the clock is set back by one minute. */
export const LOG: readonly NewEventRecord[] = [
  newRecord({ eventId: 12014, level: 'Error', timeCreated: NOON, facts: { connector: 'In' } }),
  newRecord({
    eventId: 12015,
    level: 'Warning',
    timeCreated: NOON + 1,
    facts: { connectors: ['In', 'Out'], thumbprint: A },
  }),
  newRecord({ eventId: 12014, level: 'Error', timeCreated: NOON + 2, facts: { connector: 'Out' } }),
  newRecord({
    eventId: 1900,
    level: 'Information',
    timeCreated: NOON + 3,
    facts: { connector: 'In', thumbprint: B, previousThumbprint: C },
  }),
  newRecord({ eventId: 12015, level: 'Error', timeCreated: NOON - 60_000, facts: { thumbprint: B, connector: 'Out' } }),
  newRecord({
    eventId: 12017,
    level: 'Information',
    timeCreated: NOON - 59_000,
    facts: {
      connector: 'In',
      connectors: ['In'],
      certificates: [{ thumbprint: C, names: [], notAfter: NOON }],
    },
  }),
  newRecord({ eventId: 12014, level: 'Warning', timeCreated: NOON + 4, facts: { connector: 'In', thumbprint: A } }),
  newRecord({ eventId: 1000, level: 'Information', timeCreated: NOON + 5, facts: { requestSha256: REQUEST } }),
];

/** Queries with the IDs of their results. */
export const QUERIES: readonly (readonly [RecordQuery, readonly number[]])[] = [
  [{}, [1, 2, 3, 4, 5, 6, 7, 8]],
  [{ eventIds: [12014] }, [1, 3, 7]],
  [{ eventIds: [1900, 12015, 1900] }, [2, 4, 5]],
  [{ eventIds: [] }, []],
  [{ level: 'Error' }, [1, 3, 5]],
  [{ level: 'Warning' }, [1, 2, 3, 5, 7]],
  [{ level: 'Information' }, [1, 2, 3, 4, 5, 6, 7, 8]],
  [{ since: NOON + 2 }, [3, 4, 7, 8]],
  [{ until: NOON + 2 }, [1, 2, 5, 6]],
  [{ since: NOON - 60_000, until: NOON - 59_000 }, [5]],
  [{ since: NOON + 6 }, []],
  [{ until: NOON - 60_000 }, []],
  [{ connector: 'In' }, [1, 2, 4, 6, 7]],
  [{ connector: 'in' }, []],
  [{ thumbprint: A }, [2, 7]],
  [{ thumbprint: B }, [4, 5]],
  [{ thumbprint: C }, [4, 6]],
  [{ connector: 'Out', thumbprint: A }, [2]],
  [{ request: REQUEST }, [8]],
  [{ request: REQUEST, thumbprint: A }, []],
  [{ request: A }, []],
  [{ connector: 'In', eventIds: [12014, 12015], level: 'Warning', since: NOON, until: NOON + 4 }, [1, 2]],
  [{ eventIds: [12014], level: 'Error' }, [1, 3]],
  [{ eventRecordId: 5 }, [5]],
  [{ eventRecordId: 5, level: 'Error', eventIds: [12014] }, []],
  [{ eventRecordId: 9 }, []],
  [{ last: 3 }, [6, 7, 8]],
  [{ last: 100 }, [1, 2, 3, 4, 5, 6, 7, 8]],
  [{ last: 0 }, []],
  [{ last: 2, eventIds: [12014, 12015] }, [5, 7]],
  [{ last: 1, level: 'Warning', until: NOON }, [5]],
  [{ last: 2, connector: 'In' }, [6, 7]],
  [{ afterRecordId: 6 }, [7, 8]],
  [{ afterRecordId: 8 }, []],
  [{ afterRecordId: 2, eventIds: [12014] }, [3, 7]],
  [{ beforeRecordId: 3 }, [1, 2]],
  [{ beforeRecordId: 1 }, []],
  [{ beforeRecordId: 7, last: 2 }, [5, 6]],
  [{ afterRecordId: 2, beforeRecordId: 5, since: NOON }, [3, 4]],
  [{ afterRecordId: 4, eventRecordId: 4 }, []],
];

const HOSTILE: readonly (readonly [string, string])[] = [
  ['NUL', 'a\0b'],
  ['quotes', `'; DROP TABLE event_record; -- "`],
  ['newlines and ANSI', 'a\r\n\u001b[31mb'],
  ['emoji', '📧🏴‍☠️'],
  ['bidi marks', '\u202emoc.osotnoc'],
  ['an empty one', ''],
  ['a long one', 'x'.repeat(100_000)],
];

/** Defines the contract tests of every ledger for queries, waiting and pruning. */
export function ledgerQueriesContract(name: string, open: () => Ledger & Cursors): void {
  describe(`${name} as a log`, () => {
    let ledger: Ledger & Cursors;
    beforeEach(() => {
      ledger = open();
    });
    afterEach(async () => {
      await ledger[Symbol.asyncDispose]();
    });

    it.each(QUERIES)('answers %j with %j, oldest first', async (query, ids) => {
      await ledger.commit(SHARD, 0, change({ records: LOG }));
      expect(await idsOf(ledger.records(query))).toEqual(ids);
    });

    it.each(QUERIES)('counts the records that match %j', async (query, ids) => {
      await ledger.commit(SHARD, 0, change({ records: LOG }));
      expect(await ledger.count(query)).toBe(ids.length);
    });

    it('answers for hundreds of event IDs at once', async () => {
      await ledger.commit(SHARD, 0, change({ records: LOG }));
      const eventIds = Array.from({ length: 600 }, (_, index) => 11_500 + index * 2);
      expect(await idsOf(ledger.records({ eventIds }))).toEqual([1, 3, 7]);
    });

    it('answers with every record even if there are more than one read returns', async () => {
      const records = Array.from({ length: 1234 }, (_, index) => newRecord({ eventId: 12014 + (index % 2) }));
      await ledger.commit(SHARD, 0, change({ records }));
      expect(await idsOf(ledger.records({}))).toEqual(records.map((_, index) => index + 1));
      const odd = records.map((_, index) => index + 1).filter((id) => id % 2 === 1);
      expect(await idsOf(ledger.records({ eventIds: [12014], last: 600 }))).toEqual(odd.slice(-600));
    });

    it('does not show a commit that is made while it answers', async () => {
      await ledger.commit(SHARD, 0, change({ records: Array.from({ length: 600 }, () => newRecord()) }));
      const seen: number[] = [];
      for await (const { eventRecordId } of ledger.records({})) {
        if (eventRecordId === 1) await ledger.commit(SHARD, 1, change({ records: [newRecord()] }));
        seen.push(eventRecordId);
      }
      expect(seen.at(-1)).toBe(600);
    });

    it.each(HOSTILE)('returns %s as it was stored', async (_, text) => {
      const { condition, record } = raised('a', {
        eventId: OF_NEWER_VERSION,
        subject: text,
        parameters: [text],
        facts: { connector: text, connectors: [text, `${text}2`], thumbprint: text, detail: text },
        remedy: [['cp', text]],
      });
      const hostile = { ...record, computer: text, providerName: text };
      const memory = {
        ...EMPTY_MEMORY,
        storeSizes: new Map([[text, { path: '/store', certificates: 1, shrunk: undefined }]]),
      };
      const written = await ledger.commit(text, 0, change({ records: [hostile], open: [condition], memory }));
      expect(await all(ledger.records({ connector: text, thumbprint: text }))).toEqual(written);
      expect(await all(ledger.records({ connector: `${text}2` }))).toEqual(written);
      expect(await ledger.state(text)).toMatchObject({ open: [condition], memory });
      await ledger.advanceCursor(text, 1);
      expect(await ledger.cursor(text)).toBe(1);
    });

    it('returns any parameters, including lone surrogates', async () => {
      let revision = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) })),
          async (parameters) => {
            const [written] = await ledger.commit(
              SHARD,
              revision,
              change({
                records: [newRecord({ eventId: OF_NEWER_VERSION, parameters, facts: { locations: parameters } })],
              }),
            );
            revision += 1;
            expect(await ledger.after(revision - 1, 1)).toEqual([written]);
            expect(written?.parameters).toEqual(parameters);
          },
        ),
        { numRuns: 50 },
      );
    });

    it('notifies a waiter of a commit that was made before it began to wait', async () => {
      const stop = new AbortController();
      const changes = ledger.changed(stop.signal)[Symbol.asyncIterator]();
      await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
      expect(await changes.next()).toMatchObject({ done: false });
      const next = changes.next();
      await ledger.commit(SHARD, 1, change({}));
      expect(await next).toMatchObject({ done: false });
      stop.abort();
      expect(await changes.next()).toMatchObject({ done: true });
    });

    it('ends the waiting on an abort signal, and when it is closed', async () => {
      const stop = new AbortController();
      const [first, second] = [ledger.changed(stop.signal), ledger.changed(new AbortController().signal)];
      const ends = [first, second].map((changes) => changes[Symbol.asyncIterator]().next());
      stop.abort();
      expect(await ends[0]).toMatchObject({ done: true });
      await ledger[Symbol.asyncDispose]();
      expect(await ends[1]).toMatchObject({ done: true });
      expect(await ledger.changed(AbortSignal.abort())[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
    });

    describe('pruning', () => {
      const left = (): Promise<readonly number[]> => idsOf(ledger.records({}));
      const dated = (...ages: readonly number[]): readonly NewEventRecord[] =>
        ages.map((age) => newRecord({ timeCreated: NOON - age }));

      it('keeps the newest N records', async () => {
        await ledger.commit(SHARD, 0, change({ records: dated(0, 0, 0, 0, 0) }));
        expect(await ledger.prune({ records: 2, days: 400 }, NOON)).toBe(3);
        expect(await left()).toEqual([4, 5]);
        expect(await ledger.prune({ records: 2, days: 400 }, NOON)).toBe(0);
      });

      it('deletes records that are older than N days, to the millisecond', async () => {
        await ledger.commit(SHARD, 0, change({ records: dated(DAY + 1, DAY, DAY - 1, DAY + 1, 0) }));
        expect(await ledger.prune({ records: 100, days: 1 }, NOON)).toBe(2);
        expect(await left()).toEqual([2, 3, 5]);
      });

      it('stops at the slowest follower, until that one is deleted', async () => {
        await ledger.commit(SHARD, 0, change({ records: dated(0, 0, 0, 0) }));
        await ledger.advanceCursor('fast', 4);
        await ledger.advanceCursor('slow', 1);
        expect(await ledger.prune({ records: 1, days: 400 }, NOON)).toBe(1);
        expect(await left()).toEqual([2, 3, 4]);
        await ledger.deleteOtherFollowers(['fast']);
        await ledger.prune({ records: 1, days: 400 }, NOON);
        expect(await left()).toEqual([4]);
      });

      it('keeps the last record of an open condition, and deletes it once the condition is resolved', async () => {
        const { condition, record } = raised('a');
        await ledger.commit(SHARD, 0, change({ records: [newRecord(), record, newRecord()], open: [condition] }));
        await ledger.prune({ records: 0, days: 400 }, NOON);
        expect(await left()).toEqual([2]);
        expect((await ledger.state(SHARD)).open).toEqual([condition]);
        await ledger.commit(SHARD, 1, change({ open: [] }));
        await ledger.prune({ records: 0, days: 400 }, NOON);
        expect(await left()).toEqual([]);
      });

      it('does not change the head and the next ids', async () => {
        await ledger.commit(SHARD, 0, change({ records: dated(0, 0) }));
        await ledger.prune({ records: 0, days: 400 }, NOON);
        expect(await ledger.newestRecordId()).toBe(2);
        expect(await ledger.count()).toBe(0);
        const [next] = await ledger.commit(SHARD, 1, change({ records: dated(0) }));
        expect(next?.eventRecordId).toBe(3);
      });

      it('removes the records from the lookup by connector and thumbprint', async () => {
        await ledger.commit(SHARD, 0, change({ records: LOG }));
        await ledger.prune({ records: 2, days: 400 }, NOON);
        expect(await idsOf(ledger.records({ connector: 'In' }))).toEqual([7]);
        expect(await idsOf(ledger.records({ thumbprint: A }))).toEqual([7]);
        expect(await idsOf(ledger.records({ thumbprint: B }))).toEqual([]);
      });
    });
  });
}
