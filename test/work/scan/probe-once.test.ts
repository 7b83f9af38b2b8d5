import { expect, it, vi } from 'vitest';
import { probeOnce } from '../../../src/work/scan/probe-once.ts';
import { seen, serves, TRUSTED, target } from '../../domain/serving.ts';
import { connector, NOON, stored } from '../../domain/world.ts';
import { FakeServers } from '../../fakes/fake-servers.ts';

it('a command that has probed is not kept running by the host interval', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const probe = new FakeServers({ now: () => NOON, monotonicMs: () => 0 });
    const leaf = stored('S', { dnsNames: ['mail.contoso.com'] });
    probe.servers.set('192.0.2.25', leaf);
    const limits = { maxConcurrent: 8, hostIntervalMs: 60_000, intervalMs: 3_600_000 };
    const probes = probeOnce({ probe, limits, trust: [], verifier: { verify: async () => TRUSTED } }, 10_000);
    const { signal } = new AbortController();
    const results = await probes.resultsFor(
      [connector('In', undefined, { probe: target() })],
      new Map(),
      NOON,
      0,
      signal,
    );
    expect(results.get('In')).toMatchObject({ value: [{ conversation: seen(NOON, serves(leaf)) }] });
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
