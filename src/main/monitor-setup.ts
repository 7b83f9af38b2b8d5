import type { Configuration } from '../adapters/config/configuration.ts';
import { openTrash } from '../adapters/file-store/open-trash.ts';
import { issueSelfSigned } from '../adapters/issue/issue-self-signed.ts';
import { CronSchedule } from '../adapters/system/cron-schedule.ts';
import { storesOf } from '../domain/connector/certificate-file.ts';
import type { Connector, StoreDefinition } from '../domain/connector/connector.ts';
import { definedStores } from '../domain/observation/defined-stores.ts';
import { lastKnownConnectors } from '../domain/observation/last-known-objects.ts';
import type { InventorySource } from '../work/ports/stores.ts';
import type { ConnectorProber } from '../work/scan/connector-prober.ts';
import type { MonitorDependencies } from '../work/scan/monitor.ts';
import { PreviousScans } from '../work/scan/previous-scans.ts';
import { SourceWatches } from '../work/scan/source-watches.ts';
import type { DaemonOverrides } from './daemon-overrides.ts';
import { scanSourcesOf } from './scan-sources-of.ts';
import type { StorePool } from './store-pool.ts';
import { trashDirectoryOf } from './store-writing-options.ts';
import { allTrustAnchors } from './trust-anchors.ts';

type ReloadIndependent =
  | 'ledger'
  | 'clock'
  | 'diagnostics'
  | 'triggers'
  | 'requestedProbes'
  | 'onCommitted'
  | 'onFailed';

/** The dependencies of the monitor that a reload does not change. */
export interface MonitorSetupDependencies extends Pick<MonitorDependencies, ReloadIndependent> {
  readonly storePool: StorePool;
  readonly probes: ConnectorProber;
  readonly overrides: Pick<DaemonOverrides, 'schedule' | 'rules'>;
}

/** The dependencies of the monitor under one configuration. */
export interface MonitorSetup {
  readonly dependencies: MonitorDependencies;
  /** Watches on everything that scans read. */
  readonly watches: SourceWatches;
}

/**
 * Returns a function that returns the monitor's dependencies for a configuration and its
 * inventories.
 */
export function monitorSetupFunction({
  storePool,
  probes,
  overrides,
  ...unchanged
}: MonitorSetupDependencies): (configuration: Configuration, discovered: readonly InventorySource[]) => MonitorSetup {
  const { clock, triggers } = unchanged;
  const previousScans = new PreviousScans();
  return (configuration, discovered) => {
    const scanSources = { ...scanSourcesOf(configuration, clock, discovered, storePool), probes };
    const watches = new SourceWatches(() => triggers.hint(clock.monotonicMs()));
    const follow = (definitions: readonly StoreDefinition[], connectors: readonly Connector[]): void => {
      if (!configuration.watch) return;
      const sources = [...definitions.map(scanSources.storeOf), ...allTrustAnchors(configuration.trust, connectors)];
      watches.follow(sources, scanSources.inventories);
    };
    const dependencies: MonitorDependencies = {
      ...unchanged,
      scanSources,
      previousScans,
      settings: configuration.settings,
      selfSigned: configuration.selfSigned,
      issuer: issueSelfSigned,
      trash: openTrash(trashDirectoryOf(configuration.stateDirectory), clock),
      schedule:
        overrides.schedule?.(configuration) ?? new CronSchedule(configuration.schedule, configuration.timezone, clock),
      get rules() {
        return overrides.rules?.();
      },
      onCommitted: (outcome) => {
        follow(definedStores(outcome.observation), lastKnownConnectors(outcome.observation));
        unchanged.onCommitted(outcome);
      },
    };
    // The last step: if one fails, no watch stays open.
    follow(storesOf(configuration.inventory), configuration.inventory.connectors);
    return { dependencies, watches };
  };
}
