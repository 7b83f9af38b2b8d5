import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { ProbeLimits } from '../../../src/domain/connector/probe-target.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import { outdatedSince } from '../../../src/domain/served/outdated-result.ts';
import type { Endpoint } from '../../../src/domain/served/served.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { Clock } from '../../../src/work/ports/system.ts';
import { ConnectorProber } from '../../../src/work/scan/connector-prober.ts';
import { runScan, type ScanOutcome } from '../../../src/work/scan/run-scan.ts';
import { saying } from '../../domain/failure/saying.ts';
import { TRUSTED, target } from '../../domain/serving.ts';
import { connector, NOON, stored } from '../../domain/world.ts';
import { FakeServers } from '../../fakes/fake-servers.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';
import { Stage } from '../stage.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const NAME = 'mail.contoso.com';
const OLD = stored('S', { dnsNames: [NAME] });
const EVERY = 15 * MINUTE;

/** Returns a connector that is probed at its own address. */
function probed(name: string, host: string, more: Partial<Connector> = {}): Connector {
  return connector(name, NAME, { probe: target({ host, serverName: NAME }), ...more });
}

/** A prober of a daemon, its servers and its scans, in simulated time. */
class Post {
  readonly clock: Clock = { now: () => NOON + performance.now(), monotonicMs: () => performance.now() };
  readonly servers: FakeServers = new FakeServers(this.clock);
  readonly stage: Stage = new Stage();
  readonly hints: number[] = [];
  readonly requiredFullScans: number[] = [];
  readonly noted: string[] = [];
  readonly ending: AbortController = new AbortController();
  limits: ProbeLimits = { intervalMs: EVERY, maxConcurrent: 32, hostIntervalMs: 0 };
  prober: ConnectorProber;

  constructor(...connectors: readonly Connector[]) {
    this.stage.connectors = connectors;
    this.stage.answers['My'] = [OLD];
    this.prober = this.open();
  }

  open(): ConnectorProber {
    const { clock, servers: probe, limits, noted } = this;
    const verifier = { verify: async () => TRUSTED };
    const diagnostics = notedDiagnostics((what) => void noted.push(what));
    const hint = (): void => void this.hints.push(performance.now());
    const requireFullScan = (): void => void this.requiredFullScans.push(performance.now());
    return new ConnectorProber(
      { probe, verifier, limits, trust: [] },
      { clock, diagnostics, requireFullScan, hint },
      this.ending.signal,
    );
  }

  /** Restarts the daemon: only the state in its ledger is kept. */
  restart(): void {
    this.stage.restart();
    this.prober = this.open();
    this.servers.probedAddresses.length = 0;
    this.hints.length = 0;
  }

  async at(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms - performance.now());
  }

  async pass(): Promise<ScanOutcome> {
    const { stage, prober } = this;
    stage.now = this.clock.now();
    const { dependencies } = stage;
    const outcome = await runScan(
      { ...dependencies, scanSources: { ...dependencies.scanSources, probes: prober } },
      {
        service: { clockStepMs: 0, missedScans: 0, previousScanFailure: undefined, rejectedConfiguration: undefined },
        pendingRecords: [],
        schedule: { nextAt: () => undefined },
      },
      new AbortController().signal,
    );
    prober.onScanCommitted(outcome);
    return outcome;
  }

  /** Returns the result of a connector in a scan. */
  async shown(name: string): Promise<ScanResult<readonly Endpoint[]> | undefined> {
    return (await this.pass()).observation.endpoints.get(name);
  }

  /** Advances to an instant, and returns the times of the connections until then, s. */
  async spoken(until: number): Promise<readonly number[]> {
    const { probedAtMs } = this.servers;
    const before = probedAtMs.length;
    await this.at(until);
    return probedAtMs.slice(before).map((ms) => Math.round(ms / SECOND));
  }
}

describe('a scan', () => {
  test('has the result of the latest probe, and does not wait for another', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    expect(await post.shown('A')).toEqual({
      kind: 'unavailable',
      since: NOON,
      times: 0,
      problem: { reason: 'not_checked', location: 'smtp://192.0.2.1:25', failure: saying('') },
      last: undefined,
    });
    await post.at(SECOND);
    expect(post.hints).toHaveLength(1);
    expect(post.requiredFullScans).toHaveLength(1);
    expect(post.requiredFullScans[0]).toBeLessThan(post.hints[0] ?? 0);
    const fresh = await post.shown('A');
    expect(fresh).toMatchObject({
      kind: 'available',
      value: [{ address: '192.0.2.1', conversation: { kind: 'available' } }],
    });
    const at = fresh?.kind === 'available' ? fresh.at : Number.NaN;
    expect(await post.shown('A')).toMatchObject({ kind: 'available', at });
    await post.at(2 * EVERY);
    expect(await post.shown('A')).toMatchObject({ kind: 'available', at: expect.not.closeTo(at, 0) });
    expect(post.hints).toHaveLength(1);
  });

  test('that was not committed leaves its probe results to the next', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    const results = await post.prober.resultsFor(post.stage.connectors, new Map(), NOON, post.prober.startScan());
    expect(results.get('A')).toMatchObject({ kind: 'available' });
    expect(await post.shown('A')).toEqual(results.get('A'));
  });

  test('has no result for a connector that is not probed', async () => {
    const off = [
      connector('A', NAME),
      probed('B', '192.0.2.1', { enabled: false }),
      probed('C', '192.0.2.1', { starttls: false }),
    ];
    const post = new Post(...off);
    expect((await post.pass()).observation.endpoints.size).toBe(0);
    await post.at(2 * EVERY);
    expect(post.servers.probedAddresses).toEqual([]);
  });
});

describe('a connector', () => {
  test('is probed once an interval', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    const times = await post.spoken(10 * EVERY);
    expect(times.length).toBeGreaterThanOrEqual(10);
    expect(times.length).toBeLessThanOrEqual(11);
    const apart = times.slice(2).map((time, index) => time - (times[index + 1] ?? 0));
    expect(new Set(apart)).toEqual(new Set([EVERY / SECOND]));
  });

  test('that fails is retried after a minute, then after ten seconds, then with increasing delays; the second failure and the recovery trigger a scan', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    await post.pass();
    post.hints.length = 0;
    post.servers.servers.set('192.0.2.1', { fails: 'connection_refused' });
    const [first = 0, second = 0, third = 0] = await post.spoken(EVERY + 5 * MINUTE);
    expect([second - first, third - second]).toEqual([60, 10]);
    expect(post.hints.map((ms) => Math.round(ms / SECOND))).toEqual([second]);
    expect(await post.shown('A')).toMatchObject({
      kind: 'available',
      value: [
        {
          conversation: {
            kind: 'unavailable',
            problem: { reason: 'connection_refused' },
            last: { at: expect.any(Number) },
          },
        },
      ],
    });

    await post.at(10 * HOUR);
    const late = await post.spoken(12 * HOUR);
    expect(late.length).toBeLessThanOrEqual(9);
    post.servers.servers.set('192.0.2.1', OLD);
    post.hints.length = 0;
    await post.at(12 * HOUR + EVERY);
    expect(post.hints).toHaveLength(1);
    expect(await post.shown('A')).toMatchObject({
      kind: 'available',
      value: [{ conversation: { kind: 'available' } }],
    });
  });

  test('that serves another certificate triggers a scan at once', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    await post.pass();
    post.hints.length = 0;
    post.servers.servers.set('192.0.2.1', stored('T', { dnsNames: [NAME] }));
    await post.at(EVERY + SECOND);
    expect(post.hints).toHaveLength(1);
  });

  describe('that is probed during a change of its TLS offer', () => {
    /**
     * Returns a prober whose server offers two key types, and is reloaded between the probes of
     * both.
     */
    async function duringProbe(): Promise<readonly [Post, number]> {
      const post = new Post(connector('A', NAME, { probe: target({ host: '192.0.2.1', probesBothKeyTypes: true }) }));
      post.servers.servers.set('192.0.2.1', OLD);
      await post.pass();
      await post.at(SECOND);
      await post.pass();
      post.servers.servers.set('192.0.2.1 ecdsa', 'not-offered');
      post.hints.length = 0;
      while (post.hints.length === 0) await post.at(performance.now() + SECOND);
      const [at = Number.NaN] = post.hints.splice(0);
      return [post, at];
    }
    const loggedEvents = async (post: Post): Promise<readonly number[]> =>
      (await post.pass()).records.map(({ eventId }) => eventId);

    test('is probed again after a minute, which triggers a scan, and then as often as before', async () => {
      const [post, at] = await duringProbe();
      expect(await loggedEvents(post)).toEqual([]);
      post.servers.servers.set('192.0.2.1', 'not-offered');
      expect(await post.spoken(at + MINUTE + SECOND)).toHaveLength(2);
      expect(post.hints).toEqual([at + MINUTE]);
      expect(await loggedEvents(post)).toEqual([1402]);
      // The interval is 10 s at first, and a probe makes two connections.
      expect((await post.spoken(at + HOUR + MINUTE)).length).toBeLessThanOrEqual(2 * 45);
      expect(post.hints).toHaveLength(1);
    });

    test('is reported after a minute if the result is the same', async () => {
      const [post, at] = await duringProbe();
      expect(await loggedEvents(post)).toEqual([]);
      await post.at(at + MINUTE + SECOND);
      expect(post.hints).toEqual([at + MINUTE]);
      expect(await loggedEvents(post)).toEqual([1401]);
      expect((await post.spoken(at + HOUR + MINUTE)).length).toBeLessThanOrEqual(2 * 45);
      expect(post.hints).toHaveLength(1);
    });
  });

  test('is forgotten when no inventory names it any more, and starts without history if it is moved', async () => {
    const post = new Post(probed('A', '192.0.2.1'), probed('B', '192.0.2.2'));
    post.servers.servers.set('192.0.2.1', OLD).set('192.0.2.2', OLD);
    await post.pass();
    await post.at(2 * SECOND);
    await post.pass();
    expect([...(await post.stage.ledger.state('mail01.contoso.com')).memory.probes.keys()]).toEqual(['A', 'B']);
    post.stage.connectors = [probed('A', '192.0.2.3')];
    const { observation } = await post.pass();
    expect([...observation.endpoints]).toMatchObject([['A', { kind: 'unavailable', last: undefined }]]);
    post.servers.probedAddresses.length = 0;
    await post.at(2 * EVERY);
    expect(new Set(post.servers.probedAddresses)).toEqual(new Set(['192.0.2.3']));
  });

  test('whose probe settings change is probed again, and the old result proves nothing meanwhile', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    post.stage.connectors = [
      probed('A', '192.0.2.1', { probe: target({ host: '192.0.2.1', probesBothKeyTypes: true }) }),
    ];
    expect(await post.shown('A')).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'not_checked' },
      last: { value: [{ keyType: 'any', outdatedAt: NOON + SECOND }] },
    });
    await post.at(2 * SECOND);
    expect(await post.shown('A')).toMatchObject({
      kind: 'available',
      value: [{ keyType: 'rsa' }, { keyType: 'ecdsa' }],
    });
  });

  test('is probed at once when a user changed something about it, even if a probe is in progress', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    expect(post.servers.probedAddresses).toHaveLength(1);
    post.servers.connectionMs = SECOND;
    void post.prober.probeNow(['A']);
    await post.at(1500);
    expect(post.servers.probedAddresses).toHaveLength(2);
    void post.prober.probeNow(['A']);
    void post.prober.probeNow(['unknown']);
    await post.at(5 * SECOND);
    expect(post.servers.probedAddresses).toHaveLength(3);
  });

  test('that is requested is probed at once, and the request waits for a probe that began after it', async () => {
    const post = new Post(probed('A', '192.0.2.1'), probed('B', '192.0.2.2'));
    post.servers.servers.set('192.0.2.1', OLD).set('192.0.2.2', OLD);
    post.servers.connectionMs = 2 * SECOND;
    await post.pass();
    await post.at(1500);
    expect(post.servers.connections).toBe(2);
    const done: string[] = [];
    void post.prober.probeNow(['A', 'unknown']).then(() => done.push('A'));
    void post.prober.probeNow([]).then(() => done.push('all'));
    void post.prober.probeNow(['unknown']).then(() => done.push('none'));
    await post.at(3 * SECOND);
    expect(done).toEqual(['none']);
    await post.at(6 * SECOND);
    expect(done).toEqual(['none', 'A', 'all']);
    expect(post.servers.probedAddresses).toHaveLength(4);
  });

  test('that is requested before the first scan is probed at once when that has found it', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    const done = vi.fn();
    void post.prober.probeNow([]).then(done);
    await post.at(SECOND);
    expect(done).not.toHaveBeenCalled();
    await post.pass();
    await post.at(2 * SECOND);
    expect([post.servers.probedAddresses, done.mock.calls.length]).toEqual([['192.0.2.1'], 1]);
  });

  test('that is removed is not awaited', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    await post.pass();
    const done = vi.fn();
    void post.prober.probeNow(['A']).then(done);
    post.stage.connectors = [];
    await post.pass();
    expect(done).toHaveBeenCalled();
  });

  test('whose probe throws is logged, and probed again', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.converse = async () => Promise.reject(new Error('against its promise'));
    await post.pass();
    await post.at(SECOND);
    expect(post.noted).toEqual(['probing A at smtp://192.0.2.1:25 failed: against its promise']);
    await post.at(2 * EVERY);
    expect(post.noted.length).toBeGreaterThan(1);
  });
});

describe('after a restart', () => {
  test('the last known results are available, with their age, until the next probe', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    await post.pass();
    const { result } = (await post.stage.ledger.state('mail01.contoso.com')).memory.probes.get('A') ?? {};
    expect(result).toMatchObject({ kind: 'available', value: [{ conversation: { kind: 'available' } }] });

    await post.at(HOUR);
    post.restart();
    post.servers.servers.set('192.0.2.1', { fails: 'connection_refused' });
    const at = result?.kind === 'available' ? result.at : Number.NaN;
    expect(await post.shown('A')).toMatchObject({ kind: 'unavailable', times: 0, last: { at } });
    await post.at(HOUR + SECOND);
    expect(post.hints).toHaveLength(1);
    expect(await post.shown('A')).toMatchObject({
      value: [{ conversation: { kind: 'unavailable', times: 1, last: { value: { starttls: 'offered' } } } }],
    });
  });

  test('a result from seconds before proves nothing until the server is probed again, at once', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    await post.pass();
    post.restart();
    expect(outdatedSince(await post.shown('A'))).toBe(NOON + SECOND);
    await post.at(SECOND + 11);
    expect(post.servers.probedAddresses).toEqual(['192.0.2.1']);
    expect(outdatedSince(await post.shown('A'))).toBeUndefined();
  });

  test('a scan that fails does not make a result from before evidence', async () => {
    const post = new Post(probed('A', '192.0.2.1'));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    await post.pass();
    const { probes } = (await post.stage.ledger.state('mail01.contoso.com')).memory;
    post.restart();
    // Neither scan is committed, and the only probe began after the second one.
    await post.prober.resultsFor(post.stage.connectors, probes, NOON, post.prober.startScan());
    const endedAtScanStart = post.prober.startScan();
    await post.at(2 * SECOND);
    const results = await post.prober.resultsFor(post.stage.connectors, probes, NOON, endedAtScanStart);
    expect(outdatedSince(results.get('A'))).toBe(NOON);
  });
});

describe('of two thousand connectors', () => {
  const HOSTS = Array.from({ length: 2000 }, (_, index) => `192.0.${index >> 8}.${index & 255}`);

  /** Returns a prober with the default limits, which has results of all connectors. */
  async function known(): Promise<Post> {
    const post = new Post(...HOSTS.map((host) => probed(`at ${host}`, host)));
    for (const host of HOSTS) post.servers.servers.set(host, OLD);
    post.limits = { intervalMs: EVERY, maxConcurrent: 32, hostIntervalMs: 100 };
    post.prober = post.open();
    await post.pass();
    await post.at(EVERY + SECOND);
    await post.pass();
    post.servers.connectionMs = 200;
    post.hints.length = 0;
    return post;
  }

  /** Returns the number of connectors with evidence. */
  async function proven(post: Post): Promise<number> {
    const { observation } = await post.pass();
    return [...observation.endpoints.values()].filter((result) => result.kind === 'available').length;
  }

  test.each(['start', 'suspension'])(
    'all are probed again within half a minute after a %s, for one scan',
    async (what) => {
      const post = await known();
      const begunMs = performance.now();
      if (what === 'start') post.restart();
      else post.prober.onResume();
      expect(await proven(post)).toBe(0);
      await post.at(begunMs + 30 * SECOND);
      expect(post.hints.length).toBeLessThanOrEqual(what === 'start' ? 1 : 2);
      expect(await proven(post)).toBe(HOSTS.length);
      await post.at(begunMs + 5 * MINUTE);
      expect(post.hints.length).toBeLessThanOrEqual(2);
    },
  );
});

describe('a certificate that is replaced on disk', () => {
  const renewed = (writtenAt: number): StoredCertificate => ({
    ...stored('T', { dnsNames: [NAME], notBefore: NOON - HOUR }),
    writtenAt,
  });

  /** Returns a prober whose server has served the certificate on disk for some time. */
  async function settled(more: Partial<Connector> = {}): Promise<Post> {
    const post = new Post(probed('A', '192.0.2.1', more));
    post.stage.answers['My'] = [{ ...OLD, writtenAt: NOON - HOUR }];
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    await post.pass();
    await post.at(HOUR);
    await post.pass();
    post.hints.length = 0;
    post.servers.probedAddresses.length = 0;
    return post;
  }

  test('is probed at its server at once, every ten seconds, less often later, and when its grace expires', async () => {
    const post = await settled();
    post.stage.answers['My'] = [renewed(NOON + HOUR)];
    await post.pass();
    const times = (await post.spoken(2 * HOUR)).map((second) => second - 3600);
    expect(times.slice(0, 5)).toEqual([0, 10, 20, 30, 40]);
    expect(times.filter((second) => second < 900).length).toBeLessThan(40);
    expect(times).toContain(901);
    expect(post.hints.map((ms) => Math.round(ms / SECOND) - 3600)).toEqual([0, 901]);
  });

  test('in place of an expired one triggers a probe and a scan after a minute', async () => {
    const post = await settled();
    post.servers.servers.set('192.0.2.1', stored('S', { dnsNames: [NAME], notAfter: NOON + HOUR / 2 }));
    await post.at(HOUR + EVERY);
    post.stage.answers['My'] = [renewed(NOON + HOUR + EVERY)];
    await post.pass();
    post.hints.length = 0;
    const times = (await post.spoken(HOUR + EVERY + 2 * MINUTE)).map((second) => second - 4500);
    expect(times.slice(0, 3)).toEqual([0, 10, 20]);
    expect(times).toContain(60);
    expect(post.hints.map((ms) => Math.round(ms / SECOND) - 4500)).toEqual([0, 60]);
  });

  test.each([
    ['is', 400 * DAY],
    ['is not', 0],
  ])('by one whose time %s in the future triggers a scan after the grace nevertheless', async (_, ahead) => {
    const post = await settled();
    post.stage.answers['My'] = [renewed(NOON + HOUR + ahead)];
    await post.pass();
    await post.at(HOUR + 20 * MINUTE);
    expect(post.hints.map((ms) => Math.round(ms / SECOND) - 3600)).toEqual([0, 901]);
  });

  test('is seen soon after its server has loaded it, and then as often as before', async () => {
    const post = await settled();
    post.stage.answers['My'] = [renewed(NOON + HOUR)];
    await post.pass();
    await post.at(HOUR + 20 * MINUTE);
    await post.pass();
    post.hints.length = 0;
    post.servers.servers.set('192.0.2.1', renewed(0));
    const [first = 0] = await post.spoken(HOUR + 20 * MINUTE + 121 * SECOND);
    expect(post.hints.map((ms) => Math.round(ms / SECOND))).toEqual([first]);
    await post.pass();
    const later = await post.spoken(HOUR + 40 * MINUTE);
    expect(later.length).toBeLessThanOrEqual(2);
  });

  test('without any grace triggers a scan with the first probe', async () => {
    const post = await settled({ grace: 0 });
    post.stage.answers['My'] = [renewed(NOON + HOUR)];
    await post.pass();
    await post.at(HOUR + 11 * SECOND);
    expect(post.hints).toHaveLength(1);
  });

  test('by a file with an old modification time triggers a scan when the grace after its arrival has ended', async () => {
    const post = await settled();
    post.stage.answers['My'] = [renewed(NOON - 100 * HOUR)];
    await post.pass();
    await post.at(HOUR + 20 * MINUTE);
    expect(post.hints.map((ms) => Math.round(ms / SECOND) - 3600)).toEqual([0, 901]);
  });

  test('is not related to the remote server of a Send connector', async () => {
    const post = await settled({ direction: 'send' });
    post.stage.answers['My'] = [renewed(NOON + HOUR)];
    await post.pass();
    expect((await post.spoken(2 * HOUR)).length).toBeLessThanOrEqual(5);
  });
});

describe('many connectors', () => {
  const addressOf = (at: number): string => `10.0.${at >> 8}.${at & 255}`;
  const many = (count: number, from = 0): readonly Connector[] =>
    Array.from({ length: count }, (_, at) => probed(`C${from + at}`, addressOf(from + at)));

  test('are spread over the interval, and trigger a scan once a minute as long as they are new', async () => {
    const connectors = many(3000);
    const post = new Post(...connectors);
    for (const { probe } of connectors) post.servers.servers.set(probe?.host ?? '', OLD);
    await post.pass();
    await post.at(5 * MINUTE);
    expect(Math.abs(post.servers.probedAddresses.length - 1000)).toBeLessThan(150);
    expect(post.hints.length).toBeLessThanOrEqual(5);
    await post.at(EVERY + SECOND);
    expect(new Set(post.servers.probedAddresses).size).toBe(3000);
    expect(post.hints.length).toBeLessThanOrEqual(16);
    expect(post.servers.maxConnections).toBeLessThanOrEqual(32);
  });

  test('delay neither the others nor a scan if most of them become unreachable at once', async () => {
    const [silent, healthy] = [many(400), many(100, 400)];
    const connectors = [...silent, ...healthy];
    const post = new Post(...connectors);
    post.limits = { intervalMs: 2 * MINUTE, maxConcurrent: 4, hostIntervalMs: 0 };
    post.prober = post.open();
    for (const { probe } of connectors) post.servers.servers.set(probe?.host ?? '', OLD);
    await post.pass();
    await post.at(4 * MINUTE);
    for (const { probe } of silent) post.servers.servers.set(probe?.host ?? '', 'silent');
    post.servers.probedAddresses.length = 0;
    for (let round = 3; round <= 6; round++) {
      await post.at(round * 2 * MINUTE);
      const before = performance.now();
      expect((await post.pass()).observation.endpoints.size).toBe(500);
      expect(performance.now()).toBe(before);
    }
    const spoken = new Map<string, number>();
    for (const address of post.servers.probedAddresses) spoken.set(address, (spoken.get(address) ?? 0) + 1);
    const countsOf = (some: readonly Connector[]): readonly number[] =>
      some.map(({ probe }) => spoken.get(probe?.host ?? '') ?? 0);
    // In four intervals, each responsive server is probed at least four times, and so is each
    // unresponsive one.
    expect(Math.min(...countsOf(healthy))).toBeGreaterThanOrEqual(4);
    expect(Math.max(...countsOf(healthy))).toBeLessThanOrEqual(5);
    expect(Math.min(...countsOf(silent))).toBeGreaterThanOrEqual(4);
    expect(post.servers.maxConnections).toBeLessThanOrEqual(1004);
  });
});

test('a stop aborts probes in progress, and none begins any more', async () => {
  const post = new Post(probed('A', '192.0.2.1'), probed('B', '192.0.2.2'));
  post.servers.servers.set('192.0.2.1', 'silent').set('192.0.2.2', OLD);
  await post.pass();
  await post.at(2 * SECOND);
  expect(post.servers.connections).toBe(1);
  post.ending.abort(new Error('stopped'));
  await post.prober.whenIdle();
  expect(post.servers.connections).toBe(0);
  const spoken = post.servers.probedAddresses.length;
  void post.prober.probeNow(['B']);
  await post.pass();
  await post.at(2 * EVERY);
  expect([post.servers.probedAddresses.length, post.noted]).toEqual([spoken, []]);
});

test('other trust anchors cause a probe of the connectors without anchors of their own at once', async () => {
  const own = { trust: [{ kind: 'system' as const }] };
  const post = new Post(probed('A', '192.0.2.1'), probed('B', '192.0.2.2', own));
  post.servers.servers.set('192.0.2.1', OLD).set('192.0.2.2', OLD);
  await post.pass();
  await post.at(2 * SECOND);
  post.servers.probedAddresses.length = 0;
  const { servers: probe, limits } = post;
  const dependencies = { probe, verifier: { verify: async () => TRUSTED }, limits };
  post.prober.reconfigure({ ...dependencies, trust: [] });
  await post.at(3 * SECOND);
  expect(post.servers.probedAddresses).toEqual([]);
  post.prober.reconfigure({ ...dependencies, trust: [{ kind: 'enterprise', path: '/etc/ssl/snakeoil.pem' }] });
  await post.at(4 * SECOND);
  expect(post.servers.probedAddresses).toEqual(['192.0.2.1']);
});

test('another rate is in force at once', async () => {
  const post = new Post(probed('A', '192.0.2.1'));
  post.servers.servers.set('192.0.2.1', OLD);
  await post.pass();
  await post.at(SECOND);
  const { servers: probe } = post;
  const limits = { intervalMs: 20 * SECOND, maxConcurrent: 1, hostIntervalMs: 0 };
  post.prober.reconfigure({ probe, verifier: { verify: async () => TRUSTED }, limits, trust: [] });
  expect((await post.spoken(101 * SECOND)).length).toBeGreaterThanOrEqual(4);
});

describe('a reload by a command', () => {
  const OWN = ['systemctl', 'reload', 'postfix'];
  const rotation = (rotationId: string, connector: string, command: readonly string[]) => ({
    rotationId,
    command,
    isReloaded: true,
    connectors: [{ connector, onDisk: [], problem: undefined, addresses: [] }],
  });

  test.each([
    ['of its own', 'A', ['true'], 1],
    ['of another connector of the same server', 'B', OWN, 1],
    ['of another server', 'B', ['systemctl', 'reload', 'dovecot'], 0],
  ] as const)('%s outdates the probes before it, once', async (_, connectorName, command, count) => {
    const post = new Post(probed('A', '192.0.2.1', { reload: OWN }));
    post.servers.servers.set('192.0.2.1', OLD);
    await post.pass();
    await post.at(SECOND);
    post.servers.probedAddresses.length = 0;
    const rotations = [rotation('r1', connectorName, command)];
    post.prober.onReloads(rotations);
    expect(
      (await post.prober.resultsFor(post.stage.connectors, new Map(), NOON, post.prober.startScan())).get('A')?.kind,
    ).toBe(count === 1 ? 'unavailable' : 'available');
    await post.at(2 * SECOND);
    post.prober.onReloads(rotations);
    await post.at(3 * SECOND);
    expect(post.servers.probedAddresses).toHaveLength(count);
    expect((await post.shown('A'))?.kind).toBe('available');
  });
});

describe('connectors with one URL', () => {
  test('are probed together, once for all that want the same, and have one result', async () => {
    const other = target({ host: '192.0.2.1', serverName: 'other.contoso.com' });
    const post = new Post(
      probed('A', '192.0.2.1'),
      probed('B', '192.0.2.1'),
      connector('C', NAME, { direction: 'send', probe: other }),
      probed('D', '192.0.2.2'),
    );
    post.servers.servers.set('192.0.2.1', OLD).set('192.0.2.2', OLD);
    await post.pass();
    await post.at(3 * SECOND);
    expect(post.servers.probedAddresses.toSorted()).toEqual(['192.0.2.1', '192.0.2.1', '192.0.2.2']);
    const { observation } = await post.pass();
    expect(observation.endpoints.get('A')).toBe(observation.endpoints.get('B'));
    post.servers.probedAddresses.length = 0;
    void post.prober.probeNow(['B']);
    await post.at(4 * SECOND);
    expect(post.servers.probedAddresses).toEqual(['192.0.2.1', '192.0.2.1']);
    await post.at(4 * SECOND + 4 * EVERY);
    expect(post.servers.probedAddresses.filter((address) => address === '192.0.2.1').length).toBeLessThanOrEqual(12);
  });
});

describe('of nine connectors', () => {
  const INDEXES = Array.from({ length: 9 }, (_, index) => index);

  /**
   * Returns a prober of nine connectors with different addresses, whose results a scan has used.
   */
  async function nine(): Promise<Post> {
    const post = new Post(...INDEXES.map((index) => probed(`N${index}`, `192.0.2.${index}`)));
    for (const index of INDEXES) post.servers.servers.set(`192.0.2.${index}`, OLD);
    await post.pass();
    await post.at(EVERY);
    await post.pass();
    post.servers.probedAddresses.length = 0;
    return post;
  }

  /** Returns the servers that are probed within a tenth of a second. */
  async function spokenSoon(post: Post): Promise<readonly string[]> {
    const before = post.servers.probedAddresses.length;
    await post.at(performance.now() + 100);
    return post.servers.probedAddresses.slice(before);
  }

  test.each(INDEXES)('the one that is requested again is probed at once, and no other (%i)', async (index) => {
    const post = await nine();
    void post.prober.probeNow([`N${index}`]);
    expect(await spokenSoon(post)).toEqual([`192.0.2.${index}`]);
  });

  test.each(INDEXES)('the one that is probed for another name is probed at once, and no other (%i)', async (index) => {
    const post = await nine();
    const { connectors } = post.stage;
    const other = probed(`N${index}`, `192.0.2.${index}`, {
      probe: target({ host: `192.0.2.${index}`, serverName: 'other.contoso.com' }),
    });
    post.stage.connectors = connectors.map((each, at) => (at === index ? other : each));
    await post.pass();
    expect(await spokenSoon(post)).toEqual([`192.0.2.${index}`]);
  });

  test.each(INDEXES)('the one that is removed is not probed, and all others are (%i)', async (index) => {
    const post = await nine();
    post.stage.connectors = post.stage.connectors.filter((_, at) => at !== index);
    await post.pass();
    await post.at(performance.now() + 1.2 * EVERY);
    expect(new Set(post.servers.probedAddresses)).toEqual(
      new Set(INDEXES.filter((at) => at !== index).map((at) => `192.0.2.${at}`)),
    );
  });

  test.each(INDEXES)('the one that is replaced on disk is probed at its server, and no other (%i)', async (index) => {
    const names = INDEXES.map((at) => `n${at}.contoso.com`);
    const certificates = names.map((name, at) => stored(`S${at}x`, { dnsNames: [name] }));
    const post = new Post(
      ...names.map((name, at) =>
        connector(`N${at}`, name, { probe: target({ host: `192.0.2.${at}`, serverName: name }) }),
      ),
    );
    post.stage.answers['My'] = certificates.map((each) => ({ ...each, writtenAt: NOON - HOUR }));
    for (const at of INDEXES) post.servers.servers.set(`192.0.2.${at}`, certificates[at] ?? OLD);
    await post.pass();
    await post.at(EVERY);
    await post.pass();
    const name = names[index] ?? '';
    const renewed = { ...stored('R', { dnsNames: [name], notBefore: NOON - HOUR / 2 }), writtenAt: NOON + EVERY };
    post.stage.answers['My'] = post.stage.answers['My'].map((each, at) => (at === index ? renewed : each));
    await post.pass();
    await post.at(performance.now() + 9900);
    expect(await spokenSoon(post)).toEqual([`192.0.2.${index}`]);
  });
});

describe('while a connector is being probed', () => {
  /** Returns a prober with two probes in progress, which take 5 s each. */
  async function underWay(): Promise<Post> {
    const post = new Post(probed('A', '192.0.2.1'), probed('B', '192.0.2.2'));
    for (const address of ['192.0.2.1', '192.0.2.2']) post.servers.servers.set(address, OLD);
    post.servers.connectionMs = 5 * SECOND;
    await post.pass();
    await post.at(2 * SECOND);
    expect(post.servers.connections).toBe(2);
    return post;
  }

  test('it can be removed, and is never probed again', async () => {
    const post = await underWay();
    post.stage.connectors = [];
    await post.pass();
    await post.at(3 * EVERY);
    expect(post.servers.probedAddresses).toHaveLength(2);
  });

  test('it can be removed and added again, and is one connector', async () => {
    const post = await underWay();
    const { connectors } = post.stage;
    post.stage.connectors = [];
    await post.pass();
    post.stage.connectors = connectors;
    await post.pass();
    await post.at(10 * SECOND + EVERY / 10);
    const spoken = await post.spoken(performance.now() + 4 * EVERY);
    expect(spoken.length).toBeGreaterThanOrEqual(7);
    expect(spoken.length).toBeLessThanOrEqual(9);
  });

  test('two further requests wait for the end, and it is probed once more', async () => {
    const post = await underWay();
    void post.prober.probeNow(['A']);
    void post.prober.probeNow(['A']);
    await post.at(4 * SECOND);
    expect([post.servers.probedAddresses.length, post.servers.maxConnections]).toEqual([2, 2]);
    await post.at(20 * SECOND);
    expect(post.servers.probedAddresses.filter((address) => address === '192.0.2.1')).toHaveLength(2);
    expect(post.servers.maxConnections).toBe(2);
  });
});

test('none of many connectors is probed later than a new rate requires', async () => {
  const hosts = Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`);
  const post = new Post(...hosts.map((host) => probed(`at ${host}`, host)));
  for (const host of hosts) post.servers.servers.set(host, OLD);
  await post.pass();
  // The time is not a whole minute, so that the new interval has another order.
  await post.at(2 * EVERY + 25 * SECOND);
  post.servers.probedAddresses.length = 0;
  const { servers: probe } = post;
  const limits = { intervalMs: MINUTE, maxConcurrent: 32, hostIntervalMs: 0 };
  post.prober.reconfigure({ probe, verifier: { verify: async () => TRUSTED }, limits, trust: [] });
  await post.at(performance.now() + MINUTE / 2);
  expect(new Set(post.servers.probedAddresses).size).toBeGreaterThan(hosts.length / 4);
  await post.at(performance.now() + 0.6 * MINUTE + 10);
  expect(new Set(post.servers.probedAddresses).size).toBe(hosts.length);
});

test('an interval that exceeds the maximum of a timer is waited for in parts', async () => {
  const post = new Post(probed('A', '192.0.2.1'));
  post.servers.servers.set('192.0.2.1', OLD);
  post.limits = { ...post.limits, intervalMs: 200 * DAY };
  post.prober = post.open();
  await post.pass();
  const { setTimeout: start } = globalThis;
  let longest = 0;
  // Not a spy: Vitest would restore the fake timer again after this file, for all later files.
  vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => {
    longest = Math.max(longest, ms);
    return start(run, ms);
  });
  await post.at(MINUTE);
  vi.unstubAllGlobals();
  expect([post.servers.probedAddresses.length, longest]).toEqual([1, 0x7fff_ffff]);
});
