import type { Assessment } from '../assessment/assess.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import type { Finding } from '../evidence/finding.ts';

/** One event and when it is found. Pure and memoryless: the daemon, `scan` and `check` share it. */
export interface Rule {
  readonly event: EventDefinition;
  /**
   * Whether its verdict depends on the clock or on keys: such a rule says nothing in the pass that finds the clock stepped, or
   * a renewal under way.
   */
  readonly timed: boolean;
  readonly evaluate: (assessment: Assessment) => readonly Finding[];
  /**
   * Subjects of which it cannot say now whether they are as they were: none is raised, and what is open of them stays open.
   * Left out: there are none.
   */
  readonly undecided?: (assessment: Assessment) => readonly string[];
}
