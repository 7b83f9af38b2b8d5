import type { Condition } from '../condition/condition.ts';
import type { Instant } from '../time.ts';
import { covers, type Silence } from './silence.ts';

/**
 * Returns the active silence of each covered open condition, by condition ID. If several cover a
 * condition, the last in the list.
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
