import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import type { Configuration } from '../adapters/config/configuration.ts';
import { type CommandLedger, openCommandLedger } from '../adapters/sqlite/ledger/open-command-ledger.ts';
import { isStateHeld } from '../adapters/sqlite/lock/state-holder.ts';
import { commandReloader } from '../adapters/system/command-reloader.ts';
import { probeNow } from '../work/manage/probe-now.ts';
import { observeBeforeReload, type ReloadDependencies, reloadServer } from '../work/manage/reload-server.ts';
import type { ConnectorOperations } from '../work/operations/connector-operations.ts';
import type { ProbeRequests } from '../work/ports/ledger.ts';
import { probeTarget } from '../work/query/probe-target.ts';
import { scanConnectors } from '../work/query/scan-connectors.ts';
import type { ScanOnceDependencies } from '../work/query/scan-once.ts';
import { proberDependencies } from './prober-dependencies.ts';
import { actAsStateOwner } from './state-owner.ts';

/** Returns the operations that probe and reload the servers of a configuration. */
export function openConnectorOperations(
  configuration: Configuration,
  dependencies: ScanOnceDependencies & { readonly ledger: ReloadDependencies['openReader'] },
): ConnectorOperations {
  const { computer, stateDirectory, trust: defaultTrust } = configuration;
  const { clock, scanSources } = dependencies;
  const { reportProgress } = scanSources;
  const { probe, verifier } = proberDependencies(configuration, clock);
  const writeAsOwner = (write: (ledger: CommandLedger) => Promise<void>): Promise<void> =>
    actAsStateOwner(stateDirectory, async () => {
      using ledger = openCommandLedger(stateDirectory);
      await write(ledger);
    });
  const reloadDependencies: ReloadDependencies = {
    shard: computer.fqdn,
    defaultTrust,
    probe,
    verifier,
    clock,
    reloader: commandReloader(process.env),
    openReader: dependencies.ledger,
    recordRotation: (shard, rotation) => writeAsOwner((ledger) => ledger.recordRotation(shard, rotation)),
    isDaemonRunning: async () => isStateHeld(stateDirectory),
    newRotationId: randomUUID,
  };
  const requestProbes: ProbeRequests['requestProbes'] = (shard, request) =>
    writeAsOwner((ledger) => ledger.requestProbes(shard, request));
  return {
    realPath: (path) => realpath(path).catch(() => path),
    scan: (signal) => scanConnectors(dependencies, signal),
    probe: (target, trust, signal) =>
      probeTarget(target, trust ?? defaultTrust, { probe, verifier, clock, reportProgress }, signal),
    probeNow: (names, waitMs, signal) =>
      probeNow(names, waitMs, { ...reloadDependencies, requestProbes, newRequestId: randomUUID }, signal),
    observeBeforeReload: (request, signal) => observeBeforeReload(request, reloadDependencies, signal),
    reload: (request, signal) => reloadServer(request, reloadDependencies, signal),
  };
}
