import { coverageOf } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Needs } from './finding.ts';

/**
 * The clearing needs (what a scan must read before it clears the condition) of a finding that
 * something is missing: all stores that connectors search, and all inventories (lists of connectors
 * and stores), because any of them may contain it.
 */
export const ALL_SOURCES: Needs = [EVERY_STORE, EVERY_INVENTORY];

/**
 * Returns whether all stores that connectors search, and all inventories, are available. Only then
 * can a rule report that something is missing.
 */
export function areAllSourcesAvailable(observation: Observation): boolean {
  const coverage = coverageOf(observation);
  return ALL_SOURCES.every((scope) => coverage(scope) === 'available');
}
