import { dirname, resolve } from 'node:path';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure, problemOfReason } from '../../domain/failure/problem-of-failure.ts';
import { type NginxDirective, parseNginxFile } from '../../formats/server-config/nginx/nginx-directives.ts';
import { isPattern } from '../../formats/text/match-segment.ts';
import { MAX_FILES, matchingFiles } from './matching-files.ts';
import { readSmallFile } from './read-small-file.ts';

/** The maximum nesting of includes, because files may include each other in a loop. */
const MAX_DEPTH = 16;

/** The settings of nginx, with included directives in their places. */
export interface NginxSettings {
  readonly directives: readonly NginxDirective[];
  /** The files, and the directories in which more may appear. */
  readonly readFrom: readonly string[];
  /** The problem of the first file or directory that could not be read completely. */
  readonly problem: Problem | undefined;
}

/**
 * A reader of the main file and all files that it includes. `readFile` returns their directives,
 * and adds to the other fields.
 */
class SettingsReader {
  readonly readFrom = new Set<string>();
  /** The first problem. */
  problem: Problem | undefined;
  readonly #directory: string;
  #fileCount = 0;

  constructor(mainFile: string) {
    this.#directory = dirname(mainFile);
  }

  async readFile(path: string, depth: number): Promise<readonly NginxDirective[]> {
    this.readFrom.add(path);
    this.#fileCount += 1;
    if (this.#fileCount > MAX_FILES || depth > MAX_DEPTH) {
      this.problem ??= problemOfReason('too_many_files', path);
      return [];
    }
    const settings = await readSmallFile(path);
    if (settings.kind === 'problem') {
      this.problem ??= settings.problem;
      return [];
    }
    const { directives, error } = parseNginxFile(path, settings.bytes.toString());
    if (error !== undefined) {
      this.problem ??= problemOfFailure('settings_malformed', `${path}:${error.line}`, error.failure);
    }
    return this.#expandIncludes(directives, depth);
  }

  async #expandIncludes(directives: readonly NginxDirective[], depth: number): Promise<readonly NginxDirective[]> {
    const expanded: NginxDirective[] = [];
    for (const directive of directives) {
      const { name, values, block } = directive;
      if (name === 'include' && block === undefined) {
        for (const path of await this.#includedPaths(values[0] ?? ''))
          expanded.push(...(await this.readFile(path, depth + 1)));
        // Mail servers are not in the `http` block, and its includes can be many.
      } else if (block === undefined || name === 'http') expanded.push(directive);
      else expanded.push({ ...directive, block: await this.#expandIncludes(block, depth) });
    }
    return expanded;
  }

  async #includedPaths(includeValue: string): Promise<readonly string[]> {
    const pattern = resolve(this.#directory, includeValue);
    if (!isPattern(pattern)) return [pattern];
    return matchingFiles(pattern, {
      onDirectory: (path) => this.readFrom.add(path),
      // nginx starts without a missing directory, so it is not a problem.
      onProblem: (problem) => {
        if (problem.reason !== 'not_found') this.problem ??= problem;
      },
    });
  }
}

/**
 * Reads the settings of nginx. Files that are included in the `http` block are ignored. Never
 * rejects.
 */
export async function readNginxSettings(mainFile: string): Promise<NginxSettings> {
  const reader = new SettingsReader(mainFile);
  const directives = await reader.readFile(mainFile, 0);
  return { directives, readFrom: [...reader.readFrom], problem: reader.problem };
}
