import { expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { target } from '../../../domain/serving.ts';
import { connector, NOON } from '../../../domain/world.ts';
import { ADDRESSES, Host } from './host.ts';
import { FILE, NAME } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

it('a server whose settings change every 10 s has a verdict', async () => {
  using time = new VirtualTime();
  const probe = target({ host: ADDRESSES[0], serverName: NAME });
  const connectors = [connector('Edge', NAME, { certificateFiles: [FILE], probe })];
  let identity = '0';
  const host = new Host(time, {
    inventory: {
      name: 'configuration',
      read: async () => ({ kind: 'available', at: NOON, value: { connectors, stores: [], identity }, problems: [] }),
    },
  });
  host.start();
  await time.until(20 * MINUTE);
  host.do(ADDRESSES[0], 'not-offered');
  for (let ms = 20 * MINUTE; ms < 25 * MINUTE; ms += 10 * SECOND) {
    identity = String(ms);
    host.hint();
    await time.until(ms + 10 * SECOND);
  }
  host.stop();
  const written = host.scanned.flatMap(({ outcome }) => outcome.written);
  expect(written.map(({ eventId, change }) => `${eventId} ${change}`)).toEqual(['1402 raised']);
});
