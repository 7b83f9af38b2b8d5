import { coverageOf } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Needs } from './finding.ts';

/** What a claim of absence rests on that holds only where `isAllAvailable`. */
export const ALL_AVAILABLE: Needs = [EVERY_STORE, EVERY_INVENTORY];

/** Whether every store in which connectors look, and all that names stores, was seen: only then may absence be claimed. */
export function isAllAvailable(observation: Observation): boolean {
  const coverage = coverageOf(observation);
  return ALL_AVAILABLE.every((scope) => coverage(scope) === 'seen');
}
