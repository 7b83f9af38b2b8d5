import type { Condition } from '../../domain/condition/condition.ts';
import type { Scope } from '../../domain/scope.ts';

/**
 * Returns the probes, as `probe:CONNECTOR`, on which open conditions of level Warning or above are
 * based.
 */
export function failingProbesOf(open: readonly Condition[]): ReadonlySet<Scope> {
  // A condition is based on a probe if its first need is a probe. Others need probes only to be
  // cleared.
  return new Set(
    open.flatMap(({ level, needs }) =>
      level === 'Information' || !needs[0].startsWith('probe:')
        ? []
        : needs.filter((need) => need.startsWith('probe:')),
    ),
  );
}
