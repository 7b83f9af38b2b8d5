import { coverageOf } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';

/** Whether every store in which connectors look, and all that names stores, was seen: only then may absence be claimed. */
export function isAllSeen(observation: Observation): boolean {
  const coverage = coverageOf(observation);
  return coverage(EVERY_STORE) === 'seen' && coverage(EVERY_INVENTORY) === 'seen';
}
