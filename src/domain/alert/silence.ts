import type { Failure } from '../failure/failure.ts';
import type { Instant } from '../time.ts';
import { type Match, type Matchable, matchesWithAllObjects } from './match.ts';

/**
 * A user's order to send no alerts about some conditions for a time. The conditions stay open,
 * listed and logged.
 *
 * A record *matches* a silence if its filter matches. A silence *covers* a record if it suppresses
 * the record now: the silence is active, and the record matches or is about one of `conditionIds`.
 */
export interface Silence {
  readonly silenceId: string;
  /** All objects of a record must match. A record with one object that does not match is sent. */
  readonly match: Match;
  /** Inclusive. */
  readonly startsAt: Instant;
  /** Exclusive; undefined: no end time. */
  readonly endsAt: Instant | undefined;
  /** True if it covers only `conditionIds`, and expires when all of them are cleared. */
  readonly isUntilCleared: boolean;
  /**
   * If `isUntilCleared`, the conditions that were open and matched when the silence was created;
   * otherwise empty.
   */
  readonly conditionIds: readonly string[];
  readonly reason: string;
  /** The account that created it; with sudo, also the account that ran sudo. */
  readonly createdBy: string;
  readonly createdAt: Instant;
}

/** An unreadable silence, which suppresses nothing. */
export interface UnreadableSilence {
  readonly silenceId: string;
  /** The columns of the database that cannot be read. */
  readonly failure: Failure;
}

/** A record or condition to which a silence can apply. */
export interface Silenceable extends Matchable {
  readonly conditionId: string | undefined;
}

/** Returns whether a silence suppresses notifications about a record or condition at an instant. */
export function covers(silence: Silence, silenceable: Silenceable, at: Instant): boolean {
  const { startsAt, endsAt, isUntilCleared, conditionIds, match } = silence;
  if (at < startsAt || (endsAt !== undefined && at >= endsAt)) return false;
  if (!isUntilCleared) return matchesWithAllObjects(match, silenceable);
  return silenceable.conditionId !== undefined && conditionIds.includes(silenceable.conditionId);
}

/**
 * Returns whether a silence has ended: its end time has passed, or all its `conditionIds` are
 * cleared. A silence that starts in the future has not ended.
 */
export function hasEnded(silence: Silence, isOpen: (conditionId: string) => boolean, at: Instant): boolean {
  const { endsAt, isUntilCleared, conditionIds } = silence;
  return (endsAt !== undefined && at >= endsAt) || (isUntilCleared && !conditionIds.some(isOpen));
}
