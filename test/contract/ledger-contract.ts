import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locationKey } from '../../src/domain/certificate/location-key.ts';
import type { FileHistory } from '../../src/domain/observation/memory.ts';
import { EMPTY_MEMORY } from '../../src/domain/observation/memory.ts';
import { LedgerError, StaleRevisionError } from '../../src/work/errors.ts';
import type { Cursors, Ledger } from '../../src/work/ports/ledger.ts';
import { change, NOON, newRecord, probed, raised, recordOf, SHARD } from './ledger-samples.ts';

/** Defines the contract tests of every ledger for commits, conditions, memory and cursors. */
export function ledgerContract(name: string, open: () => Ledger & Cursors): void {
  describe(`${name} as a ledger`, () => {
    let ledger: Ledger & Cursors;
    beforeEach(() => {
      ledger = open();
    });
    afterEach(async () => {
      await ledger[Symbol.asyncDispose]();
    });

    describe('a commit', () => {
      it('assigns ids from 1 on, without gaps, in the order of the records', async () => {
        const first = await ledger.commit(
          SHARD,
          0,
          change({ records: [newRecord({ eventId: 1 }), newRecord({ eventId: 2 })] }),
        );
        const second = await ledger.commit(SHARD, 1, change({ records: [newRecord({ eventId: 3 })] }));
        expect([...first, ...second].map(({ eventRecordId, eventId }) => [eventRecordId, eventId])).toEqual([
          [1, 1],
          [2, 2],
          [3, 3],
        ]);
        expect(await ledger.newestRecordId()).toBe(3);
        expect(await ledger.count()).toBe(3);
      });

      it('names the process that wrote it', async () => {
        const [record] = await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
        expect(record).toEqual({ ...newRecord(), eventRecordId: 1, processId: process.pid });
      });

      it('with a stale revision changes nothing', async () => {
        const { condition, record } = raised('a');
        await ledger.commit(SHARD, 0, change({ records: [record], open: [condition] }));
        const before = await ledger.state(SHARD);
        const stale = change({
          records: [newRecord(), recordOf(condition, 'cleared')],
          open: [],
          memory: {
            ...EMPTY_MEMORY,
            storeSizes: new Map([['My', { path: '/store', certificates: 1, shrunk: undefined, areNamesKnown: true }]]),
          },
          scan: { startedAt: NOON, endedAt: NOON, nextAt: undefined },
        });
        for (const expected of [0, 2]) {
          await expect(ledger.commit(SHARD, expected, stale)).rejects.toEqual(
            new StaleRevisionError(SHARD, expected, 1),
          );
        }
        expect(await ledger.state(SHARD)).toEqual(before);
        expect(await ledger.newestRecordId()).toBe(1);
        expect(await ledger.count()).toBe(1);
      });

      it('of one shard does not change the revision and the conditions of another', async () => {
        const { condition, record } = raised('a');
        await ledger.commit('b.contoso.com', 0, change({ records: [record], open: [condition] }));
        await ledger.commit('a.contoso.com', 0, change({ open: [] }));
        expect(await ledger.shards()).toEqual(['a.contoso.com', 'b.contoso.com']);
        expect(await ledger.state('b.contoso.com')).toMatchObject({ revision: 1, open: [condition] });
      });

      it('keeps the times of the last scan that reported them', async () => {
        const scan = { startedAt: NOON, endedAt: NOON + 20, nextAt: NOON + 900_000 };
        await ledger.commit(SHARD, 0, change({ scan }));
        await ledger.commit(SHARD, 1, change({}));
        expect((await ledger.state(SHARD)).scan).toEqual(scan);
        await ledger.commit(SHARD, 2, change({ scan: { ...scan, nextAt: undefined } }));
        expect((await ledger.state(SHARD)).scan).toEqual({ ...scan, nextAt: undefined });
      });
    });

    describe('after()', () => {
      it('returns the records after an id, oldest first, up to the limit', async () => {
        await ledger.commit(SHARD, 0, change({ records: Array.from({ length: 5 }, () => newRecord()) }));
        const ids = async (after: number, limit: number) =>
          (await ledger.after(after, limit)).map((record) => record.eventRecordId);
        expect(await ids(0, 2)).toEqual([1, 2]);
        expect(await ids(2, 10)).toEqual([3, 4, 5]);
        expect(await ids(5, 10)).toEqual([]);
      });

      it('never returns a lower id later, even if several shards are written at once', async () => {
        const shards = ['a', 'b', 'c'];
        const writers = shards.map(async (shard) => {
          for (let revision = 0; revision < 20; revision += 1)
            await ledger.commit(
              shard,
              revision,
              change({ records: [newRecord({ computer: shard }), newRecord({ computer: shard })] }),
            );
        });
        const seen: number[] = [];
        while (seen.length < 120) {
          for (const { eventRecordId } of await ledger.after(seen.at(-1) ?? 0, 7)) seen.push(eventRecordId);
        }
        await Promise.all(writers);
        expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
      });
    });

    describe('a heartbeat', () => {
      it('stays in the state of its shard after later commits, and does not change the revision', async () => {
        await ledger.commit(SHARD, 0, change({}));
        await ledger.storeHeartbeat(SHARD, NOON);
        await ledger.commit(SHARD, 1, change({ records: [newRecord()] }));
        expect(await ledger.state(SHARD)).toMatchObject({ revision: 2, storedAt: NOON });
        await ledger.storeHeartbeat(SHARD, NOON + 1);
        expect(await ledger.state(SHARD)).toMatchObject({ revision: 2, storedAt: NOON + 1 });
      });

      it('is not stored for a shard without a commit', async () => {
        await ledger.storeHeartbeat(SHARD, NOON);
        expect(await ledger.shards()).toEqual([]);
      });
    });

    describe('the start of a daemon', () => {
      const PASS = { startedAt: NOON - 1000, endedAt: NOON - 900, nextAt: undefined };

      it('stays in the state of its shard until a scan is stored, and does not change the revision', async () => {
        await ledger.commit(SHARD, 0, change({ scan: PASS }));
        await ledger.storeStart(SHARD, NOON);
        expect(await ledger.state(SHARD)).toMatchObject({ revision: 1, startedAt: NOON, scan: PASS });
        await ledger.commit(SHARD, 1, change({ records: [newRecord()] }));
        await ledger.storeHeartbeat(SHARD, NOON + 1);
        expect(await ledger.state(SHARD)).toMatchObject({ revision: 2, startedAt: NOON });
        await ledger.commit(SHARD, 2, change({ scan: PASS }));
        expect((await ledger.state(SHARD)).startedAt).toBeUndefined();
      });

      it('is not stored for a shard without a commit', async () => {
        await ledger.storeStart(SHARD, NOON);
        expect(await ledger.shards()).toEqual([]);
      });
    });

    describe('conditions', () => {
      it('of a shard without a commit are an empty list', async () => {
        expect(await ledger.state(SHARD)).toEqual({ revision: 0, open: [], memory: EMPTY_MEMORY, scan: undefined });
        expect(await ledger.shards()).toEqual([]);
      });

      it('have the parameters, facts and remedy of their last record', async () => {
        const { condition, record } = raised('a', {
          urgency: 2,
          facts: {
            ...newRecord().facts,
            thumbprint: 'A'.repeat(40),
            notAfter: NOON,
            nearestMiss: { thumbprint: 'B', reason: 'older', names: ['x'], notAfter: 5 },
          },
          remedy: [
            ['certbot', 'renew'],
            ['systemctl', 'reload', 'postfix'],
          ],
        });
        await ledger.commit(SHARD, 0, change({ records: [record], open: [condition] }));
        expect((await ledger.state(SHARD)).open).toEqual([condition]);
      });

      it('are listed oldest first, and in the order of storing if they were raised together', async () => {
        const [x, b, a] = [raised('x', { raisedAt: NOON - 1 }), raised('b'), raised('a')];
        await ledger.commit(SHARD, 0, change({ records: [b.record, a.record], open: [b.condition, a.condition] }));
        await ledger.commit(SHARD, 1, change({ records: [x.record], open: [a.condition, x.condition, b.condition] }));
        expect((await ledger.state(SHARD)).open.map(({ conditionId }) => conditionId)).toEqual(['x', 'b', 'a']);
      });

      it('stay as they are if a commit does not mention them', async () => {
        const { condition, record } = raised('a');
        await ledger.commit(SHARD, 0, change({ records: [record], open: [condition] }));
        await ledger.commit(SHARD, 1, change({ records: [newRecord()], open: undefined }));
        expect((await ledger.state(SHARD)).open).toEqual([condition]);
      });

      it('change their urgency, level and needs without a record, and their facts only with one', async () => {
        const { condition, record } = raised('a', { level: 'Warning', urgency: 1 });
        await ledger.commit(SHARD, 0, change({ records: [record], open: [condition] }));
        const quiet = {
          ...condition,
          needs: ['store:Root'] as const,
          urgency: 2,
          facts: { ...condition.facts, detail: 'not notified' },
        };
        await ledger.commit(SHARD, 1, change({ open: [quiet] }));
        expect((await ledger.state(SHARD)).open).toEqual([{ ...quiet, facts: condition.facts }]);
        const louder = {
          ...quiet,
          urgency: 3,
          level: 'Error' as const,
          notifiedAt: NOON + 5,
          facts: { ...condition.facts, detail: 'notified' },
        };
        await ledger.commit(SHARD, 2, change({ records: [recordOf(louder, 'escalated')], open: [louder] }));
        expect((await ledger.state(SHARD)).open).toEqual([louder]);
      });

      it('keep the data that follows each scan, until a record replaces it', async () => {
        const { condition, record } = raised('a');
        await ledger.commit(SHARD, 0, change({ records: [record], open: [condition] }));
        const later = {
          ...condition,
          parameters: ['later', 'B', 'mail.contoso.com'],
          facts: { ...condition.facts, connectors: ['B'] },
          remedy: [['true']],
        };
        await ledger.commit(SHARD, 1, change({ open: [later], updatedConditionIds: new Set(['a']) }));
        expect((await ledger.state(SHARD)).open).toEqual([later]);
        const escalated = { ...later, urgency: condition.urgency + 1 };
        await ledger.commit(SHARD, 2, change({ open: [escalated] }));
        expect((await ledger.state(SHARD)).open).toEqual([escalated]);
        const again = { ...escalated, facts: { ...condition.facts, detail: 'notified' }, notifiedAt: NOON + 5 };
        await ledger.commit(SHARD, 3, change({ records: [recordOf(again, 'repeated')], open: [again] }));
        expect((await ledger.state(SHARD)).open).toEqual([again]);
      });

      it('are resolved if a commit does not list them as open, and can be raised again under another id', async () => {
        const [a, b] = [raised('a'), raised('b')];
        await ledger.commit(SHARD, 0, change({ records: [a.record, b.record], open: [a.condition, b.condition] }));
        await ledger.commit(SHARD, 1, change({ records: [recordOf(a.condition, 'cleared')], open: [b.condition] }));
        expect((await ledger.state(SHARD)).open).toEqual([b.condition]);
        const again = raised('c', { subject: a.condition.subject, raisedAt: NOON + 1, notifiedAt: NOON + 1 });
        await ledger.commit(SHARD, 2, change({ records: [again.record], open: [b.condition, again.condition] }));
        expect((await ledger.state(SHARD)).open).toEqual([b.condition, again.condition]);
      });

      it('can be cleared and raised with the same subject in one commit', async () => {
        const old = raised('old', { subject: 'same' });
        const fresh = raised('new', { subject: 'same' });
        await ledger.commit(SHARD, 0, change({ records: [old.record], open: [old.condition] }));
        const records = [recordOf(old.condition, 'cleared'), fresh.record];
        await ledger.commit(SHARD, 1, change({ records, open: [fresh.condition] }));
        expect((await ledger.state(SHARD)).open).toEqual([fresh.condition]);
      });

      it('are refused, with the complete commit, if they have no record', async () => {
        const { condition } = raised('a');
        const unreported = change({ records: [newRecord()], open: [condition] });
        await expect(ledger.commit(SHARD, 0, unreported)).rejects.toBeInstanceOf(LedgerError);
        expect(await ledger.state(SHARD)).toMatchObject({ revision: 0, open: [] });
        expect(await ledger.newestRecordId()).toBe(0);
      });
    });

    describe('memory', () => {
      const size = (certificates: number, shrunk?: { since: number; scans: number }) => ({
        path: '/store',
        certificates,
        shrunk,
      });

      it('is returned complete, stays if a commit does not mention it, and loses what the next one omits', async () => {
        const digest = { thumbprint: 'B'.repeat(40), names: ['imap.contoso.com'], issuer: 'O=Fabrikam' };
        const history = (
          path: string,
          block: number,
          rest: Pick<FileHistory, 'previous' | 'emptySince'>,
        ): [string, FileHistory] => {
          const location = { path, block };
          return [locationKey(location), { ...digest, thumbprint: 'A'.repeat(40), store: 'My', location, ...rest }];
        };
        const memory = {
          fileHistories: new Map([
            history('/stores/My/mail.pem', 0, { previous: undefined }),
            history('/stores/My/new\nline.pem#1', 1, { previous: { ...digest, replacedAt: NOON } }),
            history('/stores/My/moved.pem', 0, { previous: undefined, emptySince: NOON }),
          ]),
          storeSizes: new Map([
            ['My', size(3)],
            ['Trusted Roots', size(140, { since: NOON, scans: 2 })],
          ]),
          storeHistory: {
            path: '/stores/My',
            notes: new Map([
              [
                'A'.repeat(40),
                { requestedBy: { by: 'root', command: 'mailcertd\n$(id)', at: NOON }, services: ['SMTP' as const] },
              ],
              [
                'C'.repeat(64),
                { requestedBy: { by: 'ops', command: 'mailcertd', at: NOON - 1 }, services: [], isGone: true as const },
              ],
            ]),
            internal: 'A'.repeat(40),
            removals: new Set(['2026-11-25T120000Z-B', '2026-11-25T120001Z-B']),
          },
          probes: new Map([['Default MAIL01', probed(NOON)]]),
        };
        await ledger.commit(SHARD, 0, change({ memory }));
        expect((await ledger.state(SHARD)).memory).toEqual(memory);
        await ledger.commit(SHARD, 1, change({}));
        expect((await ledger.state(SHARD)).memory).toEqual(memory);
        const storeHistory = { path: '/stores/My', notes: new Map(), internal: undefined, removals: new Set<string>() };
        const less = {
          fileHistories: new Map(),
          storeSizes: new Map([['My', size(4)]]),
          storeHistory,
          probes: new Map(),
        };
        await ledger.commit(SHARD, 2, change({ memory: less }));
        expect((await ledger.state(SHARD)).memory).toEqual(less);
        await ledger.commit(SHARD, 3, change({ memory: { ...less, storeHistory: undefined } }));
        expect((await ledger.state(SHARD)).memory.storeHistory).toBeUndefined();
      });
    });

    describe('a cursor', () => {
      it('of a new follower starts at the head and then stays there', async () => {
        await ledger.commit(SHARD, 0, change({ records: [newRecord(), newRecord()] }));
        expect(await ledger.cursor('file:/var/log/a')).toBe(2);
        await ledger.commit(SHARD, 1, change({ records: [newRecord()] }));
        expect(await ledger.cursor('file:/var/log/a')).toBe(2);
        expect(await ledger.cursor('file:/var/log/b')).toBe(3);
      });

      it('moves forward and never back', async () => {
        await ledger.commit(SHARD, 0, change({ records: [newRecord(), newRecord(), newRecord()] }));
        await ledger.advanceCursor('a', 2);
        expect(await ledger.cursor('a')).toBe(2);
        await ledger.advanceCursor('a', 1);
        expect(await ledger.cursor('a')).toBe(2);
        await ledger.advanceCursor('a', 3);
        expect(await ledger.cursor('a')).toBe(3);
      });

      it('of a follower that is not configured any more is deleted', async () => {
        await ledger.cursor('a');
        await ledger.cursor('b');
        await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
        await ledger.deleteOtherFollowers(['b', 'c']);
        expect(await ledger.cursor('a')).toBe(1);
        expect(await ledger.cursor('b')).toBe(0);
      });
    });
  });
}
