import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnchorsIdentity } from '../../../../src/domain/certificate/anchors-identity.ts';
import type { Status } from '../../../../src/domain/status/status.ts';
import { HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { ADDRESSES, type Anchors, CONNECTORS, Host, type Planted } from './host.ts';
import { statusAfter } from './law.ts';
import { statusByCommand } from './status-by-command.ts';
import { VirtualTime } from './virtual-time.ts';

/** Number of histories; `npm run histories` sets a higher one. */
const RUNS = Number(process.env['HISTORIES'] ?? 100);
/** The connector with its own trust anchors. */
const OWN = 'Imap';
/** A change of the trust anchors is visible in the conditions within this time. */
const SHOWN_WITHIN: number = 30 * SECOND;

type Happening = { readonly afterMs: number } & (
  | { readonly what: 'anchors' | 'ownAnchors'; readonly now: Anchors }
  | { readonly what: 'probe' | 'scan' | 'restart' | 'touch' }
  | { readonly what: 'latency'; readonly readingMs: number; readonly afterReadingMs: number; readonly probeMs: number }
);

const afterMs = fc.constantFrom(0, 1, 50, 400, 1500, 2001, 2500, 4000, 12_000, 40_000, 16 * MINUTE);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ afterMs, what: fc.constantFrom('anchors' as const, 'ownAnchors' as const) },
      now: fc.constantFrom<Anchors[]>('with CA', 'without CA'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ afterMs, what: fc.constantFrom('probe', 'scan', 'restart', 'touch') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ afterMs, what: fc.constant('latency' as const) },
      ...{ readingMs: fc.constantFrom(0, 700), afterReadingMs: fc.constantFrom(0, 3000) },
      probeMs: fc.constantFrom(0, 20, 900, 4000),
    }),
  },
);
const histories = fc.array(happening, { minLength: 1, maxLength: 12 });

async function happen(one: Happening, host: Host): Promise<void> {
  switch (one.what) {
    case 'anchors':
    case 'ownAnchors':
      return host.trust(host[one.what], one.now);
    case 'probe':
      return host.probeNow();
    case 'restart':
      return host.start();
    case 'latency':
      host.readingMs = one.readingMs;
      host.afterReadingMs = one.afterReadingMs;
      host.servers.connectionMs = one.probeMs;
      return;
    default:
      return host.hint();
  }
}

const anchorsFor = (host: Host, name: string) => (name === OWN ? host.ownAnchors : host.anchors);
const isAll = (host: Host, anchors: Anchors): boolean =>
  CONNECTORS.every(([name]) => anchorsFor(host, name).now === anchors);

/** Checks that a command only reports OK with the current trust anchors. */
async function checkCommand(host: Host): Promise<void> {
  const { verdict } = await statusByCommand(host);
  if (verdict === 'ok') expect([verdict, isAll(host, 'with CA')]).toEqual([verdict, true]);
}

/**
 * Checks that each 1407, its clear and each OK of a scan is about trust anchors that the scan could
 * read.
 */
function checkScans(host: Host): void {
  for (const { outcome, startedMs, endedMs } of host.scanned) {
    const had = (name: string, anchors: Anchors): boolean =>
      anchorsFor(host, name).during(startedMs, endedMs).includes(anchors);
    for (const { change, facts } of outcome.written) {
      for (const name of facts.connectors ?? []) {
        if (change === 'raised') expect(['raised', name, had(name, 'without CA')]).toEqual(['raised', name, true]);
        if (change === 'cleared') expect(['cleared', name, had(name, 'with CA')]).toEqual(['cleared', name, true]);
      }
    }
    if (statusAfter({ outcome } as (typeof host.scanned)[number]).verdict !== 'ok') continue;
    for (const [name] of CONNECTORS) expect(['OK', name, had(name, 'with CA')]).toEqual(['OK', name, true]);
  }
}

/**
 * Checks that the conditions are correct and the verdict is known after half a minute without a
 * change.
 */
async function checkQuiet(host: Host): Promise<void> {
  const open = host.scanned.at(-1)?.outcome.open ?? [];
  const untrusted = CONNECTORS.flatMap(([name]) => (anchorsFor(host, name).now === 'without CA' ? [name] : []));
  const about = open.flatMap(({ eventId, needs }) => needs.map((need) => `${eventId} ${need}`));
  expect(about.filter((one) => one.includes('probe:')).toSorted()).toEqual(
    untrusted.map((name) => `1407 probe:${name}`).toSorted(),
  );
  expect((await statusByCommand(host)).verdict).toBe(untrusted.length === 0 ? 'ok' : 'problem');
}

async function live(history: readonly Happening[], planted: Planted = {}): Promise<void> {
  using time = new VirtualTime();
  const host = new Host(time, { ...planted, ownTrust: OWN }, 'probes');
  host.start();
  await time.until(MINUTE);
  for (const one of history) {
    await time.until(time.nowMs + one.afterMs);
    await happen(one, host);
    await checkCommand(host);
  }
  await happen({ afterMs: 0, what: 'latency', readingMs: 30, afterReadingMs: 0, probeMs: 900 }, host);
  await time.until(time.nowMs + (planted.isWatched === false ? HOUR : SHOWN_WITHIN));
  await checkQuiet(host);
  host.stop();
  await time.until(time.nowMs + 1);
  checkScans(host);
}

describe('trust anchors as part of the evidence', () => {
  it('are the same as those of the scan for each 1407, clear and OK', async () => {
    await fc.assert(
      fc.asyncProperty(histories, (history) => live(history)),
      { numRuns: RUNS },
    );
  });

  it('are the same without a watch, after the next scheduled scans', async () => {
    await fc.assert(
      fc.asyncProperty(histories, (history) => live(history, { isWatched: false })),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });

  it.each<[string, readonly Happening[]]>([
    ['removed', [{ afterMs: 0, what: 'anchors', now: 'without CA' }]],
    [
      'removed and added',
      [
        { afterMs: 0, what: 'anchors', now: 'without CA' },
        { afterMs: MINUTE, what: 'anchors', now: 'with CA' },
      ],
    ],
    [
      'removed, and added after a probe and before the scan',
      [
        { afterMs: 0, what: 'anchors', now: 'without CA' },
        { afterMs: 1, what: 'probe' },
        { afterMs: 1500, what: 'anchors', now: 'with CA' },
      ],
    ],
    [
      'removed during a probe that lasts 4 s',
      [
        { afterMs: 0, what: 'latency', readingMs: 0, afterReadingMs: 0, probeMs: 4000 },
        { afterMs: 0, what: 'probe' },
        { afterMs: 400, what: 'anchors', now: 'without CA' },
      ],
    ],
  ])('change with a CA that is %s', (_, history) => live(history));

  it('cause probes of exactly the connectors that use them', async () => {
    using time = new VirtualTime();
    const host = new Host(time, { ownTrust: OWN }, 'probes');
    host.start();
    await time.until(MINUTE);
    host.servers.probedAddresses.length = 0;
    host.trust(host.ownAnchors, 'without CA');
    await time.until(time.nowMs + SHOWN_WITHIN);
    expect(new Set(host.servers.probedAddresses)).toEqual(new Set([ADDRESSES[1]]));
    // A server with an open condition is probed again soon.
    host.trust(host.ownAnchors, 'with CA');
    await time.until(time.nowMs + SHOWN_WITHIN);
    host.servers.probedAddresses.length = 0;
    host.trust(host.anchors, 'without CA');
    await time.until(time.nowMs + SHOWN_WITHIN);
    expect(new Set(host.servers.probedAddresses)).toEqual(new Set([ADDRESSES[0]]));
    host.stop();
    await time.until(time.nowMs + 1);
  });

  it('cause no probe if their directory changes and they do not', async () => {
    using time = new VirtualTime();
    const host = new Host(time, { ownTrust: OWN }, 'probes');
    host.start();
    await time.until(MINUTE);
    host.servers.probedAddresses.length = 0;
    host.trust(host.anchors, 'with CA');
    await time.until(time.nowMs + SHOWN_WITHIN);
    expect(host.servers.probedAddresses).toEqual([]);
    host.stop();
    await time.until(time.nowMs + 1);
  });

  it.each<[string, AnchorsIdentity, Status['verdict']]>([
    ['other anchors', { contents: 'other' }, 'unknown'],
    ['fewer sources than there are', { contents: 'other', unread: 'missing' }, 'unknown'],
    ['not all anchors, because of its rights', { contents: 'other', unread: 'denied' }, 'ok'],
  ])('are compared by a command that reads %s', async (_, anchors, verdict) => {
    using time = new VirtualTime();
    const host = new Host(time, {}, 'probes');
    host.start();
    await time.until(MINUTE);
    expect((await statusByCommand(host)).verdict).toBe('ok');
    expect((await statusByCommand(host, { anchors })).verdict).toBe(verdict);
    host.stop();
    await time.until(time.nowMs + 1);
  });
});
