import { describe, expect, test } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import { connectorUnreachable } from '../../../src/domain/event/catalog/connector-unreachable.ts';
import type { Evidence } from '../../../src/domain/event/data/life-cycle-data.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import type { Endpoint, Served } from '../../../src/domain/served/served.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../src/domain/time.ts';
import { eventLines } from '../event/event-lines.ts';
import { said } from '../failure/said.ts';
import { endpoint, NOT_OFFERED, probeResult, REFUSED, seen, serves, silent, target } from '../serving.ts';
import { CALM, connector, Life, NOON, notation, stored, type World } from '../world.ts';

const NAMES = { dnsNames: ['mail.contoso.com'] };
const OLD = stored('A', { ...NAMES, notBefore: NOON - 80 * DAY, notAfter: NOON + 10 * DAY + HOUR / 2 });
const NEW = stored('B', { ...NAMES, notBefore: NOON - DAY, writtenAt: NOON });
const EDGE = connector('Edge', 'mail.contoso.com', { probe: target(), reload: ['systemctl', 'reload', 'postfix'] });
const SOON: World['expiresSoon'] = { within: 21 * DAY, fraction: 0.25, remindAt: [14 * DAY, 7 * DAY, 3 * DAY, DAY] };

type EndpointsResult = ScanResult<readonly Endpoint[]>;

/** A daemon that monitors one connector, scan by scan. */
class Watched {
  life: Life = new Life();
  world: World;

  constructor(world: Partial<World> = {}) {
    this.world = {
      ...CALM,
      expiresSoon: SOON,
      certificates: [stored('C', NAMES)],
      connectors: [EDGE],
      internal: { source: 'none' },
      ...world,
    };
  }

  pass(now: Instant, result: EndpointsResult | undefined, changes: Partial<World> = {}): readonly NewEventRecord[] {
    this.world = { ...this.world, ...changes, now };
    const endpoints = new Map(result === undefined ? [] : [['Edge', result]]);
    return this.life.pass({ ...this.world, endpoints });
  }

  read(now: Instant, result: EndpointsResult | undefined, changes: Partial<World> = {}): readonly string[] {
    return this.pass(now, result, changes).map(notation);
  }

  get open(): readonly number[] {
    return this.life.open.map(({ eventId }) => eventId);
  }
}

function onlyEnd(records: readonly NewEventRecord[]): Evidence {
  const ends = records.flatMap(({ facts }) => facts.cleared?.evidence ?? []);
  expect(ends).toHaveLength(1);
  const [end] = ends;
  if (end === undefined) throw new Error('nothing was cleared');
  return end;
}

const C = serves(stored('C', NAMES));
/** Returns the result if no probe was made since the previous scan. */
const unprobed = (last: EndpointsResult): EndpointsResult =>
  silent(NOON, 0, last.kind === 'available' ? { at: last.at, value: last.value } : last.last, 'not_checked');
const lost = (times: number, at: Instant, served: Served = C): EndpointsResult =>
  seen(at, [endpoint(silent(NOON + 1, times, { at: NOON, value: served }), '192.0.2.1')]);
const unresolved = (times: number): EndpointsResult =>
  silent(NOON + 1, times, { at: NOON, value: probeResult(NOON, C).value }, 'host_not_found');

describe('a server that cannot be probed', () => {
  test.each<[string, (times: number) => EndpointsResult, string]>([
    ['an address is silent', (times) => lost(times, NOON + times), 'timed_out'],
    ['its name is not found', unresolved, 'host_not_found'],
  ])('is reported once, at the second failure in a row, when %s', (_, silentFor, reason) => {
    const watched = new Watched();
    expect(watched.read(NOON, probeResult(NOON, C))).toEqual([]);
    expect(watched.read(NOON + MINUTE, silentFor(1))).toEqual([]);
    expect(watched.read(NOON + 2 * MINUTE, silentFor(2))).toEqual([`1400(Edge; smtp://192.0.2.25:25; ${reason})`]);
    expect(watched.read(NOON + 3 * MINUTE, silentFor(3))).toEqual([]);
    expect(watched.read(NOON + 4 * MINUTE, unprobed(silentFor(3)))).toEqual([]);
    const back = probeResult(NOON + 5 * MINUTE, C);
    expect(onlyEnd(watched.pass(NOON + 6 * MINUTE, back))).toEqual({
      scope: 'probe:Edge',
      at: NOON + 5 * MINUTE,
      reason: 'observed',
      thumbprint: 'C'.padEnd(40, '0'),
    });
    expect(watched.open).toEqual([]);
  });

  test.each([
    [1, 1],
    [2, 2],
    [5, 5],
  ])('is reported at failure %i with a threshold of %i', (failures, times) => {
    const probe = target({ failureThreshold: failures });
    const watched = new Watched({ connectors: [{ ...EDGE, probe }] });
    expect(watched.read(NOON, lost(times - 1 || 1, NOON))).toEqual(
      failures === 1 ? [expect.stringContaining('1400')] : [],
    );
    watched.pass(NOON + 1, lost(times, NOON + 1));
    expect(watched.open).toEqual([1400]);
  });

  test('is reported with each unreachable address, why, how often and since when, and without those that respond', () => {
    const result = seen(NOON, [
      endpoint(silent(NOON - HOUR, 4, { at: NOON - DAY, value: C }, 'connection_refused'), '192.0.2.1'),
      endpoint(seen(NOON, C), '192.0.2.2'),
      endpoint(silent(NOON - 1, 1), '192.0.2.3'),
    ]);
    const [record] = new Watched().pass(NOON, result);
    expect(record?.facts).toMatchObject({
      reason: 'connection_refused',
      addresses: [{ address: '192.0.2.1', reason: 'connection_refused', times: 4, since: NOON - HOUR }],
      lastSeen: NOON,
    });
    expect(record?.remedy).toEqual([['mailcertd', 'connectors', 'probe', 'Edge']]);
  });

  test.each([
    ['en', 'The server was not contacted.'],
    ['ja', 'サーバーには接続していません。'],
  ] as const)(
    'for an unusable client certificate is reported as such, with the file and the fix: %s',
    (locale, words) => {
      const problem = {
        reason: 'client_certificate_unusable' as const,
        location: '/etc/client.pem',
        failure: said('/etc/client.pem: it does not exist'),
      };
      const result = seen(NOON, [endpoint({ kind: 'unavailable', problem, since: NOON, times: 2, last: undefined })]);
      const [record] = new Watched().pass(NOON, result);
      if (record === undefined) throw new Error('no record');
      const lines = eventLines(connectorUnreachable, record, { locale, offsetMinutes: () => 0 }).join('\n');
      expect(lines).toContain('/etc/client.pem: it does not exist');
      expect(lines).toContain(words);
      expect(lines).toContain('clientCertificateFile');
    },
  );

  test('and never was has no last result', () => {
    const [record] = new Watched().pass(NOON, silent(NOON, 2, undefined, 'host_not_found'));
    expect(record?.facts).not.toHaveProperty('lastSeen');
  });
});

describe('an open condition of a server that became unreachable', () => {
  test('stays open, and is judged again with its evidence', () => {
    const watched = new Watched();
    watched.pass(NOON, probeResult(NOON, NOT_OFFERED));
    expect(watched.open).toEqual([1401]);
    watched.pass(NOON + HOUR, lost(2, NOON + HOUR, NOT_OFFERED));
    expect(watched.open.toSorted()).toEqual([1400, 1401]);
    const ends = watched.pass(NOON + 2 * HOUR, probeResult(NOON + 2 * HOUR, C));
    expect(ends.map(notation).toSorted()).toEqual(['1900(1400; Edge; 3600)', '1900(1401; Edge; 7200)']);
    for (const { facts } of ends) {
      expect(facts.cleared?.evidence).toMatchObject({ scope: 'probe:Edge', at: NOON + 2 * HOUR, reason: 'observed' });
    }
  });

  test('continues to count down by the last result, and says since when', () => {
    const watched = new Watched({ certificates: [], unavailable: ['My'] });
    const ending = serves(OLD);
    const events: string[] = [];
    let at = NOON;
    const pass = (result: EndpointsResult): void => {
      const records = watched.pass(at, result).filter(({ eventId }) => eventId === 1404);
      for (const record of records) {
        events.push(
          `${notation(record)} ${record.facts.lastSeen === undefined ? '' : (record.facts.lastSeen - NOON) / HOUR}`,
        );
      }
    };
    pass(probeResult(at, ending));
    for (const days of [4, 8, 9.9]) {
      at = NOON + days * DAY;
      pass(lost(2, at, ending));
    }
    expect(events).toEqual([
      '1404(mail.contoso.com; A; 240) ',
      '1404(mail.contoso.com; A; 144) escalated 0',
      '1404(mail.contoso.com; A; 48) escalated 0',
      '1404(mail.contoso.com; A; 2) escalated 0',
    ]);
    at = NOON + 11 * DAY;
    const records = watched.pass(at, lost(2, at, ending));
    expect(records.map(notation)).toContain('1403(mail.contoso.com; A)');
    // The new certificate was not seen: the condition stays open until the server is available.
    expect(watched.open).toContain(1404);
    const back = watched.pass(at + HOUR, probeResult(at + HOUR, ending));
    expect(onlyEnd(back.filter(({ facts }) => facts.cleared?.eventId === 1404)).reason).toBe('expired');
  });

  test('stays open over a restart, and while no probe runs', () => {
    const watched = new Watched();
    watched.pass(NOON, probeResult(NOON, NOT_OFFERED));
    watched.life = watched.life.restarted();
    expect(watched.read(NOON + HOUR, undefined)).toEqual([]);
    expect(watched.read(NOON + 2 * HOUR, unprobed(probeResult(NOON, NOT_OFFERED)))).toEqual([]);
    expect(watched.open).toEqual([1401]);
  });
});

describe('STARTTLS', () => {
  test.each([
    ['not offered', NOT_OFFERED],
    ['refused', REFUSED],
  ])('that was offered and is now %s was withdrawn, until it is offered again', (_, without) => {
    const watched = new Watched();
    watched.pass(NOON, probeResult(NOON, C));
    const [record] = watched.pass(NOON + HOUR, probeResult(NOON + HOUR, without));
    expect(record).toMatchObject({ eventId: 1402, level: 'Error', parameters: ['Edge', 'smtp://192.0.2.25:25'] });
    expect(record?.facts).toMatchObject({
      lastOfferedAt: NOON,
      reason: 'starttls-not-supported',
      ...(without.tls === undefined ? { answer: without.answer, detail: without.starttls } : {}),
    });
    expect(watched.read(NOON + 2 * HOUR, probeResult(NOON + 2 * HOUR, without))).toEqual([]);
    watched.life = watched.life.restarted();
    expect(watched.read(NOON + 3 * HOUR, probeResult(NOON + 3 * HOUR, without))).toEqual([]);
    expect(watched.read(NOON + 4 * HOUR, probeResult(NOON + 4 * HOUR, C))).toEqual(['1900(1402; Edge; 10800)']);
  });

  test('that a discovered server withdrew is reported with the place of its settings, and for a configured one without', () => {
    const source = { inventory: 'opensmtpd', place: '/etc/smtpd.conf:4' };
    for (const [connector, path] of [
      [{ ...EDGE, fqdnOrigin: 'discovered', source } as const, source.place],
      [EDGE, undefined],
    ] as const) {
      const watched = new Watched({ connectors: [connector] });
      watched.pass(NOON, probeResult(NOON, C));
      const record = watched
        .pass(NOON + HOUR, probeResult(NOON + HOUR, NOT_OFFERED))
        .find(({ eventId }) => eventId === 1402);
      expect(record?.facts.path).toBe(path);
      expect(record).toMatchObject({ eventId: 1402 });
    }
  });

  test('that was never offered, or at another address, was not withdrawn', () => {
    const watched = new Watched();
    watched.pass(NOON, probeResult(NOON, C));
    const moved = [{ ...EDGE, probe: target({ port: 587 }) }];
    expect(watched.read(NOON + HOUR, probeResult(NOON + HOUR, NOT_OFFERED), { connectors: moved })).toEqual([
      '1401(Edge; smtp://192.0.2.25:587)',
    ]);
  });

  test('that one of two addresses still offers was not withdrawn from the connector', () => {
    const watched = new Watched();
    watched.pass(NOON, probeResult(NOON, C, C));
    expect(watched.read(NOON + HOUR, probeResult(NOON + HOUR, C, NOT_OFFERED))).toEqual([
      '1401(Edge; smtp://192.0.2.25:25)',
    ]);
    expect(watched.read(NOON + 2 * HOUR, probeResult(NOON + 2 * HOUR, NOT_OFFERED, NOT_OFFERED)).toSorted()).toEqual([
      '1402(Edge; smtp://192.0.2.25:25)',
      '1900(1401; Edge; 3600)',
    ]);
  });

  test('is withdrawn if the unreachable address is not known to offer it, and not if it may', () => {
    const silentSince = (last: Served): Endpoint => endpoint(silent(NOON, 3, { at: NOON, value: last }), '192.0.2.2');
    const watched = new Watched();
    watched.pass(NOON, probeResult(NOON, C, C));
    const one = endpoint(seen(NOON + HOUR, NOT_OFFERED), '192.0.2.1');
    expect(watched.read(NOON + HOUR, seen(NOON + HOUR, [one, silentSince(C)])).toSorted()).toEqual([
      '1400(Edge; smtp://192.0.2.25:25; timed_out)',
      '1401(Edge; smtp://192.0.2.25:25)',
    ]);
    expect(watched.read(NOON + 2 * HOUR, probeResult(NOON + 2 * HOUR, NOT_OFFERED, NOT_OFFERED)).toSorted()).toEqual([
      '1402(Edge; smtp://192.0.2.25:25)',
      '1900(1400; Edge; 3600)',
      '1900(1401; Edge; 3600)',
    ]);
    expect(watched.read(NOON + 3 * HOUR, seen(NOON + 3 * HOUR, [one, silentSince(NOT_OFFERED)]))).toEqual([
      '1400(Edge; smtp://192.0.2.25:25; timed_out)',
    ]);
    expect(watched.open.toSorted()).toEqual([1400, 1402]);
  });

  test('that is missing is an Error if mail requires TLS, and the event says so', () => {
    const watched = new Watched({ connectors: [{ ...EDGE, requireTls: true }] });
    expect(watched.pass(NOON, probeResult(NOON, NOT_OFFERED))).toMatchObject([
      { eventId: 1401, level: 'Error', facts: { requireTls: true } },
    ]);
  });

  test('that another event reports now is resolved as reclassified', () => {
    const watched = new Watched();
    watched.pass(NOON, probeResult(NOON, NOT_OFFERED));
    const changes = { certificates: [stored('X')] };
    expect(watched.read(NOON + HOUR, probeResult(NOON + HOUR, NOT_OFFERED), changes)).toEqual([
      '12014(mail.contoso.com; Edge; mail.contoso.com)',
    ]);
    expect(onlyEnd(watched.pass(NOON + HOUR + 1, probeResult(NOON + HOUR + 1, NOT_OFFERED))).reason).toBe(
      'reclassified',
    );
  });
});

test('a chain that was repaired on disk is not judged by a probe from before the repair', () => {
  const leaf = stored('C', NAMES);
  const chain = {
    status: 'untrusted',
    failure: said('the issuer CN=CA was not sent'),
    missingIssuer: 'CN=CA',
  } as const;
  const watched = new Watched({ certificates: [leaf], untrusted: [leaf] });
  const before = probeResult(NOON, serves(leaf, { chain }));
  expect(watched.read(NOON, before)).toEqual(['1305(mail.contoso.com; C; )']);
  expect(watched.read(NOON + MINUTE, before, { untrusted: [] })).toEqual([]);
  expect(watched.life.assessment?.outdatedConnectors).toEqual(new Map([['Edge', 'server']]));
  expect(watched.open).toEqual([1305]);
  const records = watched.pass(NOON + 2 * MINUTE, probeResult(NOON + 2 * MINUTE, serves(leaf)));
  expect(records.map(({ eventId }) => eventId)).toEqual([1900]);
  expect(watched.life.assessment?.outdatedConnectors).toEqual(new Map());
});

describe('a served certificate that is no longer on disk', () => {
  const GRACE = 15 * MINUTE;
  const BOTH: Partial<World> = { certificates: [OLD, NEW] };

  function renewed(): Watched {
    const watched = new Watched({ certificates: [OLD], expiresSoon: { ...SOON, within: 0 } });
    watched.pass(NOON - HOUR, probeResult(NOON - HOUR, serves(OLD)));
    expect(watched.read(NOON + 1, unprobed(probeResult(NOON - HOUR, serves(OLD))), BOTH)).toEqual([]);
    return watched;
  }

  test.each([
    [-1, []],
    [0, ['1406(Edge; A; B; 900)']],
    [1, ['1406(Edge; A; B; 900)']],
  ])('is reported when it was seen %i ms after the grace time', (ms, expected) => {
    const at = NOON + GRACE + ms;
    expect(renewed().read(at, probeResult(at, serves(OLD)))).toEqual(expected);
  });

  test.each([
    [0, MINUTE],
    [DAY, DAY],
  ])('is reported after its own grace time: %i ms', (grace, after) => {
    const watched = renewed();
    const connectors: readonly Connector[] = [{ ...EDGE, grace }];
    const early = NOON + grace - 1;
    if (grace > 0) expect(watched.read(early, probeResult(early, serves(OLD)), { connectors })).toEqual([]);
    expect(watched.read(NOON + after, probeResult(NOON + after, serves(OLD)), { connectors })).toHaveLength(1);
  });

  test('is not reported by an older probe, however late the scan is', () => {
    const watched = renewed();
    const early = probeResult(NOON + GRACE - 1, serves(OLD));
    expect(watched.read(NOON + HOUR, early)).toEqual([]);
    expect(watched.read(NOON + 2 * HOUR, unprobed(early))).toEqual([]);
    expect(watched.read(NOON + 3 * HOUR, probeResult(NOON + 3 * HOUR, serves(OLD)))).toEqual([
      '1406(Edge; A; B; 10800)',
    ]);
  });

  test('is reported by the last probe that was late enough, with its time', () => {
    const watched = renewed();
    const late = NOON + GRACE + MINUTE;
    const [record] = watched.pass(NOON + 2 * HOUR, lost(1, late + 1, serves(OLD)));
    expect(record).toBeUndefined();
    const stale = seen(late + 1, [endpoint(silent(late + 1, 1, { at: late, value: serves(OLD) }))]);
    expect(watched.pass(NOON + 3 * HOUR, stale)).toMatchObject([{ eventId: 1406, facts: { lastSeen: late } }]);
  });

  test('is reported with both certificates, the file, since when, and the command that reloads the server', () => {
    const watched = renewed();
    const at = NOON + 190 * MINUTE;
    expect(watched.pass(at, probeResult(at, serves(OLD)))).toMatchObject([
      {
        level: 'Warning',
        parameters: ['Edge', OLD.certificate.thumbprint, NEW.certificate.thumbprint, '11400'],
        facts: {
          connectors: ['Edge'],
          fqdns: ['mail.contoso.com'],
          thumbprint: OLD.certificate.thumbprint,
          notAfter: OLD.certificate.notAfter,
          certificates: [{ thumbprint: NEW.certificate.thumbprint, names: ['mail.contoso.com'] }],
          locations: ['/store/B.pem'],
          onDiskSince: NOON,
          probes: ['smtp://192.0.2.25:25'],
        },
        remedy: [['systemctl', 'reload', 'postfix']],
      },
    ]);
  });

  test('is resolved when the server serves the one on disk, with the probe as evidence', () => {
    const watched = renewed();
    watched.pass(NOON + HOUR, probeResult(NOON + HOUR, serves(OLD)));
    expect(watched.read(NOON + 2 * HOUR, unprobed(probeResult(NOON + HOUR, serves(OLD))))).toEqual([]);
    const end = onlyEnd(watched.pass(NOON + 3 * HOUR, probeResult(NOON + 3 * HOUR - 5, serves(NEW))));
    expect(end).toEqual({
      scope: 'probe:Edge',
      at: NOON + 3 * HOUR - 5,
      reason: 'observed',
      thumbprint: NEW.certificate.thumbprint,
    });
  });

  test('is not resolved by another renewal: the server was not reloaded', () => {
    const watched = renewed();
    watched.pass(NOON + HOUR, probeResult(NOON + HOUR, serves(OLD)));
    const again = stored('D', { ...NAMES, notBefore: NOON, writtenAt: NOON + 2 * HOUR });
    const changes = { certificates: [OLD, NEW, again] };
    const at = NOON + 2 * HOUR + MINUTE;
    expect(watched.read(at, probeResult(at, serves(OLD)), changes)).toEqual([]);
    expect(watched.open).toEqual([1406]);
  });

  test('is resolved when it has expired: that is another event, with its own fix', () => {
    const watched = renewed();
    watched.pass(NOON + HOUR, probeResult(NOON + HOUR, serves(OLD)));
    const at = NOON + 11 * DAY;
    const records = watched.pass(at, probeResult(at, serves(OLD)));
    expect(records.map(({ eventId }) => eventId)).toEqual([1403, 1900]);
    expect(records[0]?.remedy).toEqual([['systemctl', 'reload', 'postfix']]);
    expect(records[0]?.facts).toMatchObject({
      onDiskSince: NOON,
      certificates: [{ thumbprint: NEW.certificate.thumbprint }],
    });
    expect(onlyEnd(records).reason).toBe('expired');
  });

  test('becomes more urgent as its expiry approaches', () => {
    const watched = new Watched({ certificates: [OLD, NEW] });
    const changes: string[] = [];
    for (const days of [1, 2, 4, 8, 9.8]) {
      const at = NOON + days * DAY + HOUR;
      const records = watched.pass(at, probeResult(at, serves(OLD)));
      changes.push(...records.map(({ eventId, change }) => `${days} ${eventId} ${change}`));
    }
    expect(changes).toEqual([
      '1 1406 raised',
      '2 1406 repeated',
      '4 1406 escalated',
      '8 1406 escalated',
      '9.8 1406 escalated',
    ]);
  });

  test('has its grace if the one on disk was put there after the probe, however old its file is', () => {
    const watched = new Watched({ certificates: [OLD], expiresSoon: { ...SOON, within: 0 } });
    watched.pass(NOON, probeResult(NOON, serves(OLD)));
    const ancient = stored('B', { ...NAMES, notBefore: NOON - DAY, writtenAt: NOON - DAY });
    const swapped = { certificates: [ancient] };
    expect(watched.read(NOON + HOUR, probeResult(NOON + HOUR - 1, serves(OLD)), swapped)).toEqual([]);
    expect(watched.read(NOON + 2 * HOUR, unprobed(probeResult(NOON + HOUR - 1, serves(OLD))))).toEqual([]);
    expect(watched.read(NOON + 3 * HOUR, probeResult(NOON + 3 * HOUR, serves(OLD)))).toHaveLength(1);
  });

  test.each([
    ['older than the scan before', NOON - HOUR - 1, '900'],
    ['of the scan before', NOON - HOUR, '4500'],
  ])('is counted from the scan that first saw the new one if the time of its file is %s', (_, writtenAt, seconds) => {
    const kept = stored('B', { ...NAMES, notBefore: NOON - DAY, writtenAt });
    const watched = new Watched({ certificates: [OLD], expiresSoon: { ...SOON, within: 0 } });
    watched.pass(NOON - 2 * HOUR, probeResult(NOON - 2 * HOUR, serves(OLD)));
    watched.pass(NOON - HOUR, probeResult(NOON - HOUR, serves(OLD)));
    watched.pass(NOON, unprobed(probeResult(NOON - HOUR, serves(OLD))), { certificates: [OLD, kept] });
    const at = NOON + GRACE;
    expect(watched.read(at, probeResult(at, serves(OLD)))).toEqual([`1406(Edge; A; B; ${seconds})`]);
  });

  test.each([
    ['since it was seen to be put there', true],
    ['since the first pass', false],
  ])('is reported if its file is from the future, which counts as there %s', (_, isPutThere) => {
    const ahead = stored('B', { ...NAMES, notBefore: NOON - DAY, writtenAt: NOON + 400 * DAY });
    const watched = new Watched({ certificates: [OLD], expiresSoon: { ...SOON, within: 0 } });
    const before = probeResult(NOON - HOUR, serves(OLD));
    if (isPutThere) watched.pass(NOON - HOUR, before);
    watched.pass(NOON, isPutThere ? unprobed(before) : before, { certificates: [OLD, ahead] });
    const early = NOON + GRACE - 1;
    expect(watched.read(early, probeResult(early, serves(OLD)))).toEqual([]);
    const late = NOON + GRACE;
    expect(watched.pass(late, probeResult(late, serves(OLD)))).toMatchObject([
      {
        eventId: 1406,
        parameters: ['Edge', expect.anything(), expect.anything(), '900'],
        facts: { onDiskSince: NOON },
      },
    ]);
  });

  test('that has expired is reported a minute after it was replaced', () => {
    const ended = stored('A', { ...NAMES, notBefore: NOON - 80 * DAY, notAfter: NOON - HOUR });
    const watched = new Watched({ certificates: [ended], profile: 'exchange-2019' });
    expect(watched.read(NOON - 1, probeResult(NOON - 1, serves(ended)))).toEqual(['12016(mail.contoso.com; A)']);
    const before = probeResult(NOON - 1, serves(ended));
    expect(watched.read(NOON, before, { certificates: [ended, NEW] })).toEqual([]);
    expect(watched.read(NOON + MINUTE - 1, probeResult(NOON + MINUTE - 1, serves(ended)))).toEqual([]);
    expect(watched.open).toEqual([12016]);
    const records = watched.pass(NOON + MINUTE, probeResult(NOON + MINUTE, serves(ended)));
    expect(records).toMatchObject([
      { eventId: 1403, level: 'Error', remedy: [['systemctl', 'reload', 'postfix']], facts: { onDiskSince: NOON } },
      { eventId: 1900 },
    ]);
    expect(onlyEnd(records)).toMatchObject({ scope: 'probe:Edge', at: NOON + MINUTE, reason: 'reclassified' });
  });

  test('that has expired is resolved when a probe after the change shows the new one', () => {
    const ended = stored('A', { ...NAMES, notBefore: NOON - 80 * DAY, notAfter: NOON - HOUR });
    const watched = new Watched({ certificates: [ended], profile: 'exchange-2019' });
    watched.pass(NOON - 1, probeResult(NOON - 1, serves(ended)));
    expect(watched.read(NOON + 1, probeResult(NOON, serves(NEW)), { certificates: [ended, NEW] })).toEqual([]);
    expect(onlyEnd(watched.pass(NOON + 3, probeResult(NOON + 2, serves(NEW))))).toEqual({
      scope: 'probe:Edge',
      at: NOON + 2,
      reason: 'observed',
      thumbprint: NEW.certificate.thumbprint,
    });
  });

  test('is one event for all connectors that serve it, which is resolved with the last of them', () => {
    const two = connector('Submission', 'mx.contoso.com', {
      probe: target({ port: 587, serverName: 'mx.contoso.com' }),
    });
    const names = { dnsNames: ['mail.contoso.com', 'mx.contoso.com'] };
    const both = stored('B', { ...names, notBefore: NOON - DAY, writtenAt: NOON });
    const watched = new Watched({
      certificates: [OLD, both],
      connectors: [EDGE, two],
      expiresSoon: { ...SOON, within: 0 },
    });
    const pass = (hours: number, edge: EndpointsResult, submission: EndpointsResult): readonly string[] => {
      watched.world = { ...watched.world, now: NOON + hours * HOUR };
      const endpoints = new Map([
        ['Edge', edge],
        ['Submission', submission],
      ]);
      return watched.life.pass({ ...watched.world, endpoints }).map(notation);
    };
    const old = (hours: number): EndpointsResult => probeResult(NOON + hours * HOUR, serves(OLD));
    const fresh = (hours: number): EndpointsResult => probeResult(NOON + hours * HOUR, serves(both));
    expect(pass(1, old(1), old(1))).toEqual(['1406(Edge; A; B; 3600)']);
    expect(pass(2, fresh(2), unprobed(old(1)))).toEqual([]);
    expect(pass(3, unprobed(fresh(2)), old(3))).toEqual([]);
    expect(pass(4, unprobed(fresh(2)), fresh(4))).toEqual([
      `1900(1406; ${OLD.certificate.thumbprint.replace(/0+$/, '')}; 10800)`,
    ]);
  });

  test('is not reported if the new one is in no file', () => {
    const { writtenAt: _, ...nowhere } = NEW;
    const watched = new Watched({ certificates: [nowhere], expiresSoon: { ...SOON, within: 0 } });
    expect(watched.read(NOON + HOUR, probeResult(NOON + HOUR, serves(OLD)))).toEqual([]);
  });
});

describe('a condition about a connector that is no longer probed', () => {
  test.each<[string, Connector | undefined, Evidence['reason']]>([
    ['the connector is removed', undefined, 'connector-removed'],
    ['it is disabled', { ...EDGE, enabled: false }, 'connector-off'],
    ['it offers no TLS', { ...EDGE, starttls: false }, 'connector-off'],
    ['it is probed no longer', connector('Edge', 'mail.contoso.com'), 'not-probed'],
  ])('is resolved when %s', (_, after, reason) => {
    const watched = new Watched();
    watched.pass(NOON, probeResult(NOON, NOT_OFFERED));
    const connectors = after === undefined ? [] : [after];
    const end = onlyEnd(watched.pass(NOON + HOUR, undefined, { connectors }));
    expect(end).toMatchObject({ scope: 'inventory:configuration', at: NOON + HOUR, reason });
  });

  test('is not resolved while the inventory of the connector cannot be read', () => {
    const watched = new Watched();
    watched.pass(NOON, probeResult(NOON, NOT_OFFERED));
    expect(watched.read(NOON + HOUR, undefined, { connectors: [], isInventoryUnavailable: true })).toEqual([]);
    expect(watched.open).toEqual([1401]);
  });
});

test('a clock change raises and clears no condition about served certificates, until the next scan', () => {
  const watched = new Watched({ certificates: [], unavailable: ['My'] });
  watched.pass(NOON, probeResult(NOON, serves(OLD)));
  expect(watched.open.toSorted()).toEqual([1100, 1404]);
  const far = NOON + 400 * DAY;
  expect(watched.read(far, probeResult(far, serves(OLD)), { clockStepMs: 400 * DAY })).toEqual([
    '1100(My; /stores/My; permission_denied) repeated',
  ]);
  expect(watched.read(NOON + HOUR, probeResult(NOON + HOUR, serves(OLD)), { clockStepMs: -400 * DAY })).toEqual([]);
  expect(watched.open.toSorted()).toEqual([1100, 1404]);
});

test('a certificate that is served too early is reported until it was seen after its notBefore', () => {
  const early = serves(stored('G', { ...NAMES, notBefore: NOON + HOUR }));
  const watched = new Watched({ certificates: [], unavailable: ['My'] });
  const [record] = watched.pass(NOON, probeResult(NOON, early)).filter(({ eventId }) => eventId === 1303);
  expect(record).toMatchObject({
    facts: { notBefore: NOON + HOUR, reason: 'not-yet-valid', probes: ['smtp://192.0.2.25:25'] },
    remedy: [
      ['date', '-u'],
      ['mailcertd', 'connectors', 'probe', 'Edge'],
    ],
  });
  expect(watched.read(NOON + 2 * HOUR, unprobed(probeResult(NOON, early)))).toEqual([]);
  const end = onlyEnd(watched.pass(NOON + 3 * HOUR, probeResult(NOON + 3 * HOUR, early)));
  expect(end).toMatchObject({ scope: 'probe:Edge', reason: 'observed' });
});

describe('a certificate on disk of the other key type', () => {
  const RSA_FILE = '/etc/ssl/rsa.pem';
  const EC_FILE = '/etc/ssl/ec.pem';
  const filed = (letter: string, path: string, publicKeyAlgorithm: string, writtenAt: Instant) => ({
    ...stored(letter, { ...NAMES, publicKeyAlgorithm, writtenAt }),
    store: `file:${path}`,
    location: { path, block: 0, alias: undefined },
  });
  const RSA = filed('R', RSA_FILE, 'RSA', NOON - DAY);
  const EC = filed('E', EC_FILE, 'EC', NOON);
  const GRACE = 15 * MINUTE;

  function watched(both = true): Watched {
    const connectors = [
      { ...EDGE, probe: target({ probesBothKeyTypes: both }), certificateFiles: [RSA_FILE, EC_FILE] },
    ];
    return new Watched({ certificates: [RSA, EC], connectors });
  }
  const rsaOnly = (at: Instant): EndpointsResult => seen(at, [endpoint(seen(at, serves(RSA)), '192.0.2.25', 'rsa')]);
  const two = (at: Instant, other: ScanResult<Served>): EndpointsResult =>
    seen(at, [endpoint(seen(at, serves(RSA)), '192.0.2.25', 'rsa'), endpoint(other, '192.0.2.25', 'ecdsa')]);

  test('that is requested and that no address serves is reported after the grace, until it is served', () => {
    const edge = watched();
    expect(edge.read(NOON + GRACE - 1, rsaOnly(NOON + GRACE - 1))).toEqual([]);
    const [record, ...others] = edge.pass(NOON + GRACE, rsaOnly(NOON + GRACE));
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      eventId: 1406,
      parameters: ['Edge', RSA.certificate.thumbprint, EC.certificate.thumbprint, '900'],
      facts: {
        thumbprint: EC.certificate.thumbprint,
        publicKeyAlgorithm: 'EC',
        locations: [EC_FILE],
        onDiskSince: NOON,
        connectors: ['Edge'],
      },
      remedy: [['systemctl', 'reload', 'postfix']],
    });
    expect(edge.read(NOON + HOUR, unprobed(rsaOnly(NOON + GRACE)))).toEqual([]);
    const end = onlyEnd(edge.pass(NOON + 2 * HOUR, two(NOON + 2 * HOUR, seen(NOON + 2 * HOUR, serves(EC)))));
    expect(end).toMatchObject({ scope: 'probe:Edge', reason: 'observed' });
  });

  test.each<[string, Watched, EndpointsResult]>([
    ['is not requested', watched(false), probeResult(NOON + HOUR, serves(RSA))],
    ['is unavailable now', watched(), two(NOON + HOUR, silent(NOON, 1))],
    ['is served too', watched(), two(NOON + HOUR, seen(NOON + HOUR, serves(EC)))],
  ])('that %s is not reported', (_, edge, result) => {
    expect(edge.read(NOON + HOUR, result)).toEqual([]);
  });

  test('is not reported separately if the server serves a removed certificate: it was not reloaded at all', () => {
    const old = seen(NOON + HOUR, [endpoint(seen(NOON + HOUR, serves(OLD)), '192.0.2.25', 'rsa')]);
    expect(watched().read(NOON + HOUR, old)).toEqual(['1406(Edge; A; R; 3600)']);
  });
});
