import type { EventLevel } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import type { Needs } from '../evidence/finding.ts';
import type { Instant } from '../time.ts';

/** A known problem. A finding opens it, and only evidence clears it. */
export interface Condition {
  readonly conditionId: string;
  readonly eventId: number;
  /** Identifies the condition, together with the event ID. */
  readonly subject: string;
  /** The scopes that must be available or gone before an absent finding clears the condition. */
  readonly needs: Needs;
  /** As in the latest finding. A higher value escalates the condition. */
  readonly urgency: number;
  readonly level: EventLevel;
  readonly raisedAt: Instant;
  /** Time of its latest record. */
  readonly notifiedAt: Instant;
  /**
   * From the latest record; for a condition about files of connectors or stores, possibly from a
   * later scan.
   */
  readonly parameters: readonly string[];
  readonly facts: Facts;
  readonly remedy: readonly (readonly string[])[];
}
