import { dirname, resolve } from 'node:path';
import type { Problem } from '../../domain/problem.ts';
import { dovecotIncludes } from '../../formats/server-config/dovecot/dovecot-includes.ts';
import { MAX_FILES, matchingFiles, type ParentDirectory } from './matching-files.ts';
import { readSettings } from './read-settings.ts';

/** The files of the settings, and the directories in which more may appear. */
export interface IncludedFiles {
  readonly readFrom: readonly string[];
  /**
   * An existing file that this account may not read. The tool runs as the same account, and skips
   * some of these files silently.
   */
  readonly unreadable: Problem | undefined;
}

/** The maximum number of braces in a pattern. */
const MOST_BRACES = 20;

/**
 * Expands the braces of a pattern: `{a,b}.conf` becomes two patterns. An unclosed brace stays as it
 * is.
 */
function alternatives(pattern: string): readonly string[] {
  let all = [pattern];
  for (let count = 0; count < MOST_BRACES; count += 1) {
    const each = all.flatMap((one) => {
      const innermost = /\{([^{}]*)\}/.exec(one);
      if (innermost === null) return [one];
      const [before, after] = [one.slice(0, innermost.index), one.slice(innermost.index + innermost[0].length)];
      return (innermost[1] ?? '').split(',').map((word) => before + word + after);
    });
    all = each.slice(0, MAX_FILES);
  }
  return all;
}

/**
 * Follows `!include` and `!include_try` in Dovecot's settings from the first file, like glob(3)
 * with GLOB_BRACE. Never rejects.
 */
export async function includedFiles(first: string): Promise<IncludedFiles> {
  const readFrom = new Set<string>();
  let unreadable: Problem | undefined;
  const way: ParentDirectory = {
    directory: (path) => readFrom.add(path),
    // A missing file may appear later. Dovecot reports other problems of required files.
    onProblem: (problem) => {
      if (problem.reason === 'permission_denied') unreadable ??= problem;
    },
  };
  const queue = [first];
  for (let path = queue.shift(); path !== undefined && readFrom.size < MAX_FILES; path = queue.shift()) {
    if (readFrom.has(path)) continue;
    readFrom.add(path);
    const settings = await readSettings(path);
    if (settings.kind === 'problem') {
      way.onProblem(settings.problem);
      continue;
    }
    for (const pattern of dovecotIncludes(settings.bytes.toString())) {
      for (const one of alternatives(pattern)) queue.push(...(await matchingFiles(resolve(dirname(path), one), way)));
    }
  }
  return { readFrom: [...readFrom], unreadable };
}
