import { dirname } from 'node:path/posix';
import type { CruisedModule } from './cruise.ts';

/** The layers below `main`, which composes them. */
const LAYER = /^src\/(domain|formats|work|adapters)\//;

/** Returns the directories that a directory imports, each with one import that does. */
function importsBetween(modules: readonly CruisedModule[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const imports = new Map<string, Map<string, string>>();
  for (const { source, dependencies } of modules) {
    const from = dirname(source);
    for (const { resolved } of dependencies) {
      const to = dirname(resolved);
      if (to === from || !LAYER.test(source) || !LAYER.test(resolved)) continue;
      const known = imports.get(from) ?? new Map<string, string>();
      imports.set(from, known.set(to, known.get(to) ?? `${source} -> ${resolved}`));
    }
  }
  return imports;
}

/**
 * Returns the cycles between directories of the layers below `main`, each as the imports of its
 * shortest form. A directory is its own files only, so it can form a cycle with a subdirectory.
 */
export function directoryCycles(modules: readonly CruisedModule[]): readonly string[] {
  const imports = importsBetween(modules);
  /** Returns the imports of the shortest way back to a directory; undefined if there is none. */
  const wayBack = (start: string): readonly string[] | undefined => {
    const reached = new Map<string, readonly string[]>([[start, []]]);
    for (const [at, way] of reached) {
      for (const [to, line] of imports.get(at) ?? []) {
        if (to === start) return [...way, line];
        if (!reached.has(to)) reached.set(to, [...way, line]);
      }
    }
    return undefined;
  };
  const cycles = [...imports.keys()].flatMap((start) => {
    const way = wayBack(start);
    return way === undefined ? [] : [[...way].sort().join(', ')];
  });
  return [...new Set(cycles)];
}
