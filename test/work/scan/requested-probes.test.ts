import { describe, expect, it, vi } from 'vitest';
import { DIAGNOSTIC_FAILURES } from '../../../src/domain/failure/diagnostic-failures.ts';
import { RequestedProbes } from '../../../src/work/scan/requested-probes.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';

const SHARD = 'mail01.contoso.com';

/** Returns a prober whose probes end on command. */
function served() {
  const ledger = new MemoryLedger();
  const ending = new AbortController();
  const probed: { readonly connectors: readonly string[]; readonly end: () => void }[] = [];
  const requestScan = vi.fn();
  const note = vi.fn();
  const requested = new RequestedProbes({
    ...{ ledger, shard: SHARD, diagnostics: { note }, requestScan },
    probe: (connectors) => new Promise((end) => probed.push({ connectors, end })),
  });
  return { ledger, ending, probed, order: requestScan, note, requested };
}

describe('a request to probe now', () => {
  it('is done when its probes have ended, orders a scan, and is deleted when that scan has completed it', async () => {
    const { ledger, ending, probed, order, requested } = served();
    await ledger.requestProbes(SHARD, { requestId: 'early', connectors: ['Edge'] });
    const following = requested.follow(ending.signal);
    await vi.waitUntil(() => probed.length === 1);
    await ledger.requestProbes(SHARD, { requestId: 'late', connectors: [] });
    await vi.waitUntil(() => probed.length === 2);
    expect(probed.map(({ connectors }) => connectors)).toEqual([['Edge'], []]);
    expect([requested.completed, order.mock.calls.length]).toEqual([[], 0]);

    probed[0]?.end();
    await vi.waitUntil(() => order.mock.calls.length === 1);
    expect(requested.completed).toEqual([{ requestId: 'early', connectors: ['Edge'] }]);
    await ledger.commit(SHARD, 0, {
      ...{ records: [], open: undefined, memory: undefined, scan: undefined },
      probeRequests: ['early'],
    });
    await vi.waitUntil(() => requested.completed.length === 0);
    expect(probed).toHaveLength(2);
    ending.abort();
    await following;
  });

  it.each([1, 2])('that cannot be read at read %i is noted, and is served at the next change', async (failing) => {
    const { ledger, ending, probed, note, requested } = served();
    const read = ledger.probeRequests.bind(ledger);
    let reads = 0;
    ledger.probeRequests = async (shard) => {
      reads += 1;
      if (reads === failing) throw new Error('disk I/O error');
      return read(shard);
    };
    const following = requested.follow(ending.signal);
    await vi.waitUntil(() => reads === 1);
    await ledger.requestProbes(SHARD, { requestId: 'first', connectors: ['Edge'] });
    await vi.waitUntil(() => reads === 2);
    await ledger.requestProbes(SHARD, { requestId: 'second', connectors: [] });
    await expect.poll(() => probed.map(({ connectors }) => connectors)).toEqual([['Edge'], []]);
    expect(note.mock.calls).toEqual([
      ['warning', DIAGNOSTIC_FAILURES.probe_requests_not_read({ cause: 'disk I/O error' })],
    ]);
    ending.abort();
    await following;
  });
});
