import type { Evaluation } from '../rule/evaluate.ts';
import type { Condition } from './condition.ts';
import { needsAwaitingReload } from './needs-awaiting-reload.ts';

/**
 * Returns a condition about files that have no problem now, with the commands that reload the
 * servers that have not loaded these files yet: its former remedy, for example a renewal, is done.
 * Returns undefined if no server waits, or if the condition has these commands already.
 */
export function withReloadRemedy(
  condition: Condition,
  awaitingReload: Evaluation['awaitingReload'],
): Condition | undefined {
  const commands = needsAwaitingReload(condition, awaitingReload).flatMap(
    (scope) => awaitingReload?.get(scope.slice('probe:'.length)) ?? [],
  );
  const remedy = [...new Map(commands.map((command) => [JSON.stringify(command), command])).values()];
  const isSame = JSON.stringify(remedy) === JSON.stringify(condition.remedy);
  return remedy.length === 0 || isSame ? undefined : { ...condition, remedy };
}
