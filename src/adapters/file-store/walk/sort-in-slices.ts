import { mergeInSlices } from './merge-in-slices.ts';
import type { TimeSlice } from './time-slice.ts';

/** The number of items sorted in one call, about one time slice. */
const RUN = 8192;
/** A list with at most this number of sorted pieces is only merged. */
const FEW_PIECES = 4;

/**
 * Sorts by a text, in the default order of texts, in slices. Sorting 100,000 items at once would
 * block the event loop for 0.1 s. A sorted list is returned as it is, and an almost sorted one is
 * quick to sort.
 */
export async function sortInSlices<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  slice: TimeSlice,
): Promise<readonly T[]> {
  const compare = (one: T, other: T): number => {
    const [text, rival] = [textOf(one), textOf(other)];
    // Usually true, so that long texts with a common prefix are compared only once.
    if (text < rival) return -1;
    return text === rival ? 0 : 1;
  };
  const pieces = piecesOf(items, compare);
  if (pieces.length === 1) return items;
  if (pieces.length <= FEW_PIECES) return mergeInSlices(pieces, slice, compare);
  const runs: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare));
    if (slice.due()) await slice.rest();
  }
  return mergeInSlices(runs, slice, compare);
}

/** Returns the sorted pieces of a list. If there are many, the last piece is unsorted. */
function piecesOf<T>(items: readonly T[], compare: (one: T, other: T) => number): readonly (readonly T[])[] {
  const pieces: (readonly T[])[] = [];
  let start = 0;
  for (let at = 1; at < items.length && pieces.length < FEW_PIECES; at++) {
    const [before, item] = [items[at - 1], items[at]];
    if (before === undefined || item === undefined || compare(before, item) <= 0) continue;
    pieces.push(items.slice(start, at));
    start = at;
  }
  return [...pieces, items.slice(start)];
}
