import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextProbeMemories } from '../../../../src/domain/assessment/next-probe-memories.ts';
import { currentOrLastKnown } from '../../../../src/domain/scan-result.ts';
import { isEvidence } from '../../../../src/domain/served/outdated-result.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { target } from '../../../domain/serving.ts';
import { connector, NOON } from '../../../domain/world.ts';
import type { Behavior } from '../../../fakes/fake-servers.ts';
import { Host, type Scanned } from './host.ts';
import { CERTIFICATES, NAME } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

/** Number of histories; `npm run histories` sets a higher one. */
const RUNS = Number(process.env['HISTORIES'] ?? 25);
const EDGE = 'Edge';
const SERVER = '192.0.2.1';

/** A daemon that probes a load balancer, and the answers to its probes. */
class Balanced {
  readonly host: Host;
  readonly answers: { readonly isFaulty: boolean; readonly at: Instant }[] = [];
  /** Returns whether the next connection reaches the faulty server. */
  isFaultyNext: () => boolean = () => this.answers.length % 2 === 0;

  constructor(time: VirtualTime, faulty: Behavior = CERTIFICATES.X) {
    const probe = target({ host: SERVER, serverName: NAME });
    const value = { connectors: [connector(EDGE, NAME, { selectCertificate: false, probe })], stores: [] };
    this.host = new Host(time, {
      inventory: { name: 'configuration', read: async () => ({ kind: 'available', at: NOON, value, problems: [] }) },
      probe: (servers) => ({
        resolve: (...asked) => servers.resolve(...asked),
        converse: (...asked) => {
          const isFaulty = this.isFaultyNext();
          this.answers.push({ isFaulty, at: this.host.clock.now() });
          servers.servers.set(SERVER, isFaulty ? faulty : CERTIFICATES.A);
          return servers.converse(...asked);
        },
      }),
    });
    this.host.start();
  }

  /** Returns the changes of conditions since a scan, in order: `1403 raised`. */
  changes(from = 0): readonly string[] {
    return this.host.scanned
      .slice(from)
      .flatMap(({ outcome }) =>
        outcome.written
          .map(({ eventId, change, parameters }) => `${change === 'cleared' ? parameters[0] : eventId} ${change}`)
          .toSorted(),
      );
  }
}

/** Returns the time of the latest answer that a scan stored. */
function storedAt({ outcome: { assessment } }: Scanned): Instant {
  const result = nextProbeMemories(assessment).get(EDGE)?.result;
  const current = result && currentOrLastKnown(result)?.value.find(({ isAlternate }) => isAlternate === undefined);
  return (current && currentOrLastKnown(current.conversation)?.at) ?? Number.NEGATIVE_INFINITY;
}

type Happening = 'restart' | 'suspend' | 'anchors' | 'probe' | number;

async function happen(one: Happening, balanced: Balanced, time: VirtualTime): Promise<void> {
  const { host, answers } = balanced;
  if (one === 'restart') {
    // A process that stops loses the answers after its latest scan.
    const stored = storedAt(host.scanned.at(-1) as Scanned);
    while ((answers.at(-1)?.at ?? stored) > stored) answers.pop();
    host.start();
  } else if (one === 'suspend') host.suspend(40 * MINUTE);
  else if (one === 'anchors') host.trust(host.anchors, host.anchors.now === 'with CA' ? 'without CA' : 'with CA');
  else if (one === 'probe') await host.signal();
  else await time.until(time.nowMs + one);
}

/**
 * Checks the 1403 of an address that alternates in each scan from one on. It is open until the
 * error is missing from the latest 12 answers and from those of an hour. It is then cleared in the
 * first scan with evidence. Returns whether it was cleared.
 */
function checkProblem({ host, answers }: Balanced, from: number): boolean {
  for (const scanned of host.scanned.slice(from)) {
    const { outcome } = scanned;
    const known = answers.filter(({ at }) => at <= storedAt(scanned));
    const last = known.findLastIndex(({ isFaulty }) => isFaulty);
    const [good, lastAt, latestAt] = [known.length - 1 - last, known[last]?.at ?? 0, known.at(-1)?.at ?? 0];
    const isGone = good >= 12 && latestAt - lastAt >= HOUR;
    const isOpen = outcome.open.some(({ eventId }) => eventId === 1403);
    if (!isGone) expect([good, latestAt - lastAt, isOpen]).toEqual([good, latestAt - lastAt, true]);
    else if (isEvidence(outcome.observation.endpoints.get(EDGE))) expect([good, isOpen]).toEqual([good, false]);
    if (!isOpen) return true;
  }
  return false;
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening[]>('restart', 'suspend', 'anchors', 'probe'),
  fc.constantFrom<Happening[]>(0, SECOND, 12 * SECOND, MINUTE, 16 * MINUTE, 70 * MINUTE),
);

it('the problem of an address that alternates is open until 12 answers and an hour lack it, and no longer', async () => {
  const histories = fc.array(happening, { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(histories, fc.array(fc.constantFrom(true, false, false, false)), async (history, failures) => {
      using time = new VirtualTime();
      const balanced = new Balanced(time);
      const { host } = balanced;
      await time.until(20 * MINUTE);
      expect(balanced.changes().slice(0, 3)).toEqual(['1403 raised', '1403 cleared', '1403 raised']);
      const from = host.scanned.length - 1;
      balanced.isFaultyNext = () => failures.shift() === true;
      for (const one of history) {
        await time.until(time.nowMs + SECOND);
        await happen(one, balanced, time);
        if (checkProblem(balanced, from)) break;
      }
      balanced.isFaultyNext = () => false;
      await time.until(time.nowMs + 5 * HOUR);
      host.stop();
      expect(checkProblem(balanced, from)).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

it.each(['restart', 'suspend', 'anchors'] as const)(
  'a problem at a load balancer is not cleared when a probe meets the other server: %s',
  async (one) => {
    using time = new VirtualTime();
    const balanced = new Balanced(time);
    await time.until(5 * HOUR);
    const from = balanced.host.scanned.length;
    balanced.isFaultyNext = () => false;
    await happen(one, balanced, time);
    await time.until(5 * HOUR + 65 * SECOND);
    balanced.isFaultyNext = () => balanced.answers.length % 2 === 0;
    await time.until(9 * HOUR);
    balanced.host.stop();
    expect(balanced.changes(from).filter((each) => /^140[38]/.test(each))).toEqual([]);
  },
);

it('other trust anchors cause one more probe of an address that alternates', async () => {
  using time = new VirtualTime();
  const balanced = new Balanced(time);
  await time.until(5 * HOUR);
  const before = balanced.answers.length;
  balanced.isFaultyNext = () => false;
  balanced.host.trust(balanced.host.anchors, 'without CA');
  await time.until(5 * HOUR + 9 * SECOND);
  balanced.host.stop();
  expect(balanced.answers.length - before).toBe(1);
});

it('a condition about a repaired server of this host is cleared by one probe after `connectors reload`', async () => {
  using time = new VirtualTime();
  const balanced = new Balanced(time);
  await time.until(5 * HOUR);
  const from = balanced.host.scanned.length;
  balanced.isFaultyNext = () => false;
  await balanced.host.reloadByCommand(SERVER, SECOND);
  await time.until(5 * HOUR + MINUTE);
  balanced.host.stop();
  expect(balanced.changes(from)).toEqual(['1403 cleared', '1408 cleared', '1420 once']);
});

it('a failed `connectors reload` does not end the alternation of an address', async () => {
  using time = new VirtualTime();
  const balanced = new Balanced(time);
  await time.until(5 * HOUR);
  const from = balanced.host.scanned.length;
  balanced.isFaultyNext = () => false;
  await balanced.host.reloadByCommand(SERVER, SECOND, false);
  await time.until(5 * HOUR + MINUTE);
  balanced.isFaultyNext = () => balanced.answers.length % 2 === 0;
  await time.until(9 * HOUR);
  balanced.host.stop();
  expect(balanced.changes(from)).toEqual(['1421 once']);
});

it.each(['not-offered', 'refused'] as const)(
  'an address without STARTTLS in every second connection is reported once: %s',
  async (faulty) => {
    using time = new VirtualTime();
    const balanced = new Balanced(time, faulty);
    balanced.isFaultyNext = () => balanced.answers.length % 2 === 1;
    await time.until(10 * HOUR);
    const raised = ['1402 raised', '1402 cleared', '1401 raised'];
    expect(balanced.changes()).toEqual(raised);
    balanced.isFaultyNext = () => false;
    await time.until(15 * HOUR);
    balanced.host.stop();
    expect(balanced.changes()).toEqual([...raised, '1401 cleared']);
  },
);
