import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScanResult } from '../../../../src/domain/scan-result.ts';
import type { Endpoint } from '../../../../src/domain/served/served.ts';
import { SECOND } from '../../../../src/domain/time.ts';
import { type Happening, histories, live, repair, settle, slowHistories } from './history.ts';
import { ADDRESSES, type Planted } from './host.ts';
import { behaviorOf } from './truth.ts';

/** Number of histories; `npm run histories` sets a higher one. */
const RUNS = Number(process.env['HISTORIES'] ?? 150);
/**
 * The maximum number of histories until a planted error is found. Most seeds find it within 300.
 */
const FINDS = 3000;

/** A probe counts from its end, although its result was true three seconds earlier. */
const STAMPED_AT_ITS_END: Planted = {
  probe: (servers, host) => ({
    resolve: (...asked) => servers.resolve(...asked),
    converse: (...asked) => {
      const [, address] = asked;
      const doings = ADDRESSES.filter((each) => each === address).map((each) => host.doings[each]);
      for (const doing of doings) {
        servers.servers.set(address, behaviorOf(doing.at(host.clock.monotonicMs() - 3 * SECOND)));
      }
      const answer = servers.converse(...asked);
      for (const doing of doings) servers.servers.set(address, behaviorOf(doing.now));
      return answer;
    },
  }),
};

/** Returns the last known result as if it were evidence. */
function asEvidence(result: ScanResult<readonly Endpoint[]>): ScanResult<readonly Endpoint[]> {
  if (result.kind === 'available' || result.last === undefined) return result;
  const { at, value } = result.last;
  return { kind: 'available', at, value: value.map(({ outdatedAt: _, ...endpoint }) => endpoint), problems: [] };
}

/** A scan uses the latest probe, although something has changed since. */
const FROM_BEFORE_THE_CHANGE: Planted = {
  probes: (prober) => ({
    onReloads: (rotations) => prober.onReloads(rotations),
    onResume: () => prober.onResume(),
    startScan: () => prober.startScan(),
    resultsFor: async (connectors, remembered, now, endedAtScanStart) => {
      const results = await prober.resultsFor(connectors, remembered, now, endedAtScanStart);
      return new Map([...results].map(([name, result]) => [name, asEvidence(result)]));
    },
  }),
};

/**
 * A scan uses each probe that has ended when it compares, although the scan may have read the files
 * before.
 */
const ENDED_DURING_THE_SCAN: Planted = {
  probes: (prober) => ({
    onReloads: (rotations) => prober.onReloads(rotations),
    onResume: () => prober.onResume(),
    startScan: () => Number.POSITIVE_INFINITY,
    resultsFor: (connectors, remembered, now, endedAtScanStart) =>
      prober.resultsFor(connectors, remembered, now, endedAtScanStart),
  }),
};

/** Histories that failed once, by name. */
const KNOWN: Readonly<Record<string, readonly Happening[]>> = {
  'the law was too strict': [
    { afterMs: 0, what: 'write', letter: 'B', hasKey: true, isOldFile: true },
    { afterMs: 12_000, what: 'command', address: '192.0.2.1', noticedAfterMs: 1 },
    { afterMs: 960_000, what: 'repair', letter: 'A' },
    { afterMs: 50, what: 'remove' },
    { afterMs: 0, what: 'server', address: '192.0.2.2', doing: 'not-offered' },
    { afterMs: 960_000, what: 'write', letter: 'A', hasKey: true, isOldFile: false },
  ],
  'a false OK after a reload': [
    { afterMs: 0, what: 'latency', readingMs: 3000, afterReadingMs: 0, respondsAfterMs: 0, probeMs: 0 },
    { afterMs: 0, what: 'server', address: '192.0.2.1', doing: 'down' },
    { afterMs: 50, what: 'command', address: '192.0.2.1', noticedAfterMs: 1 },
    { afterMs: 0, what: 'command', address: '192.0.2.1', noticedAfterMs: 1 },
    { afterMs: 0, what: 'reload', address: '192.0.2.1' },
  ],
  'a false OK after a reload and a restart': [
    { afterMs: 0, what: 'server', address: '192.0.2.2', doing: 'down' },
    { afterMs: 40_000, what: 'command', address: '192.0.2.2', noticedAfterMs: 1 },
    { afterMs: 0, what: 'restart' },
    { afterMs: 0, what: 'server', address: '192.0.2.1', doing: 'A' },
  ],
  'a probe that begins before a scan and ends after the scan has read the file': [
    { afterMs: 0, what: 'latency', readingMs: 0, afterReadingMs: 3000, respondsAfterMs: 4000, probeMs: 0 },
    { afterMs: 0, what: 'scan' },
    { afterMs: 400, what: 'probe' },
    { afterMs: 2001, what: 'write', letter: 'B', hasKey: true, isOldFile: false },
    { afterMs: 0, what: 'reload', address: '192.0.2.1' },
  ],
  'a request for probes that is answered by the scan that sees a change': [
    { afterMs: 0, what: 'probe' },
    { afterMs: 0, what: 'remove' },
  ],
};

describe('law 6, evidence has an order', () => {
  it('no Error, Warning, clear or OK is based on evidence from before the latest change', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.boolean(), (history, isWatched) => live(history, { isWatched })),
      { numRuns: RUNS },
    );
  });

  it.each(Object.entries(KNOWN))('the law holds in a history that once failed: %s', async (_, history) => {
    await live(history);
  });

  it('the open conditions are the true ones when nothing has changed for hours', async () => {
    await fc.assert(
      fc.asyncProperty(histories, (history) => settle(history)),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });

  it('a server that is down since before it was due to be reloaded keeps no condition about another server open', async () => {
    await settle([
      { afterMs: 0, what: 'write', letter: 'B', hasKey: true, isOldFile: false },
      { afterMs: 12_000, what: 'server', address: '192.0.2.1', doing: 'down' },
      { afterMs: 960_000, what: 'reload', address: '192.0.2.2' },
    ]);
  });

  it('a repaired problem is cleared within half a minute, whatever happened before', async () => {
    await fc.assert(
      fc.asyncProperty(histories, (history) => repair(history)),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });

  it.each([
    ['a probe that counts as begun when it ends', STAMPED_AT_ITS_END, histories],
    ['a scan that uses a probe from before a change', FROM_BEFORE_THE_CHANGE, histories],
    ['a scan that uses a probe that ended during the scan', ENDED_DURING_THE_SCAN, slowHistories],
  ])('the check finds %s', async (_, planted, arbitrary) => {
    const property = fc.asyncProperty(arbitrary, (history) => live(history, planted));
    const { failed, errorInstance } = await fc.check(property, { numRuns: FINDS, endOnFailure: true });
    // The failure must come from the law, not from an error in the test.
    expect([failed, String(errorInstance)]).toEqual([true, expect.stringMatching(/^AssertionError: expected /)]);
  });
});
