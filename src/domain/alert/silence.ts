import type { Instant } from '../time.ts';
import type { Match } from './match.ts';

/** What somebody asked not to be told of, and why. What it covers is open, listed and logged as ever. */
export interface Silence {
  readonly silenceId: string;
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
