import { dirname, resolve } from 'node:path';
import type { Problem } from '../../domain/problem.ts';
import { dovecotIncludes } from '../../formats/server-config/dovecot/dovecot-includes.ts';
import { MAX_FILES, matchingFiles, type ParentDirectory } from './matching-files.ts';
import { readSettings } from './read-settings.ts';

/** The files that settings stand in, and the folders that others may come into. */
export interface IncludedFiles {
  readonly readFrom: readonly string[];
  /** What is there and may not be read by this account: the tool, run by it, passes over some of them in silence. */
  readonly unreadable: Problem | undefined;
}

/** More braces than anybody writes into one pattern. */
const MOST_BRACES = 20;

/** What a pattern with braces stands for: `{a,b}.conf` for two. One that does not end is a brace. */
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
 * Follows the `!include` and `!include_try` of Dovecot's settings, from their first file on, as glob(3) with GLOB_BRACE does.
 * Never rejects.
 */
export async function includedFiles(first: string): Promise<IncludedFiles> {
  const readFrom = new Set<string>();
  let unreadable: Problem | undefined;
  const way: ParentDirectory = {
    folder: (path) => readFrom.add(path),
    // One that is not there may come; what else it is, Dovecot itself says of those that must be.
    trouble: (problem) => {
      if (problem.reason === 'permission_denied') unreadable ??= problem;
    },
  };
  const queue = [first];
  for (let path = queue.shift(); path !== undefined && readFrom.size < MAX_FILES; path = queue.shift()) {
    if (readFrom.has(path)) continue;
    readFrom.add(path);
    const read = await readSettings(path);
    if (read.kind === 'problem') {
      way.trouble(read.problem);
      continue;
    }
    for (const pattern of dovecotIncludes(read.bytes.toString())) {
      for (const one of alternatives(pattern)) queue.push(...(await matchingFiles(resolve(dirname(path), one), way)));
    }
  }
  return { readFrom: [...readFrom], unreadable };
}
