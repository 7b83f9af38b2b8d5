import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../../src/domain/time.ts';
import type { Host } from './host.ts';
import { CERTIFICATES } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';
import { EXPIRED, MX, VALID, watching } from './watched-name.ts';

/** Returns whether 1401 and 1402 were ever open at the same time. */
function wereBothOpen({ scanned }: Host): boolean {
  return scanned.some(({ outcome: { open } }) =>
    [1401, 1402].every((id) => open.some(({ eventId }) => eventId === id)),
  );
}

/** Returns the events that were raised, in order. */
function raised({ scanned }: Host): readonly number[] {
  return scanned.flatMap(({ outcome }) =>
    outcome.written.flatMap(({ eventId, change }) => (change === 'raised' ? [eventId] : [])),
  );
}

test('1402 is not raised while the address that offered STARTTLS has not answered since a restart', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.servers.set(EXPIRED, 'not-offered');
  await time.until(40 * MINUTE);
  host.servers.servers.delete(VALID);
  host.start();
  await time.until(50 * MINUTE);
  host.servers.servers.set(VALID, CERTIFICATES.A);
  await time.until(2 * HOUR);
  host.stop();
  expect(raised(host)).toEqual([1401, 1400]);
});

test('1401 and 1402 are not both open if the address that offered STARTTLS is unlisted and down after a restart', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.servers.set(EXPIRED, 'not-offered');
  await time.until(40 * MINUTE);
  host.servers.names.set(MX, [EXPIRED]);
  await time.until(70 * MINUTE);
  host.servers.servers.delete(VALID);
  await time.until(72 * MINUTE);
  host.start();
  await time.until(6 * HOUR);
  host.stop();
  expect(wereBothOpen(host)).toBe(false);
  // The unlisted address is gone after some hours.
  expect(raised(host)).toEqual([1401, 1402]);
});

test('1401 stays open if the unlisted address that offers STARTTLS was down for a minute after a restart', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.servers.set(EXPIRED, 'not-offered');
  await time.until(40 * MINUTE);
  host.servers.names.set(MX, [EXPIRED]);
  await time.until(70 * MINUTE);
  host.servers.servers.delete(VALID);
  host.start();
  await time.until(71 * MINUTE);
  host.servers.servers.set(VALID, CERTIFICATES.A);
  await time.until(90 * MINUTE);
  host.servers.names.set(MX, [VALID, EXPIRED]);
  await time.until(6 * HOUR);
  host.stop();
  expect(raised(host)).toEqual([1401]);
});
