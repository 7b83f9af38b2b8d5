import type { Condition } from '../condition/condition.ts';
import type { Instant } from '../time.ts';
import { covers, type Silence } from './silence.ts';

/**
 * Returns the silence that covers each open condition now, by condition ID, without the conditions
 * that no silence covers. If several silences cover a condition, returns the last in the list.
 */
export function activeSilences(
  open: readonly Condition[],
  silences: readonly Silence[],
  at: Instant,
): ReadonlyMap<string, Silence> {
  return new Map(
    open.flatMap((condition): (readonly [string, Silence])[] => {
      const silence = silences.findLast((candidate) => covers(candidate, condition, at));
      return silence === undefined ? [] : [[condition.conditionId, silence]];
    }),
  );
}
