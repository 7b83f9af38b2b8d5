import type { Pace } from './pace.ts';

/** So many are merged in one go: less than a turn's work. */
const MERGED_AT_ONCE = 8192;

/** Puts lists together that are each in order of a text, as the language compares texts, in turns. */
export async function mergePaced<T>(
  lists: readonly (readonly T[])[],
  textOf: (item: T) => string,
  pace: Pace,
): Promise<readonly T[]> {
  let runs = lists;
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? [], textOf, pace));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(
  one: readonly T[],
  other: readonly T[],
  textOf: (item: T) => string,
  pace: Pace,
): Promise<readonly T[]> {
  const [last, first] = [one.at(-1), other[0]];
  // What is in order already is not compared.
  if (last === undefined || first === undefined || textOf(last) <= textOf(first)) return one.concat(other);
  const merged: T[] = [];
  let next = 0;
  for (const [index, item] of one.entries()) {
    if (index % MERGED_AT_ONCE === 0 && pace.due()) await pace.rest();
    const text = textOf(item);
    for (let rival = other[next]; rival !== undefined && textOf(rival) < text; rival = other[++next]) {
      merged.push(rival);
    }
    merged.push(item);
  }
  for (let rest = other[next]; rest !== undefined; rest = other[++next]) merged.push(rest);
  return merged;
}
