import { mergePaced } from './merge-paced.ts';
import type { Pace } from './pace.ts';

/** So many are sorted in one go: about a turn's work. */
const RUN = 8192;

/**
 * Sorts by a text, as the language compares texts, in turns: a hundred thousand at once would hold the event loop for a
 * tenth of a second. What is in order is left as it is.
 */
export async function sortPaced<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  pace: Pace,
): Promise<readonly T[]> {
  if (isInOrder(items, textOf)) return items;
  const compare = (one: T, other: T): number => {
    const [text, rival] = [textOf(one), textOf(other)];
    if (text === rival) return 0;
    return text < rival ? -1 : 1;
  };
  const runs: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare));
    if (pace.due()) await pace.rest();
  }
  return mergePaced(runs, pace, compare);
}

function isInOrder<T>(items: readonly T[], textOf: (item: T) => string): boolean {
  let before: string | undefined;
  for (const item of items) {
    const text = textOf(item);
    if (before !== undefined && text < before) return false;
    before = text;
  }
  return true;
}
