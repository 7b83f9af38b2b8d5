import { covers, hasEnded, type Silence } from '../../domain/alert/silence.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { Instant } from '../../domain/time.ts';
import type { ListedSilence } from '../operations/notification-operations.ts';
import { byUrgency } from './status.ts';

/** Returns each silence with the open conditions that it matches at an instant. */
export function listSilences(
  silences: readonly Silence[],
  open: readonly Condition[],
  at: Instant,
): readonly ListedSilence[] {
  const conditionIds = new Set(open.map(({ conditionId }) => conditionId));
  return silences.map((silence) => ({
    silence,
    hasEnded: hasEnded(silence, (conditionId) => conditionIds.has(conditionId), at),
    covered: byUrgency(open.filter((condition) => covers(silence, condition, at))),
  }));
}
