import type { Pace } from './pace.ts';

/** So many are sorted in one go: less than a turn's work. */
const RUN = 4096;

/** Sorts in order of path, in turns: a hundred thousand at once would hold the event loop for a tenth of a second. */
export async function sortPaced<T extends { readonly path: string }>(
  items: readonly T[],
  pace: Pace,
): Promise<readonly T[]> {
  let runs: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort((one, other) => (one.path < other.path ? -1 : 1)));
    if (pace.due()) await pace.rest();
  }
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let at = 0; at < runs.length; at += 2) merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? [], pace));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T extends { readonly path: string }>(
  one: readonly T[],
  other: readonly T[],
  pace: Pace,
): Promise<readonly T[]> {
  const merged: T[] = [];
  let next = 0;
  for (const [index, item] of one.entries()) {
    for (let rival = other[next]; rival !== undefined && rival.path < item.path; rival = other[++next])
      merged.push(rival);
    merged.push(item);
    if (index % RUN === 0 && pace.due()) await pace.rest();
  }
  for (; next < other.length; next++) {
    const rest = other[next];
    if (rest !== undefined) merged.push(rest);
  }
  return merged;
}
