import { dirname, resolve } from 'node:path';
import type { Problem } from '../../domain/failure/problem.ts';
import { dovecotIncludes } from '../../formats/server-config/dovecot/dovecot-includes.ts';
import { MAX_FILES, matchingFiles, type SearchListener } from './matching-files.ts';
import { readSmallFile } from './read-small-file.ts';

/** The files of Dovecot's settings. */
export interface IncludedFiles {
  /** The main file, the included files, and the directories in which more may appear. */
  readonly readFrom: readonly string[];
  /**
   * The problem of the first file or directory that this account may not read. The output of `doveconf` is
   * then incomplete: it runs as the same account, and skips some of these files silently.
   */
  readonly unreadable: Problem | undefined;
}

/** The maximum number of braces in a pattern. */
const MAX_BRACES = 20;

/**
 * Expands the braces of a pattern: `{a,b}.conf` becomes `a.conf` and `b.conf`. An unclosed brace
 * stays as it is.
 */
function expandBraces(pattern: string): readonly string[] {
  let patterns = [pattern];
  for (let count = 0; count < MAX_BRACES; count += 1) {
    const expanded = patterns.flatMap((current) => {
      const innermost = /\{([^{}]*)\}/.exec(current);
      if (innermost === null) return [current];
      const [before, after] = [current.slice(0, innermost.index), current.slice(innermost.index + innermost[0].length)];
      return (innermost[1] ?? '').split(',').map((word) => before + word + after);
    });
    patterns = expanded.slice(0, MAX_FILES);
  }
  return patterns;
}

/**
 * Follows `!include` and `!include_try` in Dovecot's settings from the first file, like glob(3)
 * with GLOB_BRACE. Never rejects.
 */
export async function includedFiles(mainFile: string): Promise<IncludedFiles> {
  const readFrom = new Set<string>();
  let unreadable: Problem | undefined;
  const listener: SearchListener = {
    onDirectory: (path) => readFrom.add(path),
    // Other problems are ignored: a missing file may appear later, and for an unreadable required
    // file, `doveconf` itself prints an error.
    onProblem: (problem) => {
      if (problem.reason === 'permission_denied') unreadable ??= problem;
    },
  };
  const queue = [mainFile];
  for (let path = queue.shift(); path !== undefined && readFrom.size < MAX_FILES; path = queue.shift()) {
    if (readFrom.has(path)) continue;
    readFrom.add(path);
    const settings = await readSmallFile(path);
    if (settings.kind === 'problem') {
      listener.onProblem(settings.problem);
      continue;
    }
    for (const pattern of dovecotIncludes(settings.bytes.toString())) {
      for (const expandedPattern of expandBraces(pattern))
        queue.push(...(await matchingFiles(resolve(dirname(path), expandedPattern), listener)));
    }
  }
  return { readFrom: [...readFrom], unreadable };
}
