import type { EventDefinition, EventLevel } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import type { Scope } from '../scope.ts';

/** Scopes that must all be seen (or gone) before absence means anything. Never empty: a claim has evidence. */
export type Needs = readonly [Scope, ...Scope[]];

/** What a rule saw. */
export interface Finding {
  readonly event: EventDefinition;
  /** With the event: the condition's identity, stable from pass to pass. */
  readonly subject: string;
  readonly parameters: readonly string[];
  readonly facts: Facts;
  readonly remedy: readonly (readonly string[])[];
  readonly needs: Needs;
  readonly step: number;
  /**
   * The file of the finding. Findings of one event about one file form one condition, whose subject
   * is the file. Left out: the finding is a condition of its own.
   */
  readonly groupedBy?: string;
  /** Where it is better or worse than the event is in general; the configuration's level comes before it. */
  readonly level?: EventLevel;
}
