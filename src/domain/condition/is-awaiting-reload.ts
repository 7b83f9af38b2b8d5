import type { Evaluation } from '../rule/evaluate.ts';
import type { Scope } from '../scope.ts';

/**
 * Returns whether a scope (a source that a condition depends on, for example `probe:smtp`) is the
 * probe of a server that may not have loaded the files on disk yet.
 */
export function isAwaitingReload(scope: Scope, awaitingReload: Evaluation['awaitingReload']): boolean {
  return scope.startsWith('probe:') && awaitingReload?.has(scope.slice('probe:'.length)) === true;
}
