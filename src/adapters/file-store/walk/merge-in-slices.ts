import type { TimeSlice } from './time-slice.ts';

/** A comparison function, or undefined for the default order of texts. */
export type Compare<T> = ((left: T, right: T) => number) | undefined;

/**
 * The number of items merged in one call, with the default order or a function. It takes some
 * milliseconds for short texts, and 40 ms for the longest file names.
 */
const MAX_ITEMS_PER_SORT = { plain: 131_072, compared: 32_768 };
/** The number of items of long lists that are merged before other work may run. */
const ITEMS_PER_TIME_CHECK = 8192;

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
      const shortLists = runs.slice(
        from,
        endOfShortLists(runs, from, compare === undefined ? MAX_ITEMS_PER_SORT.plain : MAX_ITEMS_PER_SORT.compared),
      );
      const [left = [], right = []] = runs.slice(from, from + 2);
      merged.push(
        shortLists.length > 0
          ? ([] as T[]).concat(...shortLists).sort(compare)
          : await mergeTwo(left, right, slice, compare),
      );
      from += shortLists.length > 0 ? shortLists.length : 2;
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

/**
 * Returns the end of the lists from `from` that have at most `maxItems` items together; `from` if
 * two lists have more.
 */
function endOfShortLists<T>(lists: readonly (readonly T[])[], from: number, maxItems: number): number {
  let [to, count] = [from, 0];
  for (let list = lists[to]; list !== undefined && count + list.length <= maxItems; list = lists[to]) {
    count += list.length;
    to += 1;
  }
  return to - from > 1 || to === lists.length ? to : from;
}

async function mergeTwo<T>(
  left: readonly T[],
  right: readonly T[],
  slice: TimeSlice,
  compare: Compare<T>,
): Promise<readonly T[]> {
  const isBefore = (item: T, rightItem: T): boolean =>
    compare === undefined ? item < rightItem : compare(item, rightItem) < 0;
  const [last, first] = [left.at(-1), right[0]];
  // Lists that are already in order are not compared.
  if (last === undefined || first === undefined || !isBefore(first, last)) return left.concat(right);
  const merged: T[] = [];
  let next = 0;
  for (const [index, item] of left.entries()) {
    if (index % ITEMS_PER_TIME_CHECK === 0 && slice.hasElapsed()) await slice.pause();
    for (let rival = right[next]; rival !== undefined && isBefore(rival, item); rival = right[++next]) {
      merged.push(rival);
    }
    merged.push(item);
  }
  for (let rest = right[next]; rest !== undefined; rest = right[++next]) merged.push(rest);
  return merged;
}
