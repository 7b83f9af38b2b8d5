import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../../src/domain/time.ts';
import { VirtualTime } from './virtual-time.ts';
import { MX, VALID, watching } from './watched-name.ts';

it('a server that moves to an IPv6 address without a route is reported while its previous address is known', async () => {
  using time = new VirtualTime();
  const host = watching(time);
  host.servers.names.set(MX, [VALID]);
  await time.until(20 * MINUTE);
  host.servers.names.set(MX, ['2001:db8::1']);
  host.servers.servers.set('2001:db8::1', { fails: 'network_unreachable' });
  await time.until(2 * HOUR);
  const events = host.scanned.flatMap(({ outcome }) => outcome.written.map(({ eventId, change }) => [eventId, change]));
  host.stop();
  expect(events).toEqual([[1400, 'raised']]);
});
