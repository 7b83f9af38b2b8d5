import type { Configuration } from '../adapters/config/configuration.ts';
import type { OpenLedger } from '../adapters/sqlite/ledger/open-ledger.ts';
import { failureOfError } from '../domain/failure/failure-of-error.ts';
import { Pruning } from '../work/manage/pruning.ts';
import { unreadableSilenceEvent } from '../work/manage/unreadable-silence-event.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';
import type { ConnectorProber } from '../work/scan/connector-prober.ts';
import type { LogGuard } from '../work/scan/log-guard.ts';
import type { ScanOutcome } from '../work/scan/run-scan.ts';
import type { StateHeartbeat } from '../work/scan/state-heartbeat.ts';

/** The dependencies of `AfterScan`. */
export interface AfterScanDependencies {
  readonly ledger: OpenLedger;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  /** Checks that the event log is still usable. */
  readonly guard: LogGuard;
  readonly heartbeat: StateHeartbeat;
  readonly prober: ConnectorProber;
  /** The configuration in use, which a reload replaces. */
  readonly current: { readonly configuration: Configuration };
  /** Called after every committed scan; undefined except in tests and the demo. */
  readonly onCommitted: ((outcome: ScanOutcome) => void) | undefined;
}

/**
 * The steps after each scan: it passes the result to the other parts of the daemon, and removes old
 * data from the event log.
 */
export class AfterScan {
  readonly #dependencies: AfterScanDependencies;
  readonly #pruning: Pruning;

  constructor(dependencies: AfterScanDependencies, signal: AbortSignal) {
    const { ledger, clock, diagnostics } = dependencies;
    this.#dependencies = dependencies;
    this.#pruning = new Pruning({ ledger, clock, diagnostics }, signal);
  }

  /** Runs the steps after a committed scan. */
  onCommitted(outcome: ScanOutcome): void {
    const { ledger, clock, diagnostics, guard, heartbeat, prober, current, onCommitted } = this.#dependencies;
    guard.onScanCommitted();
    heartbeat.onScanCommitted();
    prober.onScanCommitted(outcome);
    onCommitted?.(outcome);
    ledger
      .removeUnreadableSilences((silence) => unreadableSilenceEvent(silence, current.configuration, clock.now()))
      .catch((error: unknown) => diagnostics.note('error', failureOfError(error)));
    this.#pruning.onScanCommitted(current.configuration, outcome.observation.service.clockStepMs);
  }

  /** Runs the steps after a scan that failed. */
  onFailed(error: unknown): void {
    this.#dependencies.guard.onScanFailed(error);
    this.#dependencies.heartbeat.onScanFailed(error);
  }
}
