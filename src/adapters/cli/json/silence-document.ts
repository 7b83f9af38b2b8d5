import type { ListedSilence } from '../../../work/operations/notification-operations.ts';

/** Returns a silence with the conditions that it matches as one JSON object. */
export function silenceDocument({ silence, hasEnded, covered }: ListedSilence): object {
  return { ...silence, hasEnded, covered };
}
