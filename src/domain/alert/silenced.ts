import type { Condition } from '../condition/condition.ts';
import type { Instant } from '../time.ts';
import { covers, type Silence } from './silence.ts';

/** Of what is open, by condition: the silence that covers it, of several the one that was made last. */
export function silencedBy(
  open: readonly Condition[],
  silences: readonly Silence[],
  at: Instant,
): ReadonlyMap<string, Silence> {
  return new Map(
    open.flatMap((condition): (readonly [string, Silence])[] => {
      const silence = silences.findLast((each) => covers(each, condition, at));
      return silence === undefined ? [] : [[condition.conditionId, silence]];
    }),
  );
}
