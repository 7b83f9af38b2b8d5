import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import type { Heartbeat, Outcome } from '../ports/outputs.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';
import { EdgeTriggeredLog } from './edge-triggered-log.ts';
import { pause } from './pause.ts';

/**
 * The delay before a failed heartbeat is sent again, ms. It is short, because most receivers raise
 * an alarm soon after a missing heartbeat.
 */
const RETRY_DELAY_MS: number = 30 * SECOND;
/**
 * The fraction of the interval by which a heartbeat may be early, so that many computers do not
 * send at the same time. A heartbeat is never late.
 */
const MAX_EARLY_FRACTION = 0.1;

/** Stores the result of an attempt that belongs to no delivery. @throws {LedgerError} */
export type RecordOutcome = (startedAt: Instant, outcome: Outcome) => Promise<void>;

/** The dependencies of `sendHeartbeats`. */
export interface HeartbeatDependencies {
  readonly heartbeat: Heartbeat;
  /** The interval, ms. */
  readonly intervalMs: number;
  readonly clock: Clock;
  /** Stores the result of a heartbeat. */
  readonly recordOutcome: RecordOutcome;
  /** Returns true while monitoring works: scans run, and the last one is recent enough. */
  isHealthy(): boolean;
  /** Returns a random number, at least 0 and below 1. */
  random(): number;
  readonly diagnostics: Diagnostics;
}

/**
 * Sends heartbeats until the signal, while monitoring works. A missing heartbeat is the alarm, so
 * nothing is sent at the end. Each problem is logged when it begins and when it ends. The heartbeat
 * stops if its URL is rejected permanently.
 */
export async function sendHeartbeats(dependencies: HeartbeatDependencies, signal: AbortSignal): Promise<void> {
  const { heartbeat, intervalMs, diagnostics } = dependencies;
  const log = new EdgeTriggeredLog(DIAGNOSTIC_FAILURES.heartbeat({ name: heartbeat.name }), diagnostics);
  while (!signal.aborted) {
    let waitMs = intervalMs * (1 - MAX_EARLY_FRACTION * dependencies.random());
    if (!dependencies.isHealthy()) {
      log.begin('idle', DIAGNOSTIC_FAILURES.heartbeat_withheld);
      waitMs = Math.min(waitMs, RETRY_DELAY_MS);
    } else {
      const startedAt = dependencies.clock.now();
      const outcome = await heartbeat.send(signal);
      if (signal.aborted) return;
      // The daemon is alive even if the ledger cannot be written.
      await dependencies
        .recordOutcome(startedAt, outcome)
        .catch((error: unknown) => diagnostics.note('error', failureOfError(error)));
      if (outcome.kind === 'delivered') log.end(DIAGNOSTIC_FAILURES.heartbeat_sent_again);
      else {
        const isDisabled = outcome.kind === 'rejected' && outcome.disable;
        const { reason, failure: cause } = outcome;
        const next = isDisabled ? DIAGNOSTIC_FAILURES.no_further_heartbeats : DIAGNOSTIC_FAILURES.retrying;
        log.begin(reason, DIAGNOSTIC_FAILURES.sending_failed({ cause, reason, next }));
        if (isDisabled) return;
        const notBefore = outcome.kind === 'retry' ? outcome.notBefore : undefined;
        // A longer delay that the server requested ends at the next regular heartbeat.
        const requestedMs = notBefore === undefined ? 0 : notBefore - dependencies.clock.now();
        waitMs = Math.min(waitMs, Math.max(requestedMs, RETRY_DELAY_MS));
      }
    }
    await pause(waitMs, signal);
  }
}
