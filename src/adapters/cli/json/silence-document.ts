import type { ListedSilence } from '../../../work/operations/notification-operations.ts';

/** Returns a silence with the conditions that it covers as one JSON object. */
export function silenceDocument({ silence, hasEnded, coveredConditions }: ListedSilence): object {
  return { ...silence, hasEnded, covered: coveredConditions };
}
