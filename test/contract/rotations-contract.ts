import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rotation } from '../../src/domain/served/rotation.ts';
import { StaleRevisionError } from '../../src/work/errors.ts';
import type { Ledger, Rotations } from '../../src/work/ports/ledger.ts';
import { said } from '../domain/failure/said.ts';
import { change, NOON, newRecord, SHARD } from './ledger-samples.ts';

/** A ledger, and a command in another process that writes to it. */
export interface OpenRotations extends AsyncDisposable {
  readonly ledger: Ledger;
  readonly orders: Rotations;
}

const OTHER = 'mail02.contoso.com';

/**
 * Returns the result of a reload, with texts that a malicious server and a malicious name can add.
 */
function rotation(rotationId: string): Rotation {
  const certificate = { thumbprint: 'A'.repeat(40), serialNumber: '0A', notAfter: NOON };
  const problem = { reason: 'timed_out' as const, location: '[2001:db8::25]:25', failure: said('a "quoted"\nline') };
  return {
    rotationId,
    requestedBy: { by: 'root (sudo: kim)', command: 'mailcertd connectors reload Edge', at: NOON },
    command: ['systemctl', 'reload', 'postfix'],
    at: NOON + 300,
    failure: 'probe-failed',
    isReloaded: true,
    problem: undefined,
    connectors: [
      {
        connector: "Edge 'x'; DROP TABLE rotation",
        onDisk: [certificate],
        problem: undefined,
        addresses: [
          { address: '192.0.2.25', keyType: 'any', before: undefined, after: certificate, problem: undefined },
          { address: '2001:db8::25', keyType: 'any', before: certificate, after: undefined, problem },
        ],
      },
    ],
  };
}

/**
 * Defines the contract tests of every ledger for the results of reload commands, which a scan
 * reports.
 */
export function rotationsContract(name: string, open: () => OpenRotations): void {
  describe(`${name} keeps rotations: each`, () => {
    let opened: OpenRotations;
    const idsIn = async (shard = SHARD): Promise<readonly string[]> =>
      (await opened.ledger.rotations(shard)).map(({ rotationId }) => rotationId);
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened[Symbol.asyncDispose]());

    it('is returned as it was stored, oldest first, to its own shard', async () => {
      const { ledger, orders } = opened;
      for (const id of ['b', 'a']) await orders.recordRotation(SHARD, rotation(id));
      await orders.recordRotation(OTHER, rotation('c'));
      expect(await ledger.rotations(SHARD)).toEqual([rotation('b'), rotation('a')]);
      expect(await idsIn(OTHER)).toEqual(['c']);
    });

    it('is deleted by the commit that reports it, and by no other', async () => {
      const { ledger, orders } = opened;
      for (const id of ['a', 'b', 'c']) await orders.recordRotation(SHARD, rotation(id));
      await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
      expect(await idsIn()).toEqual(['a', 'b', 'c']);
      await ledger.commit(SHARD, 1, change({ records: [newRecord()], rotations: ['a', 'c'] }));
      expect(await idsIn()).toEqual(['b']);
    });

    it('stays when a commit is stale', async () => {
      const { ledger, orders } = opened;
      await orders.recordRotation(SHARD, rotation('a'));
      const stale = ledger.commit(SHARD, 7, change({ rotations: ['a'] }));
      await expect(stale).rejects.toBeInstanceOf(StaleRevisionError);
      expect(await idsIn()).toEqual(['a']);
    });

    it('wakes those that wait for a change, and does not change the revision', async () => {
      const { ledger, orders } = opened;
      const waiting = ledger.changed(AbortSignal.timeout(10_000))[Symbol.asyncIterator]();
      const woken = waiting.next();
      await orders.recordRotation(SHARD, rotation('a'));
      expect((await woken).done).toBe(false);
      await waiting.return?.();
      expect((await ledger.state(SHARD)).revision).toBe(0);
    });

    it('is one of 100 at most: beyond that, the oldest is deleted', async () => {
      const ids = Array.from({ length: 103 }, (_, at) => `r${String(at).padStart(3, '0')}`);
      await opened.orders.recordRotation(OTHER, rotation('other'));
      for (const id of ids) await opened.orders.recordRotation(SHARD, rotation(id));
      expect(await idsIn()).toEqual(ids.slice(3));
      expect(await idsIn(OTHER)).toEqual(['other']);
    });
  });
}
