import { describe, expect, test } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import { ALL_RULES } from '../../../src/domain/rule/all.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import type { Endpoint } from '../../../src/domain/served/served.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { endpoint, probeResult, seen, serves, silent, target } from '../serving.ts';
import { CALM, connector, Life, NOON, notation, stored } from '../world.ts';

const NAME = 'mail.contoso.com';
const EXPIRES: Instant = NOON + 30 * DAY;
const OLD = stored('A', { dnsNames: [NAME], notBefore: NOON - 60 * DAY, notAfter: EXPIRES });
const NEW = stored('B', { dnsNames: [NAME], notBefore: NOON - DAY, notAfter: NOON + 300 * DAY });
const SOON = { within: 21 * DAY, fraction: 0.25, remindAt: [14 * DAY, 7 * DAY, 3 * DAY, DAY] };
const EDGE = connector('Edge', NAME, { probe: target(), selectCertificate: false });

/** The rules about served certificates. */
const RULES = ALL_RULES.filter(({ event: { eventId } }) => [1400, 1403, 1404, 1407, 12019, 12020].includes(eventId));

type EndpointsResult = ScanResult<readonly Endpoint[]>;

/** Scans with given probe results, and their reports about expiry. */
class Watched {
  readonly #life: Life = new Life();
  readonly #connector: Connector;

  constructor(watched: Connector = EDGE) {
    this.#connector = watched;
  }

  scan(now: Instant, result: EndpointsResult): readonly string[] {
    const records = this.#life.pass({
      ...{
        ...CALM,
        expiresSoon: SOON,
        certificates: [],
        rules: RULES,
        connectors: [this.#connector],
        internal: { source: 'none' },
      },
      now,
      endpoints: new Map([['Edge', result]]),
    });
    return records.map((record) => `${record.change} ${notation(record).split('(')[0]}`);
  }

  get open(): readonly number[] {
    return this.#life.open.map(({ eventId }) => eventId);
  }
}

const failed = (times: number, seenAt: Instant): EndpointsResult =>
  seen(EXPIRES + 1, [endpoint(silent(EXPIRES - SECOND, times, { at: seenAt, value: serves(OLD) }))]);

describe('the expiry of a served certificate', () => {
  test.each<[string, Connector, number]>([
    ['a Receive connector', EDGE, 1403],
    ['an internal Send connector', connector('Edge', NAME, { ...sending(), isInternal: true }), 12019],
    ['a Send connector', connector('Edge', NAME, sending()), 12020],
  ])('of %s is reported by a probe after it only', (_, watched, eventId) => {
    const life = new Watched(watched);
    expect(life.scan(EXPIRES - MINUTE, probeResult(EXPIRES - MINUTE, serves(OLD)))).toEqual(['raised 1404']);
    for (const at of [EXPIRES - MINUTE, EXPIRES - 1, EXPIRES]) {
      expect(life.scan(EXPIRES + 10 * MINUTE, probeResult(at, serves(OLD)))).toEqual([]);
      expect(life.open).toEqual([1404]);
    }
    expect(life.scan(EXPIRES + 10 * MINUTE, probeResult(EXPIRES + 1, serves(OLD))).toSorted()).toEqual([
      'cleared 1900',
      `raised ${eventId}`,
    ]);
    // The address was not probed after the expiry, so that it is no evidence.
    const renewed = endpoint(seen(EXPIRES + 2, serves(NEW)), '192.0.2.1');
    const unprobed = endpoint(seen(EXPIRES, serves(OLD)), '192.0.2.2');
    expect(life.scan(EXPIRES + 10 * MINUTE, seen(EXPIRES + 2, [renewed, unprobed]))).toEqual([]);
    expect(life.open).toEqual([eventId]);
    expect(life.scan(EXPIRES + 11 * MINUTE, probeResult(EXPIRES + 11 * MINUTE, serves(NEW)))).toEqual(['cleared 1900']);
  });

  test('is reported of a server that is unreachable, and not after a single failed probe', () => {
    const life = new Watched();
    expect(life.scan(EXPIRES - MINUTE, probeResult(EXPIRES - MINUTE, serves(OLD)))).toEqual(['raised 1404']);
    expect(life.scan(EXPIRES + MINUTE, failed(1, EXPIRES - MINUTE))).toEqual([]);
    expect(life.open).toEqual([1404]);
    life.scan(EXPIRES + 2 * MINUTE, failed(2, EXPIRES - MINUTE));
    expect(life.open).toEqual(expect.arrayContaining([1400, 1403]));
  });

  test('is not reported by a clock that is earlier than the probe', () => {
    expect(new Watched().scan(EXPIRES, probeResult(EXPIRES + HOUR, serves(OLD)))).toEqual(['raised 1404']);
  });
});

describe('a step before the expiry', () => {
  test.each([
    [0, 'ok'],
    [1, 'expiring'],
  ])('is reached when a probe sees the certificate then (%i ms)', (ms, state) => {
    const begins = EXPIRES - 21 * DAY;
    const reported = new Watched().scan(begins + HOUR, probeResult(begins - 1 + ms, serves(OLD)));
    expect(reported).toEqual(state === 'expiring' ? ['raised 1404'] : []);
  });

  test.each([
    [EXPIRES - 14 * DAY - 1, []],
    [EXPIRES - 14 * DAY, ['escalated 1404']],
  ])('escalates by what a probe saw then (%i)', (at, expected) => {
    const life = new Watched();
    life.scan(EXPIRES - 14 * DAY - HOUR, probeResult(EXPIRES - 14 * DAY - HOUR, serves(OLD)));
    expect(life.scan(EXPIRES - 14 * DAY + HOUR, probeResult(at, serves(OLD)))).toEqual(expected);
  });
});

test('the expiry of a served chain is reported by a probe after it only', () => {
  const chain = { status: 'trusted' as const, anchor: 'system' as const, holdsUntil: NOON + HOUR, endsWith: 'R11' };
  const served = serves(NEW, { chain });
  const watched = new Watched(connector('Edge', NAME, sending()));
  expect(watched.scan(NOON + 2 * HOUR, probeResult(NOON + HOUR, served))).toEqual([]);
  expect(watched.scan(NOON + 2 * HOUR, probeResult(NOON + HOUR + 1, served))).toEqual(['raised 1407']);
});

function sending(): Partial<Connector> {
  return { direction: 'send', probe: target() };
}
