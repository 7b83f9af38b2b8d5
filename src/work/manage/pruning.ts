import type { Settings } from '../../domain/assessment/settings.ts';
import { recordOnce } from '../../domain/condition/new-record.ts';
import { deliveryFailed } from '../../domain/event/catalog/delivery-failed.ts';
import type { NewEventRecord } from '../../domain/event/event-record.ts';
import { errorFacts } from '../../domain/failure/error-facts.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import type { Computer } from '../../domain/observation/observation.ts';
import type { MissedRecords } from '../../domain/status/output-health.ts';
import type { Instant } from '../../domain/time.ts';
import { HOUR, MINUTE } from '../../domain/time.ts';
import type { Ledger, Retention } from '../ports/ledger.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { recordPolicy } from '../scan/record-policy.ts';

/** The parts of the configuration that pruning needs. */
export interface PruningSettings {
  readonly retention: Retention;
  readonly settings: Settings;
  readonly computer: Pick<Computer, 'fqdn'>;
}

/** Returns the record about event records that a log output missed. */
function missedRecordEvent(
  { output, count, first, last, ...error }: MissedRecords,
  { settings, computer }: PruningSettings,
  now: Instant,
): NewEventRecord {
  const facts = errorFacts(error);
  const parameters = { notifier: output, deliveryId: '', records: String(count), attempts: '0', detail: facts.detail };
  const data = { ...facts, output, firstRecordId: first, lastRecordId: last };
  const remedy = [[...settings.command, 'status']];
  return recordOnce(deliveryFailed.contentOf(parameters, data), recordPolicy(settings, computer.fqdn), now, remedy);
}

/**
 * After a start or a clock change, records are not deleted because of their age for this time, ms.
 * A wrong clock is usually corrected by then.
 */
const CLOCK_SETTLING_MS: number = 10 * MINUTE;

interface PruningDependencies {
  readonly ledger: Pick<Ledger, 'prune' | 'reportMissed'>;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

/** Deletes event records beyond the retention: after a scan, at most once an hour. */
export class Pruning {
  readonly #dependencies: PruningDependencies;
  readonly #signal: AbortSignal;
  #lastPrunedMs = Number.NEGATIVE_INFINITY;
  #lastClockStepMs: number;

  constructor(dependencies: PruningDependencies, signal: AbortSignal) {
    this.#dependencies = dependencies;
    this.#signal = signal;
    this.#lastClockStepMs = dependencies.clock.monotonicMs();
  }

  /**
   * Deletes records if the last deletion began at least an hour ago.
   * @param clockStepMs change of the system clock before the scan, ms
   */
  onScanCommitted(configuration: PruningSettings, clockStepMs: number): void {
    const nowMs = this.#dependencies.clock.monotonicMs();
    if (clockStepMs !== 0) this.#lastClockStepMs = nowMs;
    if (nowMs - this.#lastPrunedMs < HOUR) return;
    this.#lastPrunedMs = nowMs;
    this.#prune(configuration, nowMs - this.#lastClockStepMs >= CLOCK_SETTLING_MS).catch((error: unknown) => {
      this.#dependencies.diagnostics.note('warning', failureOfError(error));
    });
  }

  /**
   * Deletes records in small steps, so that the event loop is not blocked and a stop can interrupt
   * it. Then reports the records that log outputs have missed.
   */
  async #prune(configuration: PruningSettings, isClockSettled: boolean): Promise<void> {
    const { ledger, clock } = this.#dependencies;
    const { records, days } = configuration.retention;
    const retention = { records, days: isClockSettled ? days : Number.POSITIVE_INFINITY };
    let deletedCount = Number.POSITIVE_INFINITY;
    while (!this.#signal.aborted && deletedCount > 0) deletedCount = await ledger.prune(retention, clock.now());
    if (this.#signal.aborted) return;
    await ledger.reportMissed(clock.now(), (missed) => missedRecordEvent(missed, configuration, clock.now()));
  }
}
