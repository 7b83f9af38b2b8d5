import type { Failure } from './failure.ts';

/** Returns whether a failure, or one of its causes, has a code. */
export function hasFailureCode({ code, arguments: values }: Failure, searched: string): boolean {
  if (code === searched) return true;
  return Object.values(values)
    .flat()
    .some((value) => typeof value === 'object' && hasFailureCode(value, searched));
}
