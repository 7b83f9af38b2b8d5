import type { Assessment } from '../assessment/assess.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import type { Finding } from '../evidence/finding.ts';

/**
 * Rule for one event. Rules are pure and have no memory: the daemon, `scan` and `check` share them.
 */
export interface Rule {
  readonly event: EventDefinition;
  /**
   * True if the result depends on the clock or on keys. The rule is then skipped in a scan that
   * finds a clock change or a renewal in progress.
   */
  readonly timed: boolean;
  readonly evaluate: (assessment: Assessment) => readonly Finding[];
  /**
   * Returns the subjects that cannot be decided now: their conditions are neither raised nor
   * cleared. Omitted if there are none.
   */
  readonly undecided?: (assessment: Assessment) => readonly string[];
}
