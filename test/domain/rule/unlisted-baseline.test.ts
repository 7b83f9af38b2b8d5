import { describe, expect, it } from 'vitest';
import type { Endpoint, Served } from '../../../src/domain/served/served.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { endpoint, NOT_OFFERED, seen, serves, target } from '../serving.ts';
import { CALM, connector, Life, NOON, stored } from '../world.ts';

const OWN = {
  ...stored('A', { dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY, notAfter: NOON + 300 * DAY }),
  writtenAt: NOON - DAY,
};
const OTHER = stored('B', { dnsNames: ['www.fabrikam.com'], notAfter: NOON + 200 * DAY });
const SELF_SIGNED = serves(OWN, { chain: { status: 'self-signed' } });
const EDGE = connector('Edge', 'mail.contoso.com', { probe: target({ host: 'a.contoso.com' }) });

/** Returns the endpoint of the previous server address, which name resolution no longer returns. */
function previous(served: Served, at: number): Endpoint {
  return { ...endpoint(seen(at, served), '192.0.2.2'), unlisted: { since: NOON - HOUR, answers: 4 } };
}

/**
 * Scans the answers of a server, and of its previous address if there is one. Returns the records.
 */
function scan(life: Life, now: number, own: Served, other?: Served): readonly unknown[] {
  const endpoints = [endpoint(seen(now, own), '192.0.2.1'), ...(other === undefined ? [] : [previous(other, now)])];
  const world = { ...CALM, connectors: [EDGE], certificates: [OWN], now };
  return life.pass({ ...world, endpoints: new Map([['Edge', seen(now, endpoints)]]) }).map(({ eventId }) => eventId);
}

describe('an address that name resolution no longer returns', () => {
  it('does not make a self-signed certificate of the server worse than before', () => {
    const life = new Life();
    expect(scan(life, NOON, SELF_SIGNED)).toEqual([]);
    expect(scan(life, NOON + 15 * MINUTE, SELF_SIGNED, serves(OTHER))).toEqual([]);
    expect(scan(life, NOON + 4 * HOUR, SELF_SIGNED)).toEqual([]);
  });

  it('does not make the server one that offered STARTTLS', () => {
    const life = new Life();
    const withoutStarttls = scan(life, NOON, NOT_OFFERED);
    expect(scan(life, NOON + 15 * MINUTE, NOT_OFFERED, serves(OTHER))).toEqual([]);
    expect(scan(life, NOON + 4 * HOUR, NOT_OFFERED)).toEqual([]);
    expect(withoutStarttls).toHaveLength(1);
  });
});
