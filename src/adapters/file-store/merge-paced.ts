import type { Pace } from './pace.ts';

/** So many lists become one in one go: a hundred thousand texts are some ms. */
const MERGED_AT_ONCE = 8;

/**
 * Puts lists together that are each in order, in turns; without `compare`, in the order of their texts. The language's
 * own sort finds what is in order already and merges it: sooner than code of ours, which would have to be compiled first.
 */
export async function mergePaced<T>(
  lists: readonly (readonly T[])[],
  pace: Pace,
  compare?: (one: T, other: T) => number,
): Promise<readonly T[]> {
  let runs = lists;
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let at = 0; at < runs.length; at += MERGED_AT_ONCE) {
      if (pace.due()) await pace.rest();
      merged.push(([] as T[]).concat(...runs.slice(at, at + MERGED_AT_ONCE)).sort(compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}
