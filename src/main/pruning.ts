import type { Configuration } from '../adapters/config/configuration.ts';
import type { OpenLedger } from '../adapters/sqlite/ledger/open-ledger.ts';
import { recordOnce } from '../domain/condition/advance.ts';
import { deliveryFailed } from '../domain/event/catalog/delivery-failed.ts';
import type { NewEventRecord } from '../domain/event/event-record.ts';
import type { MissedRecords } from '../domain/status/output-health.ts';
import type { Instant } from '../domain/time.ts';
import { HOUR, MINUTE } from '../domain/time.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';
import { lifePolicy } from '../work/scan/judge.ts';

/** Returns the record about event records that a log output missed. */
function missedRecordEvent(
  { output, count, first, last, reason, detail }: MissedRecords,
  { settings, computer }: Configuration,
  now: Instant,
): NewEventRecord {
  const facts = { reason, detail, output, firstRecordId: first, lastRecordId: last };
  const parameters = [output, '', String(count), '0', detail];
  const remedy = [[...settings.command, 'status']];
  return recordOnce(deliveryFailed, parameters, facts, lifePolicy(settings, computer.fqdn), now, remedy);
}

/**
 * Time after a start or a clock change in which no record is too old, ms. A wrong clock is usually
 * corrected by then.
 */
const CLOCK_SETTLES_WITHIN: number = 10 * MINUTE;

interface PruningDependencies {
  readonly ledger: OpenLedger;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

/** Hourly deletion of records beyond the retention, for the first time after the first scan. */
export class Pruning {
  readonly #means: PruningDependencies;
  readonly #signal: AbortSignal;
  #prunedMs = Number.NEGATIVE_INFINITY;
  #clockSetMs: number;

  constructor(means: PruningDependencies, signal: AbortSignal) {
    this.#means = means;
    this.#signal = signal;
    this.#clockSetMs = means.clock.monotonicMs();
  }

  /**
   * Deletes records after a scan, at most once an hour.
   * @param clockStepMs change of the system clock before the scan, ms
   */
  passed(configuration: Configuration, clockStepMs: number): void {
    const nowMs = this.#means.clock.monotonicMs();
    if (clockStepMs !== 0) this.#clockSetMs = nowMs;
    if (nowMs - this.#prunedMs < HOUR) return;
    this.#prunedMs = nowMs;
    this.#prune(configuration, nowMs - this.#clockSetMs >= CLOCK_SETTLES_WITHIN).catch((error: unknown) => {
      const what = error instanceof Error ? error.message : String(error);
      this.#means.diagnostics.note('warning', `pruning the event log: ${what}`);
    });
  }

  /**
   * Deletes records in small steps, so that the event loop is not blocked and a stop can interrupt.
   */
  async #prune(configuration: Configuration, isClockSettled: boolean): Promise<void> {
    const { ledger, clock } = this.#means;
    const { records, days } = configuration.retention;
    const retention = { records, days: isClockSettled ? days : Number.POSITIVE_INFINITY };
    while (!this.#signal.aborted && (await ledger.prune(retention, clock.now())) > 0);
    if (this.#signal.aborted) return;
    await ledger.tellMissed(clock.now(), (missed) => missedRecordEvent(missed, configuration, clock.now()));
  }
}
