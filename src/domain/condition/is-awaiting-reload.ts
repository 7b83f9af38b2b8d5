import type { Evaluation } from '../rule/evaluate.ts';
import type { Scope } from '../scope.ts';

/**
 * Returns whether a scope is the probe of a server that may not have loaded the files on disk yet.
 */
export function isAwaitingReload(scope: Scope, awaitingReload: Evaluation['awaitingReload']): boolean {
  return scope.startsWith('probe:') && awaitingReload?.has(scope.slice('probe:'.length)) === true;
}
