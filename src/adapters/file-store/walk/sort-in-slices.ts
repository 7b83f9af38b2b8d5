import { mergeInSlices } from './merge-in-slices.ts';
import type { TimeSlice } from './time-slice.ts';

/** So many are sorted in one go: about a turn's work. */
const RUN = 8192;
/** What is in so few pieces, each in order, is only merged. */
const FEW_PIECES = 4;

/**
 * Sorts by a text, as the language compares texts, in turns: a hundred thousand at once would hold the event loop for a
 * tenth of a second. What is in order is left as it is, and what is nearly so costs little.
 */
export async function sortInSlices<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  pace: TimeSlice,
): Promise<readonly T[]> {
  const compare = (one: T, other: T): number => {
    const [text, rival] = [textOf(one), textOf(other)];
    // Mostly it is before: long texts that begin alike are compared once then.
    if (text < rival) return -1;
    return text === rival ? 0 : 1;
  };
  const pieces = piecesOf(items, compare);
  if (pieces.length === 1) return items;
  if (pieces.length <= FEW_PIECES) return mergeInSlices(pieces, pace, compare);
  const runs: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare));
    if (pace.due()) await pace.rest();
  }
  return mergeInSlices(runs, pace, compare);
}

/** The pieces in which a list is in order; when they are many, some of the first. */
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
