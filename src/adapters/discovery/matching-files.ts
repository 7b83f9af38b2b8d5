import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../domain/problem.ts';
import { fileReason } from '../../formats/system/file-reason.ts';
import { compileSegment, isPattern } from '../../formats/text/match-segment.ts';

/** The maximum number of files; further files are left out. No server's settings have more. */
export const MAX_FILES = 500;

/** Receives what a search finds in addition to files. */
export interface SearchListener {
  /** Receives each directory whose names are compared with a pattern. */
  readonly onDirectory: (path: string) => void;
  readonly onProblem: (problem: Problem) => void;
}

/**
 * Returns the files that match an absolute pattern without braces, in order. A pattern without
 * wildcards is the path of one file, which may be missing. Never rejects.
 */
export async function matchingFiles(pattern: string, listener: SearchListener): Promise<readonly string[]> {
  let paths = ['/'];
  for (const segment of pattern.split('/').filter((part) => part !== '')) {
    if (!isPattern(segment)) {
      paths = paths.map((path) => join(path, segment));
      continue;
    }
    const matchesSegment = compileSegment(segment);
    const next: string[] = [];
    for (const path of paths) {
      listener.onDirectory(path);
      try {
        const names = (await readdir(path)).filter(matchesSegment).sort();
        next.push(...names.map((name) => join(path, name)));
      } catch (error) {
        listener.onProblem(fileReason(error, path));
      }
    }
    paths = next.slice(0, MAX_FILES);
  }
  return paths;
}
