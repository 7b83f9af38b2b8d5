import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StaleRevisionError } from '../../src/work/errors.ts';
import type { Ledger, ProbeRequests } from '../../src/work/ports/ledger.ts';
import { change, newRecord, SHARD } from './ledger-samples.ts';

/** A ledger, and a command in another process that writes to it. */
export interface OpenProbeRequests extends AsyncDisposable {
  readonly ledger: Ledger;
  readonly orders: ProbeRequests;
}

const OTHER = 'mail02.contoso.com';
const HOSTILE = "Edge 'x'; DROP TABLE probe_request\n\u001b[31m";

/** Defines the contract tests of every ledger for probe requests to a daemon. */
export function probeRequestsContract(name: string, open: () => OpenProbeRequests): void {
  describe(`${name} keeps requests for probes: each`, () => {
    let opened: OpenProbeRequests;
    const request = (requestId: string, ...connectors: readonly string[]) =>
      opened.orders.requestProbes(SHARD, { requestId, connectors });
    const ids = async (shard = SHARD): Promise<readonly string[]> =>
      (await opened.ledger.probeRequests(shard)).map(({ requestId }) => requestId);
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened[Symbol.asyncDispose]());

    it('is returned as it was stored, oldest first, to its own shard', async () => {
      await request('b', HOSTILE, 'Client');
      await request('a');
      await opened.orders.requestProbes(OTHER, { requestId: 'c', connectors: ['Edge'] });
      expect(await opened.ledger.probeRequests(SHARD)).toEqual([
        { requestId: 'b', connectors: [HOSTILE, 'Client'] },
        { requestId: 'a', connectors: [] },
      ]);
      expect(await ids(OTHER)).toEqual(['c']);
    });

    it('is deleted by the commit that completes it, and by no other', async () => {
      const { ledger } = opened;
      for (const id of ['a', 'b', 'c']) await request(id);
      await ledger.commit(SHARD, 0, change({ records: [newRecord()] }));
      expect(await ids()).toEqual(['a', 'b', 'c']);
      await expect(ledger.commit(SHARD, 7, change({ probeRequests: ['a'] }))).rejects.toBeInstanceOf(
        StaleRevisionError,
      );
      expect(await ids()).toEqual(['a', 'b', 'c']);
      await ledger.commit(SHARD, 1, change({ probeRequests: ['a', 'c'] }));
      expect(await ids()).toEqual(['b']);
    });

    it('wakes the daemon, and does not change the revision', async () => {
      const { ledger } = opened;
      const waiting = ledger.changed(AbortSignal.timeout(10_000))[Symbol.asyncIterator]();
      const woken = waiting.next();
      await request('a');
      expect((await woken).done).toBe(false);
      await waiting.return?.();
      expect((await ledger.state(SHARD)).revision).toBe(0);
    });

    it('is one of 100 at most: beyond that, the oldest is deleted', async () => {
      const all = Array.from({ length: 103 }, (_, at) => `r${String(at).padStart(3, '0')}`);
      await opened.orders.requestProbes(OTHER, { requestId: 'other', connectors: [] });
      for (const id of all) await request(id);
      expect(await ids()).toEqual(all.slice(3));
      expect(await ids(OTHER)).toEqual(['other']);
    });
  });
}
