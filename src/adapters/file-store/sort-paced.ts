import type { Pace } from './pace.ts';

/** So many are sorted in one go: about a turn's work. */
const RUN = 8192;

/** Sorts texts, in turns: a hundred thousand at once would hold the event loop for a tenth of a second. */
export async function sortPaced(texts: readonly string[], pace: Pace): Promise<readonly string[]> {
  let runs: (readonly string[])[] = [];
  for (let at = 0; at < texts.length; at += RUN) {
    runs.push(texts.slice(at, at + RUN).sort());
    if (pace.due()) await pace.rest();
  }
  while (runs.length > 1) {
    const merged: (readonly string[])[] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? [], pace));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge(one: readonly string[], other: readonly string[], pace: Pace): Promise<readonly string[]> {
  const merged: string[] = [];
  let next = 0;
  for (const [index, text] of one.entries()) {
    if (index % RUN === 0 && pace.due()) await pace.rest();
    for (let rival = other[next]; rival !== undefined && rival < text; rival = other[++next]) merged.push(rival);
    merged.push(text);
  }
  for (let rest = other[next]; rest !== undefined; rest = other[++next]) merged.push(rest);
  return merged;
}
