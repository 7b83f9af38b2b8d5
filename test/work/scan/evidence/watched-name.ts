import type { ChainVerdict } from '../../../../src/domain/certificate/chain-verdict.ts';
import type { Resolution } from '../../../../src/work/ports/probes.ts';
import { target } from '../../../domain/serving.ts';
import { connector, NOON } from '../../../domain/world.ts';
import { Host, type Planted } from './host.ts';
import { CERTIFICATES, NAME } from './truth.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A name with two addresses: one serves a valid certificate, and one an expired certificate. */
export const MX = 'mx.contoso.com';
export const VALID = '192.0.2.7';
export const EXPIRED = '192.0.2.8';

/** Returns a daemon that only probes one server, whose name has several addresses. */
export function watching(
  time: VirtualTime,
  resolve: (found: Resolution, nth: number) => Resolution = (found) => found,
  chain?: () => ChainVerdict,
): Host {
  const probe = target({ host: MX, serverName: NAME });
  const value = { connectors: [connector('Watch', NAME, { selectCertificate: false, probe })], stores: [] };
  let resolutions = 0;
  const planted: Planted = {
    inventory: { name: 'configuration', read: async () => ({ kind: 'available', at: NOON, value, problems: [] }) },
    probe: (servers) => ({
      resolve: async (...asked) => {
        resolutions += 1;
        return resolve(await servers.resolve(...asked), resolutions);
      },
      converse: (...asked) => servers.converse(...asked),
    }),
  };
  if (chain !== undefined) Object.defineProperty(planted, 'servedChain', { get: chain });
  const host = new Host(time, planted);
  host.servers.names.set(MX, [VALID, EXPIRED]);
  host.servers.servers.set(VALID, CERTIFICATES.A);
  host.servers.servers.set(EXPIRED, CERTIFICATES.X);
  host.start();
  return host;
}
