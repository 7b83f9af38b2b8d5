import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { NOON, stored } from '../../../domain/world.ts';
import { ADDRESSES, Host } from './host.ts';
import { statusAfter } from './law.ts';
import { NAME } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

const EXPIRES = 60 * MINUTE;
const OLD = stored('D', { dnsNames: [NAME], notBefore: NOON - 89 * DAY, notAfter: NOON + EXPIRES });
const RENEWED = stored('F', { dnsNames: [NAME], notBefore: NOON - DAY, notAfter: NOON + 89 * DAY });

/**
 * Returns a host whose servers are only probed; they serve a certificate that expires after an
 * hour.
 */
function expiring(time: VirtualTime): Host {
  const host = new Host(time, {}, 'probes');
  serve(host, OLD);
  host.start();
  return host;
}

function serve(host: Host, served: typeof OLD | { readonly fails: 'connection_refused' }): void {
  for (const address of ADDRESSES) host.servers.servers.set(address, served);
}

/** Returns the records about an expired served certificate, with the time of their scan, ms. */
function reported(host: Host): readonly (readonly [endedMs: number, change: string])[] {
  return host.scanned.flatMap(({ endedMs, outcome }) =>
    outcome.written.flatMap(({ eventId, change, parameters }) =>
      eventId === 1403 || parameters[0] === '1403' ? [[endedMs, change] as const] : [],
    ),
  );
}

describe('when a served certificate expires', () => {
  it('nothing is reported if the server has another certificate since its latest probe', async () => {
    using time = new VirtualTime();
    const host = expiring(time);
    await time.until(EXPIRES - SECOND);
    serve(host, RENEWED);
    await time.until(90 * MINUTE);
    host.stop();
    expect(host.servers.probedAtMs.filter((ms) => ms > EXPIRES - SECOND && ms <= EXPIRES)).toEqual([]);
    expect(reported(host)).toEqual([]);
  });

  it('it is reported within seconds if the server still serves it, and cleared when it no longer does', async () => {
    using time = new VirtualTime();
    const host = expiring(time);
    await time.until(EXPIRES + 5 * SECOND);
    expect(reported(host).map(([, change]) => change)).toEqual(['raised']);
    expect(reported(host)[0]?.[0]).toBeGreaterThan(EXPIRES);
    serve(host, RENEWED);
    await time.until(EXPIRES + 20 * MINUTE);
    host.stop();
    expect(reported(host).map(([, change]) => change)).toEqual(['raised', 'cleared']);
  });

  it('it is reported if the server cannot be reached', async () => {
    using time = new VirtualTime();
    const host = expiring(time);
    await time.until(45 * MINUTE);
    serve(host, { fails: 'connection_refused' });
    await time.until(EXPIRES + 5 * SECOND);
    host.stop();
    expect(reported(host).map(([, change]) => change)).toEqual(['raised']);
  });

  it('one failed probe at that time is not taken for a server that is unreachable', async () => {
    using time = new VirtualTime();
    const host = expiring(time);
    await time.until(EXPIRES - 2 * SECOND);
    serve(host, { fails: 'connection_refused' });
    await time.until(EXPIRES + 5 * SECOND);
    host.hint();
    serve(host, RENEWED);
    await time.until(EXPIRES + 20 * MINUTE);
    host.stop();
    expect(reported(host)).toEqual([]);
  });

  it('by a clock that is set forward, its server is probed at once', async () => {
    using time = new VirtualTime();
    const host = expiring(time);
    await time.until(20 * MINUTE);
    host.step(2 * EXPIRES);
    host.hint();
    await time.until(20 * MINUTE + 10 * SECOND);
    host.stop();
    expect(reported(host).map(([, change]) => change)).toEqual(['raised']);
  });
});

describe('when an issuer of a served certificate expires', () => {
  it.each([15 * MINUTE, 12 * HOUR])('it is reported within seconds, with probes every %s ms', async (everyMs) => {
    using time = new VirtualTime();
    const servedChain = { status: 'trusted', anchor: 'system', holdsUntil: NOON + EXPIRES } as const;
    const host = new Host(time, { everyMs, servedChain }, 'probes');
    host.start();
    await time.until(EXPIRES + 20 * SECOND);
    host.stop();
    const raised = host.scanned.flatMap(({ endedMs, outcome }) =>
      outcome.written.flatMap(({ eventId, change }) => (change === 'raised' ? [{ eventId, endedMs }] : [])),
    );
    expect(raised.map(({ eventId }) => eventId)).toEqual([1407]);
    expect(raised[0]?.endedMs).toBeGreaterThan(EXPIRES);
    expect(raised[0]?.endedMs).toBeLessThan(EXPIRES + 10 * SECOND);
    const later = host.scanned.filter(({ startedMs }) => startedMs > EXPIRES + SECOND);
    expect(new Set(later.map((scanned) => statusAfter(scanned).verdict))).toEqual(new Set(['problem']));
  });
});
