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
import { PreviousScans } from '../work/scan/scan-all.ts';
import { SourceWatches } from '../work/scan/source-watches.ts';
import type { DaemonOverrides } from './daemon-overrides.ts';
import { type OpenStores, scanSourcesOf } from './open-stores.ts';
import { trashIn } from './store-writing-options.ts';
import { anchorsOf } from './trust-anchors.ts';

type Unchanged = 'ledger' | 'clock' | 'diagnostics' | 'triggers' | 'requestedProbes' | 'onCommitted' | 'onFailed';

/** The dependencies of the monitor that a reload does not change. */
export interface MonitorSetupDependencies extends Pick<MonitorDependencies, Unchanged> {
  readonly openStores: OpenStores;
  readonly probes: ConnectorProber;
  readonly overrides: Pick<DaemonOverrides, 'schedule' | 'rules'>;
}

/** The dependencies of the monitor under one configuration. */
export interface MonitorSetup {
  readonly dependencies: MonitorDependencies;
  /** Watches on everything that scans read. */
  readonly changes: SourceWatches;
}

/** Returns the function that sets the monitor up for a configuration and its other inventories. */
export function monitorSetups({
  openStores,
  probes,
  overrides,
  ...unchanged
}: MonitorSetupDependencies): (now: Configuration, found: readonly InventorySource[]) => MonitorSetup {
  const { clock, triggers } = unchanged;
  const previousScans = new PreviousScans();
  return (now, found) => {
    const scanSources = { ...scanSourcesOf(now, clock, found, openStores), probes };
    const changes = new SourceWatches(() => triggers.hint(clock.monotonicMs()));
    const follow = (definitions: readonly StoreDefinition[], connectors: readonly Connector[]): void => {
      if (!now.watch) return;
      const sources = [...definitions.map(scanSources.storeOf), ...anchorsOf(now.trust, connectors)];
      changes.follow(sources, scanSources.inventories);
    };
    follow(storesOf(now.inventory), now.inventory.connectors);
    const dependencies: MonitorDependencies = {
      ...unchanged,
      scanSources,
      previousScans,
      settings: now.settings,
      selfSigned: now.selfSigned,
      issuer: issueSelfSigned,
      trash: openTrash(trashIn(now.stateDirectory), clock),
      schedule: overrides.schedule?.(now) ?? new CronSchedule(now.schedule, now.timezone, clock),
      get rules() {
        return overrides.rules?.();
      },
      onCommitted: (outcome) => {
        follow(definedStores(outcome.observation), lastKnownConnectors(outcome.observation));
        unchanged.onCommitted(outcome);
      },
    };
    return { dependencies, changes };
  };
}
