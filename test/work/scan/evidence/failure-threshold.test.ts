import { expect, test } from 'vitest';
import { HOUR } from '../../../../src/domain/time.ts';
import { target } from '../../../domain/serving.ts';
import { connector, NOON } from '../../../domain/world.ts';
import { Host } from './host.ts';
import { CERTIFICATES, NAME } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

const SERVER = '192.0.2.1';

test('another failureThreshold is no change of the server, so an alternating address stays one', async () => {
  using time = new VirtualTime();
  let conversations = 0;
  let failureThreshold = 2;
  const host: Host = new Host(time, {
    inventory: {
      name: 'configuration',
      read: async () => {
        const probe = target({ host: SERVER, serverName: NAME, failureThreshold });
        const connectors = [connector('Edge', NAME, { selectCertificate: false, probe })];
        return { kind: 'available', at: NOON, value: { connectors, stores: [] }, problems: [] };
      },
    },
    probe: (servers) => ({
      resolve: (...asked) => servers.resolve(...asked),
      converse: (...asked) => {
        servers.servers.set(SERVER, conversations % 2 === 0 ? CERTIFICATES.X : CERTIFICATES.A);
        conversations += 1;
        return servers.converse(...asked);
      },
    }),
  });
  host.start();
  await time.until(5 * HOUR);
  const from = host.scanned.length;
  // The next answer is the valid certificate.
  if (conversations % 2 === 0) conversations += 1;
  failureThreshold = 3;
  host.hint();
  await time.until(7 * HOUR);
  host.stop();
  const cleared = host.scanned
    .slice(from)
    .flatMap(({ outcome }) =>
      outcome.written.flatMap(({ change, parameters }) => (change === 'cleared' ? [parameters[0]] : [])),
    );
  expect(cleared).toEqual([]);
});
