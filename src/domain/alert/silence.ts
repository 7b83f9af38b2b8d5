import type { Instant } from '../time.ts';
import { type Match, type Matchable, matchesWithAllObjects } from './match.ts';

/**
 * Suppression of matching notifications, with its reason. The conditions stay open, listed and
 * logged.
 */
export interface Silence {
  readonly silenceId: string;
  /** All objects of a record must match: records that are also about something else are sent. */
  readonly match: Match;
  /** Inclusive. */
  readonly startsAt: Instant;
  /** Exclusive; undefined: until the conditions are cleared. */
  readonly endsAt: Instant | undefined;
  /** True if it expires when its conditions are cleared, like an acknowledgment. */
  readonly isUntilCleared: boolean;
  /**
   * The conditions that were open and matched when it was created, if `isUntilCleared`; it covers
   * no others. Otherwise empty.
   */
  readonly conditionIds: readonly string[];
  readonly reason: string;
  /** The account; with sudo, also the account that ran it. */
  readonly createdBy: string;
  readonly createdAt: Instant;
}

/** An unreadable silence, which suppresses nothing. */
export interface UnreadableSilence {
  readonly silenceId: string;
  /** The unreadable field. */
  readonly detail: string;
}

/** A record or condition to which a silence can apply. */
export interface Silenceable extends Matchable {
  readonly conditionId: string | undefined;
}

/** Returns whether a silence covers a record or condition at an instant. */
export function covers(silence: Silence, silenceable: Silenceable, at: Instant): boolean {
  const { startsAt, endsAt, isUntilCleared, conditionIds, match } = silence;
  if (at < startsAt || (endsAt !== undefined && at >= endsAt)) return false;
  if (!isUntilCleared) return matchesWithAllObjects(match, silenceable);
  return silenceable.conditionId !== undefined && conditionIds.includes(silenceable.conditionId);
}

/**
 * Returns whether a silence has expired: its end time has passed, or all its conditions are
 * cleared. A silence in the future has not.
 */
export function hasExpired(silence: Silence, isOpen: (conditionId: string) => boolean, at: Instant): boolean {
  const { endsAt, isUntilCleared, conditionIds } = silence;
  return (endsAt !== undefined && at >= endsAt) || (isUntilCleared && !conditionIds.some(isOpen));
}
