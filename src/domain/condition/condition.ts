import type { EventLevel } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import type { Needs } from '../evidence/finding.ts';
import type { Instant } from '../time.ts';

/** Something that is wrong and known to be: opened by a finding, closed only by evidence. */
export interface Condition {
  readonly conditionId: string;
  readonly eventId: number;
  /** With the event's number: the identity. */
  readonly subject: string;
  /** What must be seen (or be gone) before the finding's absence means anything. */
  readonly needs: Needs;
  /** Grows as it grows urgent; 0 is the first. */
  readonly step: number;
  readonly level: EventLevel;
  readonly raisedAt: Instant;
  /** When a record last told of it. */
  readonly toldAt: Instant;
  /** As in that record; of a condition about a file as in the latest scan. */
  readonly parameters: readonly string[];
  readonly facts: Facts;
  readonly remedy: readonly (readonly string[])[];
}
