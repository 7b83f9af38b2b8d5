import type { Assessment } from '../assessment/assess.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import type { Finding } from '../evidence/finding.ts';

/**
 * Finds the problems that one event reports. Rules are pure and have no memory, so that the daemon,
 * `scan` and `check` share them.
 */
export interface Rule {
  readonly event: EventDefinition;
  /** If true, the rule is skipped in a scan that finds a clock change or a renewal in progress. */
  readonly dependsOnClockOrKeys: boolean;
  readonly evaluate: (assessment: Assessment) => readonly Finding[];
  /**
   * Returns the subjects that cannot be decided now: their conditions are neither raised nor
   * cleared. Omitted if there are none.
   */
  readonly undecidedSubjects?: (assessment: Assessment) => readonly string[];
}
