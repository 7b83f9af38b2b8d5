import { MAX_FAILING_MS } from '../alert/undelivered-since.ts';
import type { ProblemError } from '../failure/error-facts.ts';
import { HOUR, type Instant } from '../time.ts';

/**
 * How long retention keeps a record for a failing log output, at least, ms. Afterwards, retention
 * deletes records that the log output has not written. The default `retryFor` of notifiers is the
 * same.
 */
export const OUTPUT_RETRY_MS: number = 48 * HOUR;

/** The reason why a log output failed, with the error or response: one line, raw. */
export type OutputProblem = ProblemError;

/** The state of one log output. */
export interface OutputHealth {
  /** For example `syslog:tcp://loghost:514`, `file:/var/log/mailcertd/events.log` or `journal`. */
  readonly output: string;
  /** Number of records of the event log that it has not written yet. */
  readonly waiting: number;
  /**
   * Set if the latest attempt failed: the first failure since the last success, and the reason of
   * the latest.
   */
  readonly failing: (OutputProblem & { readonly since: Instant }) | undefined;
}

/** Deleted records that a log output has not written. */
export interface MissedRecords extends OutputProblem {
  readonly output: string;
  readonly count: number;
  /**
   * The lowest and the highest number of these records. The log output may still write other
   * records between them.
   */
  readonly first: number;
  readonly last: number;
}

/**
 * Returns since when a log output fails, if the failure is long enough to be reported (as long as
 * for notifiers); otherwise undefined.
 */
export function unwrittenSince({ failing }: OutputHealth, now: Instant): Instant | undefined {
  // The clock may have been set back, so that `since` is in the future.
  return failing !== undefined && Math.abs(now - failing.since) >= MAX_FAILING_MS ? failing.since : undefined;
}
