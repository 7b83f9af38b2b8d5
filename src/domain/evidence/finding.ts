import type { EventDefinition, EventLevel } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import type { Scope } from '../scope.ts';

/** Scopes that must be available or gone before a condition is cleared. Never empty. */
export type Needs = readonly [Scope, ...Scope[]];

/** Result of a rule. */
export interface Finding {
  readonly event: EventDefinition;
  /** Identity of the condition, together with the event; the same in every scan. */
  readonly subject: string;
  readonly parameters: readonly string[];
  readonly facts: Facts;
  readonly remedy: readonly (readonly string[])[];
  readonly needs: Needs;
  /** The escalation step, from 0. A higher step than in the last scan escalates the condition. */
  readonly step: number;
  /**
   * File that findings of one event have in common. They form one condition, whose subject is the
   * file. Omitted if the finding is a condition of its own.
   */
  readonly groupedBy?: string;
  /**
   * Level of this finding, if it differs from the event's. The configured level takes precedence.
   */
  readonly level?: EventLevel;
  /**
   * Set if the finding rests only on addresses that name resolution no longer returns. Another
   * server may be meant by now, so it raises nothing. It clears nothing either, because DNS may
   * return a part of the addresses each time.
   */
  readonly isUnlisted?: true;
  /**
   * Facts about its addresses that name resolution no longer returns. `facts` is about the others.
   */
  readonly unlisted?: Facts;
}
