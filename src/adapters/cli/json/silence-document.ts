import type { ListedSilence } from '../../../work/operations/notification-operations.ts';

/** Returns a silence with the conditions that it covers as one JSON object. */
export function silenceDocument({ silence, hasExpired, coveredConditions }: ListedSilence): object {
  return { ...silence, hasEnded: hasExpired, covered: coveredConditions };
}
