import type { FactsByName } from '../event/data/facts-by-name.ts';
import type { EventLevel } from '../event/event-definition.ts';
import type { Needs } from '../evidence/finding.ts';
import type { Instant } from '../time.ts';

/**
 * An open problem. A finding (the result of a rule) raises it. It is cleared only if a scan has
 * read everything that could show the problem, and has not found it.
 */
export interface Condition {
  readonly conditionId: string;
  readonly eventId: number;
  /** The object with the problem; identifies the condition, together with the event ID. */
  readonly subject: string;
  /**
   * The clearing needs of its findings: the scopes that a scan must have read, or that must be gone,
   * before the condition is cleared.
   */
  readonly needs: Needs;
  /** As in the latest finding. A higher value escalates the condition. */
  readonly urgency: number;
  readonly level: EventLevel;
  readonly raisedAt: Instant;
  /** Time of its latest record. */
  readonly notifiedAt: Instant;
  /**
   * `parameters`, `facts` and `remedy` are those of the latest record. For a condition about files
   * of connectors or stores, they may be those of a later scan. While a server may still have to
   * load the files, the remedy is its reload.
   */
  readonly parameters: readonly string[];
  readonly facts: FactsByName;
  readonly remedy: readonly (readonly string[])[];
}
