import type { Configuration } from '../adapters/config/configuration.ts';
import type { Ledger, Shard } from '../work/ports/ledger.ts';
import type { ConnectorProbe } from '../work/ports/probes.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';
import { ConnectorProber } from '../work/scan/connector-prober.ts';
import { followRotations } from '../work/scan/follow-rotations.ts';
import type { ProberDependencies } from '../work/scan/probe-runner.ts';
import { RequestedProbes } from '../work/scan/requested-probes.ts';
import type { ScanTriggers } from '../work/scan/scan-triggers.ts';
import { daemonProberDependencies } from './prober-dependencies.ts';

/** The dependencies of the daemon's probes. */
export interface DaemonProbesDependencies {
  readonly ledger: Ledger;
  /** The part of the event log that belongs to this computer: its FQDN. */
  readonly shard: Shard;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly triggers: ScanTriggers;
  /** Replaces the probes of servers in tests. */
  readonly probe: ConnectorProbe | undefined;
}

/**
 * The probes of the daemon: regular ones, those that commands request, and those after a reload.
 */
export class DaemonProbes {
  readonly prober: ConnectorProber;
  readonly requestedProbes: RequestedProbes;
  readonly #dependencies: DaemonProbesDependencies;
  readonly #proberDependenciesOf: (configuration: Configuration) => ProberDependencies;

  constructor(first: Configuration, dependencies: DaemonProbesDependencies, signal: AbortSignal) {
    const { clock, diagnostics, triggers, probe, ledger, shard } = dependencies;
    const dependenciesOf = daemonProberDependencies(first, clock);
    this.#dependencies = dependencies;
    this.#proberDependenciesOf = (configuration) =>
      probe === undefined ? dependenciesOf(configuration) : { ...dependenciesOf(configuration), probe, exact: probe };
    const requireFullScan = (): void => triggers.requireFullScan();
    const hint = (): void => triggers.hint(clock.monotonicMs());
    const prober = new ConnectorProber(
      this.#proberDependenciesOf(first),
      { clock, diagnostics, requireFullScan, hint },
      signal,
    );
    this.prober = prober;
    this.requestedProbes = new RequestedProbes({
      ledger,
      shard,
      diagnostics,
      probe: (connectors) => prober.probeNow(connectors),
      requestScan: () => triggers.requestScan(),
    });
  }

  /** Applies another configuration. */
  reconfigure(next: Configuration): void {
    this.prober.reconfigure(this.#proberDependenciesOf(next));
  }

  /** Probes every connector now, and scans with the results. */
  probeAll(): void {
    void this.prober.probeNow([]).then(() => this.#dependencies.triggers.requestScan());
  }

  /** Probes when a command requests it or has reloaded a server. Resolves after the signal. */
  async followRequests(signal: AbortSignal): Promise<void> {
    const { ledger, shard, clock, diagnostics, triggers } = this.#dependencies;
    // The hint starts a scan a moment later, so that the probe usually ends before that scan, which
    // can then clear conditions.
    const following = followRotations(
      { ledger, shard, diagnostics },
      (rotations) => {
        this.prober.onReloads(rotations);
        triggers.hint(clock.monotonicMs());
      },
      signal,
    );
    await Promise.all([following, this.requestedProbes.follow(signal)]);
  }
}
