import type { Configuration } from '../adapters/config/configuration.ts';
import type { OpenLedger } from '../adapters/sqlite/ledger/open-ledger.ts';
import { Pruning } from '../work/manage/pruning.ts';
import { unreadableSilenceEvent } from '../work/manage/unreadable-silence-event.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';
import type { ConnectorProber } from '../work/scan/connector-prober.ts';
import type { LogGuard } from '../work/scan/log-guard.ts';
import type { ScanOutcome } from '../work/scan/run-scan.ts';
import type { StateHeartbeat } from '../work/scan/state-heartbeat.ts';

/** The dependencies of the steps after a scan. */
export interface ScanFollowUpDependencies {
  readonly ledger: OpenLedger;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly guard: LogGuard;
  readonly heartbeat: StateHeartbeat;
  readonly prober: ConnectorProber;
  /** The configuration in use, which a reload replaces. */
  readonly active: { readonly configuration: Configuration };
  /** Called after every committed scan; undefined except in tests and the demo. */
  readonly onCommitted: ((outcome: ScanOutcome) => void) | undefined;
}

/** The steps after each scan. */
export class ScanFollowUp {
  readonly #dependencies: ScanFollowUpDependencies;
  readonly #pruning: Pruning;

  constructor(dependencies: ScanFollowUpDependencies, signal: AbortSignal) {
    const { ledger, clock, diagnostics } = dependencies;
    this.#dependencies = dependencies;
    this.#pruning = new Pruning({ ledger, clock, diagnostics }, signal);
  }

  /** Follows a committed scan. */
  onCommitted(outcome: ScanOutcome): void {
    const { ledger, clock, diagnostics, guard, heartbeat, prober, active, onCommitted } = this.#dependencies;
    guard.onScanCommitted();
    heartbeat.onScanCommitted();
    prober.onScanCommitted(outcome);
    onCommitted?.(outcome);
    ledger
      .removeUnreadableSilences((silence) => unreadableSilenceEvent(silence, active.configuration, clock.now()))
      .catch((error: Error) => diagnostics.note('error', error.message));
    this.#pruning.onScanCommitted(active.configuration, outcome.observation.service.clockStepMs);
  }

  /** Follows a scan that failed. */
  onFailed(error: unknown): void {
    this.#dependencies.guard.onScanFailed(error);
    this.#dependencies.heartbeat.onScanFailed(error);
  }
}
