import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Problem } from '../../domain/problem.ts';
import { dovecotIncludes } from '../../formats/server-config/dovecot-includes.ts';
import { placeTrouble, readSettings } from './read-settings.ts';

/** More than any server's settings are spread over. */
const MAX_FILES = 500;

/** The files that settings stand in, and the folders that others may come into. */
export interface IncludedFiles {
  readonly readFrom: readonly string[];
  /** What is there and may not be read by this account: the tool, run by it, passes over some of them in silence. */
  readonly unreadable: Problem | undefined;
}

/** `*` and `?` within one segment; a file whose name begins with a dot is not meant. */
function patternOf(segment: string): RegExp {
  const source = segment
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^(?!\\.)${source}$`);
}

/** Who is told of what lies on the way to the files of a pattern. */
interface Way {
  readonly folder: (path: string) => void;
  readonly trouble: (problem: Problem) => void;
}

/** The files of a pattern, in order. */
async function matching(pattern: string, way: Way): Promise<readonly string[]> {
  let places = ['/'];
  for (const segment of pattern.split('/').filter((part) => part !== '')) {
    if (!/[*?[]/.test(segment)) {
      places = places.map((place) => join(place, segment));
      continue;
    }
    const wanted = patternOf(segment);
    const next: string[] = [];
    for (const place of places) {
      way.folder(place);
      try {
        const names = (await readdir(place)).filter((name) => wanted.test(name)).sort();
        next.push(...names.map((name) => join(place, name)));
      } catch (error) {
        way.trouble(placeTrouble(error, place));
      }
    }
    places = next.slice(0, MAX_FILES);
  }
  return places;
}

/** Follows the `!include` and `!include_try` of Dovecot's settings, from their first file on. Never rejects. */
export async function includedFiles(first: string): Promise<IncludedFiles> {
  const readFrom = new Set<string>();
  let unreadable: Problem | undefined;
  const way: Way = {
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
      queue.push(...(await matching(resolve(dirname(path), pattern), way)));
    }
  }
  return { readFrom: [...readFrom], unreadable };
}
