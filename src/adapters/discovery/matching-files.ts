import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../domain/problem.ts';
import { fileReason } from '../../formats/system/file-reason.ts';
import { compileSegment, isPattern } from '../../formats/text/match-segment.ts';

/** The maximum number of files. No server's settings have more. */
export const MAX_FILES = 500;

/** Receives the directories that a pattern searches, and the problems. */
export interface ParentDirectory {
  readonly directory: (path: string) => void;
  readonly onProblem: (problem: Problem) => void;
}

/**
 * Returns the files that match a pattern without braces, in order; without wildcards, the file
 * itself. Never rejects.
 */
export async function matchingFiles(pattern: string, way: ParentDirectory): Promise<readonly string[]> {
  let places = ['/'];
  for (const segment of pattern.split('/').filter((part) => part !== '')) {
    if (!isPattern(segment)) {
      places = places.map((place) => join(place, segment));
      continue;
    }
    const isMeant = compileSegment(segment);
    const next: string[] = [];
    for (const place of places) {
      way.directory(place);
      try {
        const names = (await readdir(place)).filter(isMeant).sort();
        next.push(...names.map((name) => join(place, name)));
      } catch (error) {
        way.onProblem(fileReason(error, place));
      }
    }
    places = next.slice(0, MAX_FILES);
  }
  return places;
}
