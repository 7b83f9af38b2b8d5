import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import type { Configuration } from '../adapters/config/configuration.ts';
import { type CommandLedger, openCommandLedger } from '../adapters/sqlite/ledger/open-command-ledger.ts';
import { isStateHeld } from '../adapters/sqlite/lock/state-holder.ts';
import { commandReloader } from '../adapters/system/command-reloader.ts';
import { probeNow } from '../work/manage/probe-now.ts';
import { beforeReload, type ReloadDependencies, reloadServer } from '../work/manage/reload-server.ts';
import type { ConnectorOperations } from '../work/operations/connector-operations.ts';
import type { ProbeRequests } from '../work/ports/ledger.ts';
import { probeTarget } from '../work/query/probe-target.ts';
import { scanConnectors } from '../work/query/scan-connectors.ts';
import type { ScanOnceDependencies } from '../work/query/scan-once.ts';
import { proberDependencies } from './prober-dependencies.ts';
import { actAsStateOwner } from './state-owner.ts';

/** Returns the operations that probe and reload the servers of a configuration. */
export function openConnectors(
  configuration: Configuration,
  dependencies: ScanOnceDependencies & { readonly ledger: ReloadDependencies['openReader'] },
): ConnectorOperations {
  const { computer, stateDirectory, trust: general } = configuration;
  const { clock } = dependencies;
  const { probe, verifier } = proberDependencies(configuration, clock);
  const order = (give: (orders: CommandLedger) => Promise<void>): Promise<void> =>
    actAsStateOwner(stateDirectory, async () => {
      using orders = openCommandLedger(stateDirectory);
      await give(orders);
    });
  const reloading: ReloadDependencies = {
    shard: computer.fqdn,
    defaultTrust: general,
    probe,
    verifier,
    clock,
    reloader: commandReloader(process.env),
    openReader: dependencies.ledger,
    recordRotation: (shard, rotation) => order((orders) => orders.recordRotation(shard, rotation)),
    isDaemonRunning: async () => isStateHeld(stateDirectory),
    newRotationId: randomUUID,
  };
  const requestProbes: ProbeRequests['requestProbes'] = (shard, request) =>
    order((orders) => orders.requestProbes(shard, request));
  return {
    realPath: (path) => realpath(path).catch(() => path),
    scan: (signal) => scanConnectors(dependencies, signal),
    probe: (target, trust, signal) => probeTarget(target, trust ?? general, { probe, verifier, clock }, signal),
    probeNow: (names, waitMs, signal) =>
      probeNow(names, waitMs, { ...reloading, requestProbes, newRequestId: randomUUID }, signal),
    beforeReload: (reload, signal) => beforeReload(reload, reloading, signal),
    reload: (reload, signal) => reloadServer(reload, reloading, signal),
  };
}
