import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { endpoint, seen, serves, target } from '../serving.ts';
import { CALM, connector, Life, NOON, stored } from '../world.ts';

const NAME = { dnsNames: ['mail.contoso.com'] };
const OLD = {
  ...stored('C', { ...NAME, notBefore: NOON - 80 * DAY, notAfter: NOON + 4 * DAY }),
  writtenAt: NOON - 80 * DAY,
};
const NEW = {
  ...stored('A', { ...NAME, notBefore: NOON, notAfter: NOON + 300 * DAY }),
  writtenAt: NOON + MINUTE,
};

it('an expiring certificate is cleared as observed once the listed server serves the renewed one', () => {
  const connectors = [connector('Edge', 'mail.contoso.com', { probe: target({ host: 'a.contoso.com' }) })];
  const life = new Life();
  const scan = (now: number, own: typeof OLD): readonly unknown[] => {
    const endpoints = [
      endpoint(seen(now, serves(own)), '192.0.2.1'),
      { ...endpoint(seen(now, serves(OLD)), '192.0.2.2'), unlisted: { since: NOON - HOUR, answers: 4 } },
    ];
    const world = { ...CALM, connectors, certificates: [own], now };
    return life
      .pass({ ...world, endpoints: new Map([['Edge', seen(now, endpoints)]]) })
      .map(({ eventId, facts }) => [eventId, facts.cleared?.evidence.reason]);
  };
  expect(scan(NOON, OLD)).toEqual([[12018, undefined]]);
  const later = [2 * MINUTE, HOUR, 3 * HOUR, 13 * HOUR].flatMap((after) => scan(NOON + after, NEW));
  expect(later).toEqual([[1900, 'observed']]);
});
