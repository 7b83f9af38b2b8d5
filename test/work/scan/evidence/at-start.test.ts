import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { NOON, stored } from '../../../domain/world.ts';
import { ADDRESSES, Host } from './host.ts';
import { statusAfter } from './law.ts';
import { statusByCommand } from './status-by-command.ts';
import { NAME } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

const OTHER = 'imap.contoso.com';
const certificate = (letter: string, name: string, expiresMs: number) =>
  stored(letter, { dnsNames: [name], notBefore: NOON - 60 * DAY, notAfter: NOON + expiresMs });

function serve(host: Host, served: ReturnType<typeof certificate>): void {
  for (const address of ADDRESSES) host.servers.servers.set(address, served);
}

/** Returns the Warnings and Errors of the scans from this one on. */
function reported(host: Host, from = 0): readonly number[] {
  const written = host.scanned.slice(from).flatMap(({ outcome }) => outcome.written);
  return written.flatMap(({ eventId, level }) => (level === 'Information' ? [] : [eventId]));
}

describe('after a start', () => {
  it('a minute after the last probe, the status is unknown until the servers are probed again', async () => {
    using time = new VirtualTime();
    const host = new Host(time);
    host.start();
    await time.until(MINUTE);
    expect(statusAfter(host.scanned.at(-1) as Host['scanned'][number]).verdict).toBe('ok');
    const count = host.scanned.length;
    host.start();
    await time.until(MINUTE + 10 * SECOND);
    host.stop();
    const verdicts = host.scanned.slice(count).map((scanned) => statusAfter(scanned).verdict);
    expect(verdicts[0]).toBe('unknown');
    expect(verdicts.at(-1)).toBe('ok');
  });

  it('the status is unknown until the first scan is stored', async () => {
    using time = new VirtualTime();
    const host = new Host(time);
    host.start();
    await time.until(16 * MINUTE);
    expect(await statusByCommand(host)).toMatchObject({ verdict: 'ok', issues: [] });
    host.stop();
    host.do('192.0.2.2', 'not-offered');
    await time.until(18 * MINUTE);
    host.readingMs = 40 * SECOND;
    host.start();
    const starting = { kind: 'starting', since: host.clock.now() };
    for (const afterMs of [0, 10 * SECOND, 39 * SECOND]) {
      await time.until(18 * MINUTE + afterMs);
      expect(await statusByCommand(host)).toMatchObject({ verdict: 'unknown', issues: [starting] });
    }
    await time.until(18 * MINUTE + 41 * SECOND);
    expect((await statusByCommand(host)).issues).not.toContainEqual(starting);
    host.readingMs = 0;
    await time.until(25 * MINUTE);
    expect(await statusByCommand(host)).toMatchObject({ verdict: 'problem' });
    host.stop();
  });

  it.each([true, false])('nothing is judged by a probe with another name (restart: %s)', async (isRestart) => {
    using time = new VirtualTime();
    const host = new Host(time, {}, 'probes');
    serve(host, certificate('D', NAME, 300 * DAY));
    host.start();
    // A scan stores the results of the latest probes.
    await time.until(25 * MINUTE - 10 * SECOND);
    host.hint();
    await time.until(25 * MINUTE);
    const count = host.scanned.length;
    host.serverName = OTHER;
    serve(host, certificate('E', OTHER, 300 * DAY));
    if (isRestart) host.start();
    else host.redefine();
    await time.until(45 * MINUTE);
    host.stop();
    expect(reported(host, count)).toEqual([]);
  });

  it('no expiry is reported that a probe before the start did not see', async () => {
    using time = new VirtualTime();
    const host = new Host(time, {}, 'probes');
    serve(host, certificate('D', NAME, HOUR));
    host.start();
    await time.until(HOUR - 5 * MINUTE);
    host.hint();
    await time.until(HOUR - 4 * MINUTE);
    host.stop();
    serve(host, certificate('F', NAME, 89 * DAY));
    await time.until(HOUR + MINUTE);
    const count = host.scanned.length;
    host.start();
    await time.until(HOUR + 5 * MINUTE);
    host.stop();
    expect(reported(host, count)).toEqual([]);
  });
});

describe('after a suspension', () => {
  it('the status is unknown until the servers are probed again, soon', async () => {
    using time = new VirtualTime();
    const host = new Host(time);
    host.start();
    await time.until(25 * MINUTE);
    const count = host.scanned.length;
    host.do('192.0.2.1', 'refused');
    host.suspend(8 * HOUR);
    await time.until(25 * MINUTE + 15 * SECOND);
    host.stop();
    const verdicts = host.scanned.slice(count).map((scanned) => statusAfter(scanned).verdict);
    expect(verdicts[0]).toBe('unknown');
    expect(reported(host, count)).toEqual([1402, 1402]);
  });

  it('no expiry is reported that a probe before it did not see', async () => {
    using time = new VirtualTime();
    const host = new Host(time, {}, 'probes');
    serve(host, certificate('D', NAME, 4 * HOUR));
    host.start();
    await time.until(25 * MINUTE);
    const count = host.scanned.length;
    serve(host, certificate('F', NAME, 89 * DAY));
    host.suspend(8 * HOUR);
    await time.until(45 * MINUTE);
    host.stop();
    expect(reported(host, count)).toEqual([]);
  });
});
