import type { EventDefinition, EventLevel } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import type { Scope } from '../scope.ts';

/** Scopes that must be available or gone before a condition is cleared. Never empty. */
export type Needs = readonly [Scope, ...Scope[]];

/** Returns needs with further scopes. */
export function extendNeeds([first, ...others]: Needs, scopes: readonly Scope[]): Needs {
  return [first, ...others, ...scopes];
}

/** One result of a rule: a problem with one object, which raises a condition or keeps it open. */
export interface Finding {
  readonly event: EventDefinition;
  /** Identifies the condition, together with the event. The same in every scan. */
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
   * Set if the finding is only about addresses that name resolution no longer returns. It raises no
   * condition, because another server may use such an address. It clears none, because DNS may
   * return only some of the addresses each time.
   */
  readonly isUnlisted?: true;
  /** Facts about the addresses that name resolution no longer returns; `facts` leaves them out. */
  readonly unlisted?: Facts;
}
