import fc from 'fast-check';
import { HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { ADDRESSES, type Address, Host, type Planted } from './host.ts';
import { checkEvidence, checkOkVerdicts, checkQuiet } from './law.ts';
import type { Doing, Letter } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

/** The durations of the parts of scans and probes, ms. */
interface Latency {
  readonly readingMs: number;
  /** From the reading of the file to the end of the scan. */
  readonly afterReadingMs: number;
  /** From the connection to the answer, which contains the certificate that is served then. */
  readonly respondsAfterMs: number;
  readonly probeMs: number;
}

/** An event on the host, and its time after the previous one, ms. */
export type Happening = { readonly afterMs: number } & (
  | { readonly what: 'write'; readonly letter: Letter; readonly hasKey: boolean; readonly isOldFile: boolean }
  | { readonly what: 'remove' | 'redefine' | 'scan' | 'probe' | 'signal' | 'restart' }
  | { readonly what: 'reload'; readonly address: Address }
  | { readonly what: 'command'; readonly address: Address; readonly noticedAfterMs: number }
  | { readonly what: 'server'; readonly address: Address; readonly doing: Doing }
  | { readonly what: 'clock'; readonly byMs: number }
  | ({ readonly what: 'latency' } & Latency)
  | { readonly what: 'interval'; readonly everyMs: number }
  /** Both the file and every server are repaired at the same time. */
  | { readonly what: 'repair'; readonly letter: 'A' | 'B' }
);

const SHORT: readonly number[] = [0, 0, 1, 50, 400, 1500, 2001, 2500, 4000];
const LONG: readonly number[] = [9000, 12_000, 40_000, 61_000, 16 * MINUTE];
const address = fc.constantFrom<Address[]>(...ADDRESSES);
const letter = fc.constantFrom<Letter[]>('A', 'A', 'B', 'B', 'X');

function happening(gaps: readonly number[]): fc.Arbitrary<Happening> {
  const afterMs = fc.constantFrom(...gaps);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        ...{ afterMs, what: fc.constant('write' as const), letter },
        hasKey: fc.constantFrom(true, true, true, false),
        isOldFile: fc.constantFrom(false, false, true),
      }),
    },
    { weight: 2, arbitrary: fc.record({ afterMs, what: fc.constant('remove' as const) }) },
    { weight: 4, arbitrary: fc.record({ afterMs, what: fc.constant('reload' as const), address }) },
    {
      weight: 2,
      arbitrary: fc.record({
        ...{ afterMs, what: fc.constant('command' as const), address },
        noticedAfterMs: fc.constantFrom(1, 500, 1000),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        ...{ afterMs, what: fc.constant('server' as const), address },
        doing: fc.constantFrom<Doing[]>('A', 'B', 'X', 'refused', 'refused', 'not-offered', 'down'),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ afterMs, what: fc.constant('repair' as const), letter: fc.constantFrom('A', 'B') }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        afterMs,
        what: fc.constantFrom('redefine', 'scan', 'scan', 'probe', 'signal', 'signal', 'restart'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        ...{ afterMs, what: fc.constant('clock' as const) },
        byMs: fc.constantFrom(-11 * MINUTE, -5 * SECOND, 5 * SECOND, 11 * MINUTE),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        ...{ afterMs, what: fc.constant('latency' as const) },
        readingMs: fc.constantFrom(0, 30, 700, 3000),
        afterReadingMs: fc.constantFrom(0, 30, 3000),
        respondsAfterMs: fc.constantFrom(0, 0, 900, 2500),
        probeMs: fc.constantFrom(0, 20, 900, 4000),
      }),
    },
  );
}

/** Servers are probed more often than a scan takes. */
const shortInterval: fc.Arbitrary<readonly Happening[]> = fc.tuple(
  fc.record({ afterMs: fc.constant(0), what: fc.constant('interval' as const), everyMs: fc.constant(10 * SECOND) }),
  fc.record({
    ...{ afterMs: fc.constant(0), what: fc.constant('latency' as const) },
    ...{ readingMs: fc.constantFrom(0, 9000, 12_000), afterReadingMs: fc.constantFrom(3000, 12_000) },
    ...{ respondsAfterMs: fc.constantFrom(0, 900), probeMs: fc.constantFrom(0, 900, 4000) },
  }),
);

const few = { minLength: 1, maxLength: 14 };
/** A scan takes most of its time after it has read the file, and servers answer late in a probe. */
const slow: fc.Arbitrary<Happening> = fc.record({
  ...{ afterMs: fc.constant(0), what: fc.constant('latency' as const) },
  ...{ readingMs: fc.constantFrom(0, 30), afterReadingMs: fc.constant(3000) },
  ...{ respondsAfterMs: fc.constantFrom(900, 2500), probeMs: fc.constantFrom(0, 20) },
});

/** A certificate is renewed while a scan and probes are running. */
const renewalDuringScan: fc.Arbitrary<readonly Happening[]> = fc.tuple(
  fc.record({ afterMs: fc.constantFrom(0, 400, 4000, 9000), what: fc.constant('signal' as const) }),
  fc.record({
    ...{ afterMs: fc.constantFrom(1, 50, 400, 1500), what: fc.constant('repair' as const) },
    letter: fc.constantFrom('A', 'B'),
  }),
);

/** Histories of a slow host, with many events during each scan. */
export const slowHistories: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(
    slow,
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: happening(SHORT).map((one) => [one]) },
        { weight: 1, arbitrary: renewalDuringScan },
      ),
      few,
    ),
  )
  .map(([first, others]) => [first, ...others.flat()]);

/** Histories in which each scan takes longer than the probe interval. */
const shortIntervalHistories: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(shortInterval, fc.array(happening([...SHORT, ...LONG]), few))
  .map(([first, others]) => [...first, ...others.filter(({ what }) => what !== 'latency')]);

/** Histories: the events on a host, in order. */
export const histories: fc.Arbitrary<readonly Happening[]> = fc.oneof(
  { weight: 2, arbitrary: fc.array(happening([...SHORT, ...LONG]), few) },
  { weight: 1, arbitrary: slowHistories },
  { weight: 1, arbitrary: shortIntervalHistories },
);

/** The probes and scans after the last change end within this time. */
const AFTERWARDS_MS: number = 3 * MINUTE;
/**
 * A server that refuses STARTTLS, or whose answers alternated, has given twelve answers within this
 * time.
 */
const QUIET_MS: number = 4 * HOUR;
/** A repair of the file or of a server is seen within this time. */
const REPAIRED_WITHIN: number = 30 * SECOND;

async function happen(what: Happening, host: Host, time: VirtualTime): Promise<void> {
  switch (what.what) {
    case 'write': {
      const writtenMs = what.isOldFile ? -HOUR : time.nowMs;
      return host.write({ letter: what.letter, hasKey: what.hasKey, writtenMs });
    }
    case 'remove':
      return host.write('missing');
    case 'repair':
      host.write({ letter: what.letter, hasKey: true, writtenMs: time.nowMs });
      for (const each of ADDRESSES) host.do(each, what.letter);
      return;
    case 'redefine':
      return host.redefine();
    case 'scan':
      return host.hint();
    case 'probe':
      return host.probeNow();
    case 'signal':
      return host.signal();
    case 'restart':
      return host.start();
    case 'reload':
      return host.reload(what.address);
    case 'command':
      return host.reloadByCommand(what.address, what.noticedAfterMs);
    case 'server':
      return host.do(what.address, what.doing);
    case 'clock':
      return host.step(what.byMs);
    case 'interval':
      return host.probeEvery(what.everyMs);
    case 'latency':
      host.readingMs = what.readingMs;
      host.afterReadingMs = what.afterReadingMs;
      host.servers.respondsAfterMs = what.respondsAfterMs;
      host.servers.connectionMs = what.probeMs;
  }
}

async function lived(history: readonly Happening[], host: Host, time: VirtualTime): Promise<void> {
  host.start();
  await time.until(MINUTE);
  for (const each of history) {
    await time.until(time.nowMs + each.afterMs);
    await happen(each, host, time);
  }
}

/**
 * Runs the daemon of a host for a while, and checks the law for every scan.
 * @throws if a scan breaks the law
 */
async function endAfter(ms: number, host: Host, time: VirtualTime): Promise<void> {
  await time.until(time.nowMs + ms);
  host.stop();
  await time.until(time.nowMs + 1);
  await checkEvidence(host);
}

/**
 * Runs a history and a few more minutes, and checks the law for every scan.
 * @throws if a scan breaks the law
 */
export async function live(history: readonly Happening[], planted: Planted = {}): Promise<void> {
  using time = new VirtualTime();
  const host = new Host(time, planted);
  await lived(history, host, time);
  await endAfter(AFTERWARDS_MS, host, time);
}

/**
 * Runs a history and some hours without a change, and checks that the open conditions are correct.
 * @throws if they are not
 */
export async function settle(history: readonly Happening[]): Promise<void> {
  using time = new VirtualTime();
  const host = new Host(time, {});
  await lived(history, host, time);
  await endAfter(QUIET_MS, host, time);
  checkQuiet(host);
}

/**
 * Runs a history, and then repairs the file and all servers at once. Checks that no condition is
 * open half a minute later.
 * @throws if one is
 */
export async function repair(history: readonly Happening[]): Promise<void> {
  using time = new VirtualTime();
  const host = new Host(time, {});
  await lived(history, host, time);
  const usual = { readingMs: 30, afterReadingMs: 0, respondsAfterMs: 0, probeMs: 900 };
  await happen({ afterMs: 0, what: 'latency', ...usual }, host, time);
  await happen({ afterMs: 0, what: 'repair', letter: 'B' }, host, time);
  await endAfter(REPAIRED_WITHIN, host, time);
  checkOkVerdicts(host);
}
