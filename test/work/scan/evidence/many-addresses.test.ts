import { expect, it } from 'vitest';
import type { ChainVerdict } from '../../../../src/domain/certificate/chain-verdict.ts';
import { unavailable } from '../../../../src/domain/scan-result.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/domain/time.ts';
import type { Resolution } from '../../../../src/work/ports/probes.ts';
import { said } from '../../../domain/failure/said.ts';
import { TRUSTED } from '../../../domain/serving.ts';
import { NOON, stored } from '../../../domain/world.ts';
import type { Host } from './host.ts';
import { CERTIFICATES, NAME } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';
import { EXPIRED, MX, VALID, watching } from './watched-name.ts';

/** The changes after a probe of both addresses. */
const RAISED = ['1403 raised', '1408 raised'];

/** Returns the changes of conditions, in order: `1403 raised`. */
function changes(host: Host): readonly string[] {
  return host.scanned.flatMap(({ outcome }) =>
    outcome.written
      .map(({ eventId, change, parameters }) => `${change === 'cleared' ? parameters[0] : eventId} ${change}`)
      .toSorted(),
  );
}

/** Returns the reasons of the cleared conditions, in order: `1403 observed`. */
function reasons(host: Host): readonly string[] {
  return host.scanned.flatMap(({ outcome }) =>
    outcome.written
      .flatMap(({ facts: { cleared } }) =>
        cleared === undefined ? [] : `${cleared.eventId} ${cleared.evidence.reason}`,
      )
      .toSorted(),
  );
}

/** Returns a name resolution that answers with one of the addresses each time. */
const oneOf =
  (pick: (nth: number) => string) =>
  (found: Resolution, nth: number): Resolution =>
    found.kind === 'available' ? { ...found, value: [pick(nth)] } : found;

const inTurn = (nth: number): string => (nth % 2 === 0 ? VALID : EXPIRED);

/** Returns a choice between both addresses, random but the same in each run. */
function atRandom(): (nth: number) => string {
  let seed = 7;
  return () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed < 2_147_483_647 / 2 ? VALID : EXPIRED;
  };
}

const open = (host: Host): readonly number[] =>
  host.scanned
    .at(-1)
    ?.outcome.open.map(({ eventId }) => eventId)
    .toSorted() ?? [];

it.each([
  ['in turn', 5 * HOUR, () => inTurn],
  ['at random', 2 * DAY, atRandom],
] as const)(
  'a condition is not cleared by a probe of another address, if DNS returns one of the addresses %s',
  async (_, until, pick) => {
    using time = new VirtualTime();
    const host = watching(time, oneOf(pick()));
    await time.until(until);
    host.stop();
    expect(changes(host).filter((each) => !each.endsWith('repeated'))).toEqual(['1403 raised']);
  },
);

it.each([
  ['in turn', () => inTurn],
  ['at random', atRandom],
] as const)('an address that is down is reported once, if DNS returns one of the addresses %s', async (_, pick) => {
  using time = new VirtualTime();
  const host = watching(time, oneOf(pick()));
  host.servers.servers.delete(EXPIRED);
  await time.until(20 * HOUR);
  host.stop();
  expect(changes(host)).toEqual(['1400 raised']);
});

it('1400 about an address that is taken out of DNS is cleared after an hour', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.servers.delete(EXPIRED);
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  await time.until(80 * MINUTE);
  expect(open(host)).toEqual([1400]);
  await time.until(20 * MINUTE + HOUR + 2 * 15 * MINUTE);
  host.stop();
  expect(changes(host)).toEqual(['1400 raised', '1400 cleared']);
  expect(reasons(host)).toEqual(['1400 address-removed']);
});

it('a condition about an address that is taken out of DNS and still answers is cleared after an hour', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  await time.until(20 * MINUTE);
  expect(open(host)).toEqual([1403, 1408]);
  host.servers.names.set(MX, [VALID]);
  // The hour counts from the first probe after the change; the first probe after the hour clears
  // the conditions.
  await time.until(80 * MINUTE);
  expect(open(host)).toEqual([1403, 1408]);
  await time.until(20 * MINUTE + HOUR + 2 * 15 * MINUTE);
  host.stop();
  expect(open(host)).toEqual([]);
  expect(reasons(host)).toEqual(['1403 address-removed', '1408 observed']);
});

it('a condition about an address that is taken out of DNS is cleared as observed if a probe sees the repair', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  await time.until(22 * MINUTE);
  host.servers.servers.set(EXPIRED, CERTIFICATES.A);
  await time.until(40 * MINUTE);
  host.stop();
  expect(changes(host)).toEqual([...RAISED, '1403 cleared', '1408 cleared']);
  expect(reasons(host)).toEqual(['1403 observed', '1408 observed']);
});

it('a condition about an address that is taken out of DNS stays open if its server stops, without 1400', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  host.servers.servers.delete(EXPIRED);
  await time.until(80 * MINUTE);
  expect(changes(host)).toEqual(RAISED);
  await time.until(20 * MINUTE + HOUR + 2 * 15 * MINUTE);
  host.stop();
  expect(changes(host)).toEqual([...RAISED, '1403 cleared', '1408 cleared']);
});

it('a restart changes nothing for an address that DNS no longer returns', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  await time.until(40 * MINUTE);
  host.start();
  await time.until(70 * MINUTE);
  expect(open(host)).toEqual([1403, 1408]);
  await time.until(20 * MINUTE + HOUR + 2 * 15 * MINUTE);
  host.stop();
  expect(changes(host)).toEqual([...RAISED, '1403 cleared', '1408 cleared']);
});

it('a server that moves to another address raises nothing, while the previous server still answers', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  const previous = stored('D', { dnsNames: [NAME], notAfter: NOON + 40 * MINUTE });
  host.servers.names.set(MX, [EXPIRED]);
  host.servers.servers.set(EXPIRED, previous);
  host.servers.servers.set(VALID, stored('B', { dnsNames: [NAME], notAfter: NOON + 300 * DAY }));
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  // The certificate of the previous server is another one, and expires.
  await time.until(3 * HOUR);
  host.stop();
  expect(changes(host).filter((each) => !each.includes('1404'))).toEqual([]);
});

it.each(['timed_out', 'host_not_found', 'too_large'] as const)(
  'a condition about an IPv6 address is not cleared while a query fails: %s',
  async (reason) => {
    using time = new VirtualTime();
    let isFailing = false;
    const host = watching(time, (found) =>
      found.kind === 'available' && isFailing
        ? { ...found, problems: [{ reason, location: MX, failure: said() }] }
        : found,
    );
    host.servers.names.set(MX, [VALID, '2001:db8::8']);
    host.servers.servers.set('2001:db8::8', CERTIFICATES.X);
    await time.until(20 * MINUTE);
    isFailing = true;
    host.servers.names.set(MX, [VALID]);
    await time.until(4 * HOUR);
    host.stop();
    expect(changes(host)).toEqual(RAISED);
  },
);

it('an address that serves two certificates in turn is reported as two addresses, until it serves one of them only', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.names.set(MX, [VALID]);
  let isAlternating = true;
  const converse = host.servers.converse.bind(host.servers);
  host.servers.converse = (...asked) => {
    const isExpired = isAlternating && host.servers.probedAddresses.length % 2 === 1;
    host.servers.servers.set(VALID, isExpired ? CERTIFICATES.X : CERTIFICATES.A);
    return converse(...asked);
  };
  await time.until(5 * HOUR);
  // The first return to an earlier certificate may be the correction of a mistake.
  const expected = ['1403 raised', '1403 cleared', ...RAISED];
  expect(changes(host)).toEqual(expected);
  expect(open(host)).toEqual([1403, 1408]);
  isAlternating = false;
  await time.until(5 * HOUR + 13 * 15 * MINUTE);
  host.stop();
  expect(changes(host)).toEqual([...expected, '1403 cleared', '1408 cleared']);
});

it('an address that serves a complete and an incomplete chain in turn is reported once', async () => {
  using time = new VirtualTime();
  const incomplete: ChainVerdict = { status: 'untrusted', failure: said('incomplete'), missingIssuer: 'CN=Contoso CA' };
  let count = 0;
  const host = watching(time, undefined, () => {
    count += 1;
    return count % 2 === 0 ? incomplete : TRUSTED;
  });
  host.servers.names.set(MX, [VALID]);
  await time.until(10 * HOUR);
  host.stop();
  expect(changes(host)).toEqual(['1407 raised', '1407 cleared', '1407 raised']);
  expect(open(host)).toEqual([1407]);
});

it('an address is not probed more often while it is down, although an earlier certificate of it expires', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.names.set(MX, [VALID]);
  const expiring = stored('D', { dnsNames: [NAME], notAfter: NOON + 6 * HOUR });
  let isDown = false;
  const converse = host.servers.converse.bind(host.servers);
  host.servers.converse = (...asked) => {
    const certificate = host.servers.probedAddresses.length % 2 === 1 ? expiring : CERTIFICATES.A;
    host.servers.servers.set(VALID, isDown ? { fails: 'connection_refused' } : certificate);
    return converse(...asked);
  };
  await time.until(5 * HOUR);
  isDown = true;
  await time.until(6 * HOUR - MINUTE);
  const before = host.servers.probedAddresses.length;
  await time.until(7 * HOUR);
  host.stop();
  expect(host.servers.probedAddresses.length - before).toBeLessThan(10);
});

it('an address that DNS does not return is probed at the normal interval, although another one has a problem', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, [EXPIRED]);
  host.servers.servers.set(EXPIRED, 'not-offered');
  host.servers.probedAddresses.length = 0;
  await time.until(80 * MINUTE);
  const counts = [VALID, EXPIRED].map(
    (address) => host.servers.probedAddresses.filter((each) => each === address).length,
  );
  expect(counts).toEqual([4, expect.toSatisfy((count) => count > 12)]);
  // An unreachable server of this kind causes no retry.
  host.servers.servers.delete(VALID);
  host.servers.servers.set(EXPIRED, CERTIFICATES.A);
  await time.until(90 * MINUTE);
  host.servers.probedAddresses.length = 0;
  await time.until(120 * MINUTE);
  host.stop();
  expect(host.servers.probedAddresses.filter((each) => each === EXPIRED).length).toBeLessThanOrEqual(3);
});

it('a server that moves to an address without STARTTLS is reported at once', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.names.set(MX, [EXPIRED]);
  host.servers.servers.set(EXPIRED, CERTIFICATES.A);
  host.servers.servers.set(VALID, 'not-offered');
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  await time.until(40 * MINUTE);
  expect(changes(host)).toEqual(['1402 raised']);
  await time.until(5 * HOUR);
  host.stop();
  expect(changes(host)).toEqual(['1402 raised']);
});

it.each([['one', [EXPIRED]] as const, ['both', [VALID, EXPIRED]] as const])(
  '1401 is replaced by 1402 when the address that offers STARTTLS is removed, if DNS returned %s first',
  async (_, first) => {
    using time = new VirtualTime();
    const host = watching(time);
    host.servers.names.set(MX, first);
    host.servers.servers.set(EXPIRED, 'not-offered');
    await time.until(20 * MINUTE);
    host.servers.names.set(MX, [VALID, EXPIRED]);
    await time.until(40 * MINUTE);
    host.servers.names.set(MX, [EXPIRED]);
    await time.until(80 * MINUTE);
    expect(changes(host)).toEqual(['1401 raised']);
    await time.until(6 * HOUR);
    host.stop();
    expect(changes(host)).toEqual(['1401 raised', '1401 cleared', '1402 raised']);
    expect(reasons(host)).toEqual(['1401 reclassified']);
  },
);

it('1402 stays open while an address that DNS no longer returns offers STARTTLS', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.names.set(MX, [EXPIRED]);
  host.servers.servers.set(EXPIRED, CERTIFICATES.A);
  await time.until(20 * MINUTE);
  for (const address of [VALID, EXPIRED]) host.servers.servers.set(address, 'not-offered');
  await time.until(40 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  host.servers.servers.set(EXPIRED, CERTIFICATES.A);
  await time.until(6 * HOUR);
  host.stop();
  expect(changes(host)).toEqual(['1402 raised']);
});

// If the address that offers STARTTLS is returned first, the next answer looks like a move to a
// server without it.
it.each([
  ['in turn', () => inTurn, 1401],
  ['at random', atRandom, 1402],
] as const)(
  'an address without STARTTLS is reported once, if DNS returns one of the addresses %s',
  async (_, pick, event) => {
    using time = new VirtualTime();
    const host = watching(time, oneOf(pick()));
    host.servers.servers.set(EXPIRED, 'not-offered');
    await time.until(20 * HOUR);
    host.stop();
    expect(changes(host)).toEqual([`${event} raised`]);
  },
);

it('1402 is cleared without another event if the server moves to an address that offers STARTTLS', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.names.set(MX, [EXPIRED]);
  host.servers.servers.set(EXPIRED, CERTIFICATES.A);
  await time.until(20 * MINUTE);
  host.servers.servers.set(EXPIRED, 'not-offered');
  await time.until(60 * MINUTE);
  expect(open(host)).toEqual([1402]);
  host.servers.names.set(MX, [VALID]);
  await time.until(6 * HOUR);
  host.stop();
  expect(open(host)).toEqual([]);
  expect(reasons(host)).toEqual(['1402 address-removed']);
});

it('addresses without STARTTLS are reported once, if DNS returns two of three at random', async () => {
  using time = new VirtualTime();
  const pick = atRandom();
  const third = '192.0.2.77';
  const host = watching(time, (found, nth) =>
    found.kind === 'available' ? { ...found, value: [EXPIRED, pick(nth) === VALID ? VALID : third] } : found,
  );
  for (const address of [EXPIRED, third]) host.servers.servers.set(address, 'not-offered');
  await time.until(20 * HOUR);
  host.stop();
  expect(changes(host)).toEqual(['1401 raised']);
});

it('1402 stays open while DNS does not return the address', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.names.set(MX, [EXPIRED]);
  host.servers.servers.set(EXPIRED, CERTIFICATES.A);
  await time.until(20 * MINUTE);
  host.servers.servers.set(EXPIRED, 'not-offered');
  await time.until(60 * MINUTE);
  host.servers.names.set(MX, [VALID]);
  await time.until(90 * MINUTE);
  host.stop();
  expect(changes(host)).toEqual(['1402 raised']);
});

it('after a start with a failed name resolution, the first probe that follows also reaches unlisted addresses', async () => {
  using time = new VirtualTime();
  let answer: 'both' | 'none' | 'one' = 'both';
  const host = watching(time, (found) => {
    if (answer === 'none') return unavailable(NOON, { reason: 'timed_out', location: MX, failure: said() });
    return found.kind === 'available' && answer === 'one' ? { ...found, value: [EXPIRED] } : found;
  });
  await time.until(2 * HOUR);
  answer = 'none';
  host.servers.servers.set(EXPIRED, CERTIFICATES.A);
  host.start();
  await time.until(2 * HOUR + 20 * SECOND);
  answer = 'one';
  await time.until(2 * HOUR + 2 * MINUTE);
  host.stop();
  expect(reasons(host)).toEqual(['1403 observed', '1408 observed']);
});
