import type { ListedSilence } from '../../../work/operations.ts';

/** A silence with what it covers, as one JSON object. */
export function silenceDocument({ silence, isOver, covered }: ListedSilence): object {
  return { ...silence, isOver, covered };
}
