import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../domain/failure/problem.ts';
import { fileReason, isGone } from '../../formats/system/file-reason.ts';
import { compileSegment, isPattern } from '../../formats/text/match-segment.ts';

/**
 * The maximum number of matches of each segment; further matches are left out silently. No server's
 * settings have more.
 */
export const MAX_FILES = 500;

/** Receives what a search finds in addition to files. */
export interface SearchListener {
  /** Receives each directory in which more matches may appear. */
  readonly onDirectory: (path: string) => void;
  readonly onProblem: (problem: Problem) => void;
}

/**
 * Returns the files that match an absolute pattern without braces, sorted by name, like glob(3). A
 * pattern without wildcards is the path of one file, which may be missing. Never rejects.
 */
export async function matchingFiles(pattern: string, listener: SearchListener): Promise<readonly string[]> {
  let paths = ['/'];
  let isAfterWildcard = false;
  for (const segment of pattern.split('/').filter((part) => part !== '')) {
    if (isPattern(segment)) {
      paths = await expandWildcard(paths, segment, listener);
      isAfterWildcard = true;
    } else if (isAfterWildcard) paths = await joinExisting(paths, segment, listener);
    else paths = paths.map((path) => join(path, segment));
  }
  return paths;
}

/** Returns the entries of directories whose names match a segment with wildcards. */
async function expandWildcard(
  directories: readonly string[],
  segment: string,
  listener: SearchListener,
): Promise<string[]> {
  const matchesSegment = compileSegment(segment);
  const matches: string[] = [];
  for (const directory of directories) {
    listener.onDirectory(directory);
    try {
      const names = (await readdir(directory)).filter(matchesSegment).sort();
      matches.push(...names.map((name) => join(directory, name)));
    } catch (error) {
      listener.onProblem(fileReason(error, directory));
    }
  }
  return matches.slice(0, MAX_FILES);
}

/**
 * Returns the path of a name in each directory that contains the name. Also returns a path that
 * cannot be examined, so that its reader reports why.
 */
async function joinExisting(directories: readonly string[], name: string, listener: SearchListener): Promise<string[]> {
  const existing: string[] = [];
  for (const directory of directories) {
    const path = join(directory, name);
    const isMissing = await lstat(path).then(() => false, isGone);
    if (isMissing) listener.onDirectory(directory);
    else existing.push(path);
  }
  return existing;
}
