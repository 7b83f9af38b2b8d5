import type { TimeSlice } from './time-slice.ts';

/** A comparison function, or undefined for the default order of texts. */
export type Compare<T> = ((left: T, right: T) => number) | undefined;

/**
 * The number of items merged in one call, with the default order or a function. It takes some
 * milliseconds for short texts, and 40 ms for the longest file names.
 */
const IN_ONE_GO = { plain: 131_072, compared: 32_768 };
/** The number of items of long lists that are merged before other work may run. */
const MERGED_AT_ONCE = 8192;

/**
 * Merges sorted lists in slices. Short lists are merged by the built-in sort, which detects sorted
 * runs and needs no compilation.
 */
export async function mergeInSlices<T>(
  lists: readonly (readonly T[])[],
  slice: TimeSlice,
  compare?: Compare<T>,
): Promise<readonly T[]> {
  let runs = lists;
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let from = 0; from < runs.length; ) {
      if (slice.hasElapsed()) await slice.pause();
      const short = runs.slice(
        from,
        endOfShort(runs, from, compare === undefined ? IN_ONE_GO.plain : IN_ONE_GO.compared),
      );
      const [one = [], other = []] = runs.slice(from, from + 2);
      merged.push(
        short.length > 0 ? ([] as T[]).concat(...short).sort(compare) : await mergeTwo(one, other, slice, compare),
      );
      from += short.length > 0 ? short.length : 2;
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

/**
 * Returns the end of the lists from `from` that have at most `most` items together; `from` if two
 * lists have more.
 */
function endOfShort<T>(lists: readonly (readonly T[])[], from: number, most: number): number {
  let [to, count] = [from, 0];
  for (let list = lists[to]; list !== undefined && count + list.length <= most; list = lists[to]) {
    count += list.length;
    to += 1;
  }
  return to - from > 1 || to === lists.length ? to : from;
}

async function mergeTwo<T>(
  one: readonly T[],
  other: readonly T[],
  slice: TimeSlice,
  compare: Compare<T>,
): Promise<readonly T[]> {
  const isBefore = (item: T, rival: T): boolean => (compare === undefined ? item < rival : compare(item, rival) < 0);
  const [last, first] = [one.at(-1), other[0]];
  // Lists that are already in order are not compared.
  if (last === undefined || first === undefined || !isBefore(first, last)) return one.concat(other);
  const merged: T[] = [];
  let next = 0;
  for (const [index, item] of one.entries()) {
    if (index % MERGED_AT_ONCE === 0 && slice.hasElapsed()) await slice.pause();
    for (let rival = other[next]; rival !== undefined && isBefore(rival, item); rival = other[++next]) {
      merged.push(rival);
    }
    merged.push(item);
  }
  for (let rest = other[next]; rest !== undefined; rest = other[++next]) merged.push(rest);
  return merged;
}
