import type { TimeSlice } from './time-slice.ts';

/** A comparison function, or undefined for the default order of texts. */
export type Compare<T> = ((left: T, right: T) => number) | undefined;

/**
 * The maximum number of items that the built-in sort merges in one call: in the default order of
 * texts (`plain`), or with a comparison function. A call takes some milliseconds for short texts,
 * and 40 ms for the longest file names.
 */
const MAX_ITEMS_PER_SORT = { plain: 131_072, compared: 32_768 };
/** The number of items of two long lists that are merged before the time is checked. */
const ITEMS_PER_TIME_CHECK = 8192;

/**
 * Merges sorted lists, and lets other work run in between. Short lists are concatenated and sorted
 * by the built-in sort, which detects that they are sorted, and is fast from its first call.
 */
export async function mergeInSlices<T>(
  lists: readonly (readonly T[])[],
  slice: TimeSlice,
  compare?: Compare<T>,
): Promise<readonly T[]> {
  const maxItems = compare === undefined ? MAX_ITEMS_PER_SORT.plain : MAX_ITEMS_PER_SORT.compared;
  let runs = lists;
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let from = 0; from < runs.length; ) {
      if (slice.hasElapsed()) await slice.pause();
      const shortLists = runs.slice(from, endOfShortLists(runs, from, maxItems));
      if (shortLists.length > 0) {
        merged.push(([] as T[]).concat(...shortLists).sort(compare));
        from += shortLists.length;
      } else {
        const [left = [], right = []] = runs.slice(from, from + 2);
        merged.push(await mergeTwo(left, right, slice, compare));
        from += 2;
      }
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

/**
 * Returns the end of the longest range of lists from `from` that has at most `maxItems` items.
 * Returns `from` if already the first two lists have more.
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
  const [lastOfLeft, firstOfRight] = [left.at(-1), right[0]];
  // If all items of one list precede those of the other, they need not be compared one by one.
  if (lastOfLeft === undefined || firstOfRight === undefined || !isBefore(firstOfRight, lastOfLeft))
    return left.concat(right);
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
