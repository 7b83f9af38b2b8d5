import { mergeInSlices } from './merge-in-slices.ts';
import type { TimeSlice } from './time-slice.ts';

/** The number of items per call of the built-in sort, which then takes about one time slice. */
const MAX_CHUNK_ITEMS = 8192;
/** The maximum number of sorted runs that are merged. A list with more is sorted in chunks. */
const MAX_RUNS = 4;

/**
 * Sorts items by a text, in the default order of texts, and lets other work run in between: sorting
 * 100,000 items at once would block the event loop for 0.1 s. Returns the same array if the items
 * are already sorted. A list of a few sorted runs is sorted quickly.
 */
export async function sortInSlices<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  slice: TimeSlice,
): Promise<readonly T[]> {
  const compare = (left: T, right: T): number => {
    const [leftText, rightText] = [textOf(left), textOf(right)];
    // The likely result first: items are usually in order, and each comparison of long texts with a
    // common prefix takes time.
    if (leftText < rightText) return -1;
    return leftText === rightText ? 0 : 1;
  };
  const runs = sortedRuns(items, compare);
  if (runs.length === 1) return items;
  if (runs.length <= MAX_RUNS) return mergeInSlices(runs, slice, compare);
  const chunks: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += MAX_CHUNK_ITEMS) {
    chunks.push(items.slice(start, start + MAX_CHUNK_ITEMS).sort(compare));
    if (slice.hasElapsed()) await slice.pause();
  }
  return mergeInSlices(chunks, slice, compare);
}

/**
 * Splits a list into its sorted runs. If the list has more than `MAX_RUNS`, returns one part more,
 * the unsorted rest.
 */
function sortedRuns<T>(items: readonly T[], compare: (left: T, right: T) => number): readonly (readonly T[])[] {
  const runs: (readonly T[])[] = [];
  let start = 0;
  for (let index = 1; index < items.length && runs.length < MAX_RUNS; index++) {
    const [previous, item] = [items[index - 1], items[index]];
    if (previous === undefined || item === undefined || compare(previous, item) <= 0) continue;
    runs.push(items.slice(start, index));
    start = index;
  }
  return [...runs, items.slice(start)];
}
