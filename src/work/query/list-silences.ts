import { covers, hasEnded, type Silence } from '../../domain/alert/silence.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { Instant } from '../../domain/time.ts';
import type { ListedSilence } from '../operations/notification-operations.ts';
import { sortByUrgency } from './sort-by-urgency.ts';

/** Returns each silence with its effect on the open conditions now, in the same order. */
export function listSilences(
  silences: readonly Silence[],
  open: readonly Condition[],
  now: Instant,
): readonly ListedSilence[] {
  return silences.map((silence) => listSilence(silence, open, now));
}

/** Returns a silence with its effect on the open conditions now. */
export function listSilence(silence: Silence, open: readonly Condition[], now: Instant): ListedSilence {
  const isOpen = (id: string): boolean => open.some(({ conditionId }) => conditionId === id);
  return {
    silence,
    hasEnded: hasEnded(silence, isOpen, now),
    coveredConditions: sortByUrgency(open.filter((condition) => covers(silence, condition, now))),
  };
}
