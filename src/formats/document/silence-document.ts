import type { Silence } from '../../domain/alert/silence.ts';

/** A silence with the conditions that it covers now. */
interface CoveringSilence {
  readonly silence: Silence;
  readonly hasEnded: boolean;
  readonly coveredConditions: readonly unknown[];
}

/** Returns a silence with the conditions that it covers as one JSON object. */
export function silenceDocument({ silence, hasEnded, coveredConditions }: CoveringSilence): object {
  return { ...silence, hasEnded, covered: coveredConditions };
}
