import { describe, expect, test } from 'vitest';
import { currentOrLastKnown, type ScanResult } from '../../../src/domain/scan-result.ts';
import type { Endpoint, Served } from '../../../src/domain/served/served.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { type ConnectorWithProbe, ProbedConnector } from '../../../src/work/scan/probed-connector.ts';
import { endpoint, NOT_OFFERED, probeResult, REFUSED, seen, serves, silent, target } from '../../domain/serving.ts';
import { connector, NOON, stored } from '../../domain/world.ts';

const A = serves(stored('A', { dnsNames: ['mail.contoso.com'] }));
const EDGE = { ...connector('Edge', 'mail.contoso.com'), probe: target() };

/** Returns a connector whose probe sends another name in TLS. */
const otherName = ({ probe, ...more }: ConnectorWithProbe): ConnectorWithProbe => ({
  ...more,
  probe: { ...probe, serverName: `other.${probe.serverName}` },
});

type EndpointsResult = ScanResult<readonly Endpoint[]>;

/** One connector, as its prober handles it. Its Nth probe is the Nth of all probes to end. */
class Edge {
  readonly probedConnector: ProbedConnector = new ProbedConnector(EDGE, undefined, 0);
  #order = 0;
  #mark = 0;

  at(seconds: number): Instant {
    return NOON + seconds * SECOND;
  }

  /** Makes a probe between two times in seconds, and calls `during` in between. */
  probe(from: number, to: number, result: EndpointsResult, during: () => void = () => undefined): void {
    this.#order += 1;
    const beginning = this.probedConnector.startProbe(from * SECOND, 15 * MINUTE);
    during();
    this.probedConnector.isProbeRunning = false;
    this.probedConnector.acceptResult(result, beginning, {
      endNumber: this.#order,
      now: this.at(to),
      endedAtScanStart: this.#mark,
    });
  }

  /** Begins a scan, and returns a function that reads its results. */
  scan(): () => EndpointsResult {
    const endedAtScanStart = this.#order;
    this.#mark = endedAtScanStart;
    return () => this.probedConnector.resultFor(NOON, endedAtScanStart, undefined);
  }

  /** Commits a scan that sees no change. */
  commit(seconds: number): void {
    this.scan()();
    const nowMs = seconds * SECOND;
    this.probedConnector.onScanCommitted({
      certificates: undefined,
      hasOpenCondition: false,
      failingServers: 1,
      intervalMs: 15 * MINUTE,
      basis: undefined,
      outdatedBy: undefined,
      now: this.at(seconds),
      nowMs,
    });
  }

  /** Commits a scan that sees a change. */
  change(seconds: number, by: 'server' | 'other' = 'other'): void {
    const nowMs = seconds * SECOND;
    this.probedConnector.onScanCommitted({
      certificates: undefined,
      hasOpenCondition: false,
      failingServers: 1,
      intervalMs: 15 * MINUTE,
      basis: undefined,
      outdatedBy: by,
      now: this.at(seconds),
      nowMs,
    });
  }

  /** Returns the result for a scan that begins now. */
  show(): EndpointsResult {
    return this.probedConnector.resultFor(NOON, this.#order, undefined);
  }

  get isEvidence(): boolean {
    return this.show().kind === 'available';
  }
}

describe('a probe', () => {
  test('is evidence until a change is seen, and again only after a probe that began after it', () => {
    const edge = new Edge();
    edge.probe(0, 1, probeResult(NOON, A));
    expect(edge.show()).toEqual(probeResult(NOON, A));
    edge.change(2);
    expect(edge.show()).toMatchObject({
      kind: 'unavailable',
      times: 0,
      last: { value: [{ outdatedAt: edge.at(2), conversation: { kind: 'available' } }] },
    });
    edge.probe(3, 4, probeResult(edge.at(3), A));
    expect(edge.show()).toEqual(probeResult(edge.at(3), A));
  });

  test('that began before a change is no evidence, however late it ends', () => {
    const edge = new Edge();
    edge.probe(0, 1, probeResult(NOON, A));
    edge.probe(2, 30, probeResult(edge.at(2), A), () => edge.change(3));
    expect(edge.show()).toMatchObject({
      kind: 'unavailable',
      last: { at: edge.at(2), value: [{ outdatedAt: edge.at(30) }] },
    });
  });

  test('that ended after a scan began is no evidence in it, but the last known result is shown', () => {
    const edge = new Edge();
    edge.probe(0, 1, probeResult(NOON, A));
    edge.probe(2, 3, probeResult(edge.at(2), NOT_OFFERED));
    expect([edge.probedConnector.isTooNewFor(1), edge.probedConnector.isTooNewFor(2)]).toEqual([true, false]);
    expect(edge.probedConnector.resultFor(NOON, 1, probeResult(NOON, A))).toMatchObject({
      kind: 'unavailable',
      last: { value: [{ conversation: { value: A } }] },
    });
  });

  test('that ended before a scan is evidence in it, although others ended during it', () => {
    const edge = new Edge();
    edge.probe(0, 1, probeResult(NOON, A));
    const first = edge.scan();
    for (const second of [2, 4]) edge.probe(second, second + 1, probeResult(edge.at(second), NOT_OFFERED));
    expect([first(), edge.probedConnector.isTooNewFor(1)]).toEqual([probeResult(NOON, A), false]);
    const second = edge.scan();
    expect(second()).toEqual(probeResult(edge.at(4), NOT_OFFERED));
    edge.probe(6, 7, probeResult(edge.at(6), A));
    expect(second()).toEqual(probeResult(edge.at(4), NOT_OFFERED));
  });

  test('that ended before a scan is no evidence in it after a change, nor a result during a reload', () => {
    for (const isChange of [true, false]) {
      const edge = new Edge();
      edge.probe(0, 1, probeResult(NOON, A, A));
      const scan = edge.scan();
      if (isChange) edge.change(2);
      edge.probe(3, 4, isChange ? probeResult(edge.at(3), A, A) : probeResult(edge.at(3), A, NOT_OFFERED));
      expect(scan().kind).toBe('unavailable');
    }
  });

  test('of a previous process is no evidence, and no change makes it unknown', () => {
    const probedConnector = new ProbedConnector(EDGE, probeResult(NOON, A), 0);
    expect(probedConnector.resultFor(NOON, 0, undefined)).toMatchObject({
      kind: 'unavailable',
      last: { value: probeResult(NOON, A).value },
    });
  });

  test('is outdated by another definition', () => {
    const { probedConnector } = new Edge();
    expect(probedConnector.redefine({ ...EDGE })).toBeUndefined();
    expect(probedConnector.redefine({ ...EDGE, trust: [] })).toBe('other');
    expect(probedConnector.redefine(otherName(EDGE))).toBe('server');
  });

  test.each<[string, (edge: Edge) => void, boolean]>([
    ['a start or a suspension', (edge) => edge.probedConnector.restart(NOON), true],
    ['other trust anchors', (edge) => edge.change(2), true],
    ['a change of files or settings', (edge) => edge.change(2, 'server'), false],
    ['a reload', (edge) => edge.probedConnector.outdate(NOON, 0, 'server'), false],
  ])('keeps the earlier answers of an address unless the server changes: %s', (_, happens, isKept) => {
    const answers = [{ thumbprint: 'A' }, { thumbprint: 'B' }];
    const known = seen(NOON, [
      { ...endpoint(seen(NOON, A)), recentAnswers: answers },
      { ...endpoint(seen(NOON, NOT_OFFERED)), isAlternate: true as const },
    ]);
    const kept = (edge: Edge): unknown =>
      currentOrLastKnown(edge.show())?.value.map(({ recentAnswers, isAlternate }) => [recentAnswers, isAlternate]);
    const all = [
      [answers, undefined],
      [undefined, true],
    ];
    const edge = new Edge();
    edge.probe(0, 1, known);
    expect(kept(edge)).toEqual(all);
    happens(edge);
    expect(kept(edge)).toEqual(isKept ? all : [[undefined, undefined]]);
    // The answers of a probe that began before the event are older than it.
    edge.probe(3, 4, known, () => happens(edge));
    expect(kept(edge)).toEqual(isKept ? all : [[undefined, undefined]]);
  });

  test('keeps the previous result of an address, as outdated, while the address is unreachable', () => {
    const edge = new Edge();
    edge.probe(0, 1, probeResult(NOON, A));
    edge.change(2);
    const lost = { ...endpoint(silent(edge.at(3), 1, { at: NOON, value: A }), '192.0.2.1'), outdatedAt: edge.at(2) };
    edge.probe(3, 4, seen(edge.at(3), [lost]));
    expect(edge.show()).toMatchObject({ kind: 'available', value: [{ outdatedAt: edge.at(2) }] });
  });
});

describe('a probe that finds no TLS soon after a change', () => {
  test.each([
    ['refused', REFUSED],
    ['not offered', NOT_OFFERED],
  ])('may have met the server during its reload, and proves nothing for ten seconds: %s', (_, without) => {
    const edge = new Edge();
    edge.probe(0, 1, probeResult(NOON, A));
    edge.change(2);
    edge.probe(11.999, 12.5, probeResult(edge.at(12), without));
    expect(edge.isEvidence).toBe(false);
    edge.probe(12, 12.5, probeResult(edge.at(12), without));
    expect(edge.isEvidence).toBe(true);
  });

  test('is evidence 30 s after the first of several changes, although changes do not stop', () => {
    const edge = new Edge();
    edge.probe(0, 1, probeResult(NOON, A));
    const proved = (seconds: number): boolean => {
      edge.probe(seconds, seconds, probeResult(edge.at(seconds), REFUSED));
      return edge.isEvidence;
    };
    const proofs: number[] = [];
    for (let seconds = 2; seconds <= 50; seconds += 4) {
      edge.change(seconds);
      if (proved(seconds)) proofs.push(seconds);
      // After a committed scan with evidence, the next change counts as the first one.
      if (seconds === 38) edge.commit(40);
    }
    expect(proofs).toEqual([34, 38]);
  });

  test('stays evidence when the next one has the same result, without another change', () => {
    const edge = new Edge();
    for (const seconds of [2, 10, 18, 26, 34]) edge.change(seconds);
    for (const seconds of [34, 36]) {
      edge.probe(seconds, seconds, probeResult(edge.at(seconds), REFUSED));
      expect(edge.isEvidence).toBe(true);
    }
  });

  test('is repeated after that time', () => {
    const edge = new Edge();
    edge.probe(0, 1, probeResult(NOON, A));
    edge.change(2);
    edge.probe(2, 3, probeResult(edge.at(2), REFUSED));
    edge.probedConnector.planNextProbe({
      now: edge.at(3),
      nowMs: 3 * SECOND,
      startedMs: 0,
      failingServers: 1,
      intervalMs: 15 * MINUTE,
    });
    expect(edge.probedConnector.dueMs).toBe(12 * SECOND);
  });
});

describe.each<[string, (at: Instant, ...served: readonly [Served, Served]) => EndpointsResult]>([
  ['two addresses', probeResult],
  [
    'one address that is asked for two kinds of key',
    (at, rsa, ecdsa) =>
      seen(at, [endpoint(seen(at, rsa), '192.0.2.1', 'rsa'), endpoint(seen(at, ecdsa), '192.0.2.1', 'ecdsa')]),
  ],
])('probes during a reload of a server with %s', (_, result) => {
  const OFFERED = [A, A] as const;
  const WITHOUT = [NOT_OFFERED, NOT_OFFERED] as const;

  /** Returns which of the probes, one per minute, are evidence. */
  function evidence(...results: readonly (readonly [Served, Served])[]): readonly boolean[] {
    const edge = new Edge();
    return results.map((served, minute) => {
      edge.probe(minute * 60, minute * 60 + 1, result(edge.at(minute * 60), ...served));
      return edge.isEvidence;
    });
  }

  test.each<[string, readonly [Served, Served]]>([
    ['the first sees it before', [A, NOT_OFFERED]],
    ['the second sees it before', [NOT_OFFERED, A]],
    ['one is refused', [A, REFUSED]],
  ])('one proves nothing, and the next one does: %s', (__, during) => {
    expect(evidence(OFFERED, during, WITHOUT)).toEqual([true, false, true]);
    expect(evidence(OFFERED, WITHOUT, during, OFFERED)).toEqual([true, true, false, true]);
    expect(evidence(OFFERED, during, OFFERED, during, OFFERED)).toEqual([true, false, true, false, true]);
  });

  test('the second one with the same result is evidence, and so is the first of all', () => {
    const split = [A, NOT_OFFERED] as const;
    expect(evidence(OFFERED, split, split, split)).toEqual([true, false, true, true]);
    expect(evidence(split, split)).toEqual([true, true]);
  });
});

test('a probe is a retry unless an interval has passed since another one, or a change needs it', () => {
  const edge = new Edge();
  const begun = (seconds: number): boolean => {
    const { isRetry } = edge.probedConnector.startProbe(seconds * SECOND, 15 * MINUTE);
    edge.probe(seconds, seconds, probeResult(edge.at(seconds), A));
    return isRetry;
  };
  expect([0, 10, 60, 809, 810, 1619, 1620].map(begun)).toEqual([false, true, true, true, false, true, false]);
  edge.probedConnector.outdate(NOON, 1630 * SECOND, 'other');
  expect([1631, 1632].map(begun)).toEqual([false, true]);
  edge.probedConnector.restart(NOON);
  expect([1700, 1701].map(begun)).toEqual([false, true]);
});

/**
 * Returns the seconds at which a server refused STARTTLS.
 * @param isRefused whether it refuses STARTTLS in its nth probe, at this second
 */
function refusals(hours: number, isRefused: (nth: number, seconds: number) => boolean): readonly number[] {
  const edge = new Edge();
  const intervalMs = 15 * MINUTE;
  const refused: number[] = [];
  let seconds = 0;
  for (let nth = 0; seconds * SECOND < hours * HOUR; nth += 1) {
    const isWithout = isRefused(nth, seconds);
    edge.probe(seconds, seconds, probeResult(edge.at(seconds), isWithout ? REFUSED : A));
    edge.probedConnector.planNextProbe({
      now: edge.at(seconds),
      nowMs: seconds * SECOND,
      startedMs: 0,
      failingServers: 1,
      intervalMs,
    });
    if (isWithout) refused.push(seconds);
    seconds = edge.probedConnector.dueMs / SECOND;
  }
  return refused;
}

describe('a server that refuses STARTTLS', () => {
  test('is probed soon, then with increasing delays, less often than others', () => {
    const at = [0, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 8720, 12320, 15920, 19520];
    expect(refusals(6, () => true)).toEqual(at);
  });

  test.each([
    ['in every second probe', (nth: number) => nth % 2 === 1],
    ['in one of three probes', (nth: number) => nth % 3 === 1],
    ['in two of three probes', (nth: number) => nth % 3 > 0],
    ['in one of four probes', (nth: number) => nth % 4 === 1],
  ])('is probed as rarely after each refusal if it refuses it %s', (_, isRefused) => {
    const late = refusals(48, isRefused).filter((seconds) => seconds * SECOND > DAY);
    const pauses = late.slice(1).map((seconds, index) => (seconds - (late[index] ?? 0)) * SECOND);
    expect(pauses.length).toBeGreaterThan(5);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(HOUR);
  });

  test('is probed soon after a refusal if it offered it since an earlier one', () => {
    const times = refusals(4, (nth, seconds) => nth === 0 || seconds * SECOND > 90 * MINUTE);
    const [first = 0, second = 0, third = 0] = times.slice(1);
    expect(first * SECOND).toBeLessThanOrEqual(105 * MINUTE);
    expect([second - first, third - second]).toEqual([10, 20]);
  });

  test('is probed soon again if it refused it in no probe of the last two hours', () => {
    const refusedAfter = (pause: number): readonly number[] =>
      refusals(12, (_, seconds) => {
        const time = seconds * SECOND;
        return time < 6 * HOUR || time > 19_520 * SECOND + pause;
      }).filter((seconds) => seconds > 19_520);
    const [first = 0, second = 0] = refusedAfter(HOUR + 45 * MINUTE);
    expect((second - first) * SECOND).toBe(HOUR);
    const [third = 0, fourth = 0] = refusedAfter(2 * HOUR + MINUTE);
    expect((fourth - third) * SECOND).toBe(10 * SECOND);
  });
});
