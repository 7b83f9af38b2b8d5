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

/** The record that says what a log output has missed, in the terms of the configuration. */
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

/** So long after a start, or after the clock was set, nothing is too old: a clock that is wrong is right again by then, ms. */
const CLOCK_SETTLES_WITHIN: number = 10 * MINUTE;

interface PruningDependencies {
  readonly ledger: OpenLedger;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

/** Deletes what retention no longer holds, once an hour; the first time after the first pass. */
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

  /** A pass is over. @param clockStepMs how far the clock was set before it, ms */
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

  /** A bounded piece at a time: the event loop is never held long, and a stop ends it. */
  async #prune(configuration: Configuration, isClockSettled: boolean): Promise<void> {
    const { ledger, clock } = this.#means;
    const { records, days } = configuration.retention;
    const retention = { records, days: isClockSettled ? days : Number.POSITIVE_INFINITY };
    while (!this.#signal.aborted && (await ledger.prune(retention, clock.now())) > 0);
    if (this.#signal.aborted) return;
    await ledger.tellMissed(clock.now(), (missed) => missedRecordEvent(missed, configuration, clock.now()));
  }
}
