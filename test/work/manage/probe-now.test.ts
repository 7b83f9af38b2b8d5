import { beforeEach, describe, expect, it } from 'vitest';
import { probeNow } from '../../../src/work/manage/probe-now.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';

const SHARD = 'mail01.contoso.com';
const LONG_MS = 60_000;

describe('a request to probe now', () => {
  let ledger: MemoryLedger;
  let isRunning: boolean;
  const { signal } = new AbortController();
  beforeEach(() => {
    ledger = new MemoryLedger();
    isRunning = true;
  });
  const request = (waitMs: number, given = signal) =>
    probeNow(
      ['Edge'],
      waitMs,
      {
        shard: SHARD,
        openReader: () => ledger,
        requestProbes: (...all) => ledger.requestProbes(...all),
        isDaemonRunning: async () => isRunning,
        newRequestId: () => 'r1',
      },
      given,
    );
  const waiting = () => ledger.probeRequests(SHARD);

  it('is done when a scan has committed it, and not by another commit', async () => {
    const change = { records: [], open: undefined, memory: undefined, scan: undefined };
    let outcome: string | undefined;
    const requested = request(LONG_MS).then((each) => {
      outcome = each;
    });
    await expect.poll(waiting).toEqual([{ requestId: 'r1', connectors: ['Edge'] }]);
    const { revision } = await ledger.commit(SHARD, 0, change).then(() => ledger.state(SHARD));
    expect(outcome).toBeUndefined();
    await ledger.commit(SHARD, revision, { ...change, probeRequests: ['r1'] });
    await requested;
    expect(outcome).toBe('done');
  });

  it('stays for a daemon that does not finish in time, and says whether it still runs', async () => {
    expect(await request(5)).toBe('timed-out');
    expect(await waiting()).toHaveLength(1);
    const requested = request(50);
    isRunning = false;
    expect(await requested).toBe('no-daemon');
  });

  it('is not stored when no daemon runs', async () => {
    isRunning = false;
    expect(await request(LONG_MS)).toBe('no-daemon');
    expect(await waiting()).toEqual([]);
  });

  it('ends with the signal of the command', async () => {
    const ending = new AbortController();
    const requested = request(LONG_MS, ending.signal);
    await expect.poll(waiting).toHaveLength(1);
    ending.abort(new Error('interrupted'));
    await expect(requested).rejects.toThrow('interrupted');
  });
});
