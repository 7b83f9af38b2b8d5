import type { Instant } from '../time.ts';
import { type Match, type Matchable, matchesWhole } from './match.ts';

/** What somebody asked not to be told of, and why. What it covers is open, listed and logged as ever. */
export interface Silence {
  readonly silenceId: string;
  /** All that a record is about must be meant: what also concerns something else is told. */
  readonly match: Match;
  /** Inclusive. */
  readonly startsAt: Instant;
  /** Exclusive; undefined: until what it covers is cleared. */
  readonly endsAt: Instant | undefined;
  /** Whether it ends when the conditions that it covered are over: an acknowledgement. */
  readonly isUntilCleared: boolean;
  /** Of such a one: those conditions, which were open when it was made; it covers no other. Else empty. */
  readonly conditionIds: readonly string[];
  readonly reason: string;
  /** The account; behind sudo, whose it is too. */
  readonly createdBy: string;
  readonly createdAt: Instant;
}

/** A silence that cannot be read: it suppresses nothing. */
export interface UnreadableSilence {
  readonly silenceId: string;
  /** Which part of it cannot be read. */
  readonly detail: string;
}

/** A record or a condition that may be covered. */
export interface Silenceable extends Matchable {
  readonly conditionId: string | undefined;
}

/** Whether a silence covers a record or a condition at an instant. */
export function covers(silence: Silence, told: Silenceable, at: Instant): boolean {
  const { startsAt, endsAt, isUntilCleared, conditionIds, match } = silence;
  if (at < startsAt || (endsAt !== undefined && at >= endsAt)) return false;
  if (!isUntilCleared) return matchesWhole(match, told);
  return told.conditionId !== undefined && conditionIds.includes(told.conditionId);
}

/** Whether a silence is over: its time is, or nothing of what it was to end with is open. One still to come is not. */
export function isOver(silence: Silence, isOpen: (conditionId: string) => boolean, at: Instant): boolean {
  const { endsAt, isUntilCleared, conditionIds } = silence;
  return (endsAt !== undefined && at >= endsAt) || (isUntilCleared && !conditionIds.some(isOpen));
}
