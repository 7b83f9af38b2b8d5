import type { Assessment } from '../assessment/assess.ts';
import type { EventType } from '../event/event-definition.ts';
import type { Finding } from '../evidence/finding.ts';

/**
 * Finds the problems that one event reports. Each problem is a finding, which opens a condition or
 * keeps it open. Rules are pure and have no memory, so that the daemon, `scan` and `check` share
 * them.
 */
export interface Rule {
  readonly event: EventType;
  /**
   * If true, the rule is skipped in a scan that finds a clock change or a renewal in progress:
   * times, or the keys that belong to certificates, may be wrong in this scan.
   */
  readonly isSkippedDuringClockChangeOrRenewal: boolean;
  readonly evaluate: (assessment: Assessment) => readonly Finding[];
  /**
   * Returns the subjects of which this scan does not show whether the problem exists. Their
   * conditions are neither raised nor cleared. Left out: there are none.
   */
  readonly undecidedSubjects?: (assessment: Assessment) => readonly string[];
}
