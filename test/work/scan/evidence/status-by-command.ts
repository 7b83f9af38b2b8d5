import type { AnchorsIdentity } from '../../../../src/domain/certificate/anchors-identity.ts';
import type { StoreSnapshot } from '../../../../src/domain/connector/store-snapshot.ts';
import type { Problem } from '../../../../src/domain/failure/problem.ts';
import type { AvailableResult } from '../../../../src/domain/scan-result.ts';
import type { Status } from '../../../../src/domain/status/status.ts';
import { scanForStatus } from '../../../../src/work/query/scan-for-status.ts';
import type { ScanOnceDependencies } from '../../../../src/work/query/scan-once.ts';
import { statusOf } from '../../../../src/work/query/status.ts';

import { TRUSTED } from '../../../domain/serving.ts';
import { SETTINGS } from '../../../domain/world.ts';
import { type Host, SHARD } from './host.ts';
import { onDisk } from './truth.ts';

/** The parts of a host as the account of a command reads them. */
interface SeenByCommand {
  /** The problem of the account with the settings of connectors; left out: it can read all. */
  readonly problem?: Problem;
  /** The trust anchors that the account reads; left out: all. */
  readonly anchors?: AnchorsIdentity;
}

/** Returns the result of `mailcertd status` on a host where a daemon runs. */
export async function statusByCommand(host: Host, { problem, anchors }: SeenByCommand = {}): Promise<Status> {
  const seen = <T>(value: T): AvailableResult<T> => ({ kind: 'available', at: host.clock.now(), value, problems: [] });
  const disk = host.disk.now;
  const certificates = disk === 'missing' ? [] : [onDisk(disk)];
  const inventory = {
    ...seen({ connectors: host.connectors(), stores: [] }),
    problems: problem === undefined ? [] : [problem],
  };
  const scanSources: ScanOnceDependencies['scanSources'] = {
    computer: { fqdn: SHARD, netBiosName: 'MAIL01', roles: [] },
    inventories: [{ name: 'configuration', read: async () => inventory }],
    storeOf: ({ name }) => ({
      name,
      read: async () =>
        seen<StoreSnapshot>({ name, certificates, isGlob: false, unreadablePaths: [], unreadableSinceStart: [] }),
      watch: () => ({ [Symbol.dispose]: () => undefined }),
    }),
    personal: undefined,
    internalTransportCertificate: 'none',
    readAnchors: async (trust) => anchors ?? { contents: host.anchorsOf(trust).now },
    chains: { verify: async (asked) => new Map([...asked].map((thumbprint) => [thumbprint, TRUSTED])) },
  };
  const state = await host.ledger.state(SHARD);
  const left = { ...state, isRunning: true, records: 0, silences: [], outputs: [] };
  const scan = await scanForStatus(
    { scanSources, settings: SETTINGS, clock: host.clock },
    state,
    new AbortController().signal,
  );
  return statusOf(SHARD, left, [], { ...scan, unloaded: [] });
}
