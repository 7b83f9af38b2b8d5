import { PATIENCE } from '../alert/undelivered-since.ts';
import type { Reason } from '../problem.ts';
import { HOUR, type Instant } from '../time.ts';

/**
 * So long a log output may be in trouble before records that it has not taken go as the retention says, and so long each of
 * them waits for it at least, ms: as long as alerts wait for a notifier that does not say otherwise (`giveUpAfter`).
 */
export const RETRY_FOR: number = 48 * HOUR;

/** Why a log output took nothing. */
export interface OutputProblem {
  readonly reason: Reason;
  /** What came back, one line, raw. */
  readonly detail: string;
}

/** How writing to one log output goes. */
export interface OutputHealth {
  /** `syslog:tcp://loghost:514`, `file:/var/log/mailcertd/events.log`, `journal` … */
  readonly output: string;
  /** Records of the event log that it has yet to take. */
  readonly waiting: number;
  /** Where the latest attempt failed: when the first did since it last took anything, and why the latest. */
  readonly failing: (OutputProblem & { readonly since: Instant }) | undefined;
}

/** Records that are kept no longer, and that a log output has not taken. */
export interface MissedRecords extends OutputProblem {
  readonly output: string;
  readonly count: number;
  /** The first of them and the last, by number; in between there are others, which it takes when it can. */
  readonly first: number;
  readonly last: number;
}

/** Since when a log output cannot be relied on, after the same patience as notifiers have; undefined: it can be. */
export function unwrittenSince({ failing }: OutputHealth, now: Instant): Instant | undefined {
  // A clock that was set back says nothing of how long it has been.
  return failing !== undefined && Math.abs(now - failing.since) >= PATIENCE ? failing.since : undefined;
}
