import type { Needs } from '../evidence/finding.ts';
import type { Evaluation } from '../rule/evaluate.ts';
import type { Scope } from '../scope.ts';
import { isAwaitingReload } from './is-awaiting-reload.ts';

/**
 * Returns, for a condition about files on disk, the probes of servers that may still have to load
 * these files. Empty for a condition about a server.
 */
export function needsAwaitingReload(
  { needs }: { readonly needs: Needs },
  awaitingReload: Evaluation['awaitingReload'],
): readonly Scope[] {
  return needs[0].startsWith('probe:') ? [] : needs.filter((scope) => isAwaitingReload(scope, awaitingReload));
}
