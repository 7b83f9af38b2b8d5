import type { FactsByName } from '../event/data/facts-by-name.ts';
import type { EventLevel, EventType } from '../event/event-definition.ts';
import type { Scope } from '../scope.ts';

/**
 * The scopes (stores, probes, and inventories, which are lists of connectors and stores) that
 * decide whether a condition may be cleared. A scan without the finding clears the condition only
 * if the scan has read each scope, or has found that the scope no longer exists. Never empty.
 */
export type Needs = readonly [Scope, ...Scope[]];

/** Returns clearing needs with further scopes. */
export function extendNeeds([first, ...others]: Needs, scopes: readonly Scope[]): Needs {
  return [first, ...others, ...scopes];
}

/** A result of a rule: a problem with one object, which raises a condition or keeps it open. */
export interface Finding {
  readonly event: EventType;
  /**
   * Identifies the finding, together with the event; the same in every scan. Also identifies the
   * condition, unless `groupedBy` is set.
   */
  readonly subject: string;
  /** The values for the positional parameters of the event. */
  readonly parameters: readonly string[];
  readonly facts: FactsByName;
  /** Commands that fix the problem or show more about it. */
  readonly remedy: readonly (readonly string[])[];
  /** The scopes that a scan must read before it can clear the condition. */
  readonly clearingNeeds: Needs;
  /**
   * For example, the number of reminders before an expiry that are due. A higher value than in the
   * last scan escalates the condition. Left out: 0.
   */
  readonly urgency?: number;
  /**
   * The file that the finding is about. All findings of the event about that file form one
   * condition. Left out: the finding is a condition of its own.
   */
  readonly groupedBy?: string;
  /** Left out: the level of the event. A configured level takes precedence. */
  readonly level?: EventLevel;
  /**
   * Set if the finding is only about addresses that name resolution no longer returns. Such a
   * finding raises no condition, because another server may use the address now. It keeps an open
   * condition open, because DNS may return only some of the addresses each time.
   */
  readonly isUnlisted?: true;
  /**
   * The facts about the addresses that name resolution no longer returns. `facts` leaves these
   * addresses out.
   */
  readonly unlistedFacts?: FactsByName;
}
