import type { Condition } from '../../domain/condition/condition.ts';
import type { Scope } from '../../domain/scope.ts';

/**
 * Returns the probes, as `probe:CONNECTOR`, on which open conditions of level Warning or above are
 * based.
 */
export function failingProbesOf(open: readonly Condition[]): ReadonlySet<Scope> {
  // `needs` are the scopes that a scan must read before it clears the condition. The first one is the
  // scope in which the problem was found; a condition found elsewhere may also need probes.
  return new Set(
    open.flatMap(({ level, needs }) =>
      level === 'Information' || !needs[0].startsWith('probe:')
        ? []
        : needs.filter((need) => need.startsWith('probe:')),
    ),
  );
}
