import type { Assessment } from '../observation/assess.ts';
import type { Problem } from '../problem.ts';

/** What stood in the stores that were seen and could not be read, store by store. */
export function storeProblems({
  observation,
}: Assessment): readonly { readonly store: string; readonly problem: Problem }[] {
  return [...observation.stores].flatMap(([store, look]) =>
    look.kind === 'seen' ? look.problems.map((problem) => ({ store, problem })) : [],
  );
}
