import type { Condition } from '../../domain/condition/condition.ts';
import { LEVEL_NUMBERS } from '../../domain/event/event-definition.ts';

/** Returns conditions in order: most severe first, then oldest first. */
export function sortByUrgency(conditions: readonly Condition[]): readonly Condition[] {
  return [...conditions].sort((a, b) => LEVEL_NUMBERS[a.level] - LEVEL_NUMBERS[b.level] || a.raisedAt - b.raisedAt);
}
