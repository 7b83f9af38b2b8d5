import { describe, expect, test } from 'vitest';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import type { Endpoint } from '../../../src/domain/served/served.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../src/domain/time.ts';
import { endpoint, seen, serves, target } from '../serving.ts';
import { CALM, connector, Life, NOON, stored } from '../world.ts';

const NAME = 'mail.contoso.com';
const VALID = stored('A', { dnsNames: [NAME] });
const EXPIRED = stored('E', { dnsNames: [NAME], notBefore: NOON - 90 * DAY, notAfter: NOON - DAY });

const unlisted = (one: Endpoint, now: Instant): Endpoint => ({ ...one, unlisted: { since: now - MINUTE, answers: 1 } });

describe('an expired certificate of two servers', () => {
  const connectors = ['One', 'Two'].map((name) =>
    connector(name, NAME, { probe: target({ host: `${name}.contoso.com` }), selectCertificate: false }),
  );
  const [ONE, TWO] = ['192.0.2.1', '192.0.2.3'];

  /** Makes a scan. Returns the records about the certificate. */
  function scan(life: Life, now: Instant, isListed: boolean, atTwo = EXPIRED): readonly NewEventRecord[] {
    const other = endpoint(seen(now, serves(atTwo)), TWO);
    const endpoints = new Map([
      ['One', seen(now, [endpoint(seen(now, serves(EXPIRED)), ONE)])],
      ['Two', seen(now, [endpoint(seen(now, serves(VALID)), '192.0.2.2'), isListed ? other : unlisted(other, now)])],
    ]);
    return life.pass({ ...CALM, connectors, now, endpoints }).filter(({ eventId }) => eventId === 1403);
  }
  const named = (records: readonly NewEventRecord[]): unknown =>
    records.map(({ change, facts }) => [change, facts.connectors, facts.addresses?.map(({ address }) => address)]);
  const BOTH = [
    ['One', 'Two'],
    [ONE, TWO],
  ];
  const FIRST = [['One'], [ONE]];

  test('stays reported for both if DNS does not return the address of one at the reminder', () => {
    const life = new Life();
    expect(named(scan(life, NOON, true))).toEqual([['raised', ...BOTH]]);
    const reminder = scan(life, NOON + DAY, false);
    expect(named(reminder)).toEqual([['repeated', ...BOTH]]);
    expect(reminder[0]?.facts).toMatchObject({
      fqdns: [NAME, NAME],
      probes: connectors.map(({ probe }) => expect.stringContaining(`${probe?.host}`)),
    });
    expect(scan(life, NOON + DAY + HOUR, true)).toEqual([]);
    expect(named(scan(life, NOON + 2 * DAY, true))).toEqual([['repeated', ...BOTH]]);
  });

  test('is not reported for an address that DNS has not returned since it is expired', () => {
    const life = new Life();
    expect(named(scan(life, NOON, false))).toEqual([['raised', ...FIRST]]);
    expect(named(scan(life, NOON + DAY, false))).toEqual([['repeated', ...FIRST]]);
    expect(named(scan(life, NOON + DAY + HOUR, true))).toEqual([['escalated', ...BOTH]]);
  });

  test('is no longer reported for an address that serves another one', () => {
    const life = new Life();
    scan(life, NOON, true);
    expect(named(scan(life, NOON + DAY, false, VALID))).toEqual([['repeated', ...FIRST]]);
  });
});

describe.each(['receive', 'send'] as const)('three addresses with different certificates (%s)', (direction) => {
  const probe = target({ host: NAME });
  const connectors = [connector('Edge', NAME, { direction, probe, selectCertificate: false })];
  const CERTIFICATES = ['A', 'B', 'C'].map((label) => stored(label, { dnsNames: [NAME] }));

  /** Makes a scan. Returns the changes about the addresses, with the numbers of certificates. */
  function scan(life: Life, now: Instant, missing: number | undefined, known = CERTIFICATES): readonly unknown[] {
    const endpoints = known.map((certificate, index) => {
      const one = endpoint(seen(now, serves(certificate)), `192.0.2.${index + 1}`);
      return index === missing ? unlisted(one, now) : one;
    });
    return life
      .pass({ ...CALM, connectors, now, endpoints: new Map([['Edge', seen(now, endpoints)]]) })
      .filter(({ eventId }) => eventId === 1408)
      .map(({ change, facts }) => [change, facts.count, facts.certificates?.length, facts.addresses?.length]);
  }

  test('are one difference if DNS returns two of them each time', () => {
    const life = new Life();
    expect(scan(life, NOON, undefined, CERTIFICATES.slice(0, 2))).toEqual([['raised', 2, 2, 2]]);
    const changes = [1, 2, 3, 4, 5].flatMap((day) => scan(life, NOON + day * DAY, day % 3));
    const reminders = direction === 'receive' ? [1, 2, 3, 4].map(() => ['repeated', 3, 3, 3]) : [];
    expect(changes).toEqual([['escalated', 3, 3, 3], ...reminders]);
  });
});
