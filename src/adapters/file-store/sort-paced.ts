import type { Pace } from './pace.ts';

/** So many are sorted in one go: about a turn's work. */
const RUN = 8192;

/**
 * Sorts by a text, as the language compares texts, in turns: a hundred thousand at once would hold the event loop for a
 * tenth of a second. What is nearly in order is sorted in a fraction of the time.
 */
export async function sortPaced<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  pace: Pace,
): Promise<readonly T[]> {
  const compare = (one: T, other: T): number => {
    const [text, rival] = [textOf(one), textOf(other)];
    if (text === rival) return 0;
    return text < rival ? -1 : 1;
  };
  let runs: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare));
    if (pace.due()) await pace.rest();
  }
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? [], compare, pace));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(
  one: readonly T[],
  other: readonly T[],
  compare: (one: T, other: T) => number,
  pace: Pace,
): Promise<readonly T[]> {
  const merged: T[] = [];
  let next = 0;
  for (const [index, item] of one.entries()) {
    if (index % RUN === 0 && pace.due()) await pace.rest();
    for (let rival = other[next]; rival !== undefined && compare(rival, item) < 0; rival = other[++next]) {
      merged.push(rival);
    }
    merged.push(item);
  }
  for (let rest = other[next]; rest !== undefined; rest = other[++next]) merged.push(rest);
  return merged;
}
