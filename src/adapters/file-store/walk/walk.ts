import { type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CERTIFICATE_FILE_FAILURES } from '../../../domain/failure/certificate-file-failures.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfFailure } from '../../../domain/failure/problem-of-failure.ts';
import { errorCode, fileReason, isGone } from '../../../formats/system/file-reason.ts';
import { compileSegment, isPattern } from '../../../formats/text/match-segment.ts';
import { type Entry, TooManyFiles } from './directory-lister.ts';
import { FileFinder } from './file-finder.ts';
import { type Glob, parseGlob } from './glob.ts';
import type { WalkOptions } from './walk-options.ts';

/** The result of a walk that found the path. */
export interface CompletedWalk {
  readonly kind: 'walked';
  /** Completely listed directories. A file that was not found in one of them does not exist. */
  readonly listed: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  readonly isGlob: boolean;
}

/** The result of a walk. `unavailable`: the path of the store itself cannot be read. */
export type WalkResult = CompletedWalk | { readonly kind: 'unavailable'; readonly problem: Problem };

/**
 * Finds the files of a store: a directory tree, a file, or the matches of a glob. Rejects only
 * with the reason of the signal.
 */
export async function walk(path: string, options: WalkOptions): Promise<WalkResult> {
  const root = statOrProblem(path);
  const glob = root.stats === undefined ? parseGlob(path) : undefined;
  const finder = new FileFinder(
    glob === undefined ? options : { ...options, onFile: oncePerPath(options.onFile), onNewFiles: undefined },
  );
  try {
    if (glob !== undefined) await walkGlob(finder, glob);
    else if (root.stats === undefined) return { kind: 'unavailable', problem: root.problem };
    else if (root.stats.isDirectory()) {
      await finder.addDirectory(path, root.stats);
      const isRemoved = !finder.listed.has(path) && finder.problems.length === 0;
      if (isRemoved) {
        const problem = problemOfFailure('not_found', path, CERTIFICATE_FILE_FAILURES.path_removed);
        return { kind: 'unavailable', problem };
      }
    } else {
      // The path may lead through links.
      options.onLink(path);
      finder.addFile(path, root.stats, true);
    }
  } catch (error) {
    if (!(error instanceof TooManyFiles)) throw error;
    const failure = CERTIFICATE_FILE_FAILURES.files_over_limit({ limit: options.maxFiles });
    return { kind: 'unavailable', problem: problemOfFailure('too_many_files', path, failure) };
  }
  const rootPath = glob?.base ?? path;
  const rootProblem = finder.problems.find(({ location }) => location === rootPath);
  if (rootProblem !== undefined) return { kind: 'unavailable', problem: { ...rootProblem, location: path } };
  return {
    kind: 'walked',
    listed: finder.listed,
    problems: finder.problems,
    isGlob: glob !== undefined,
  };
}

/** Calls `onFile` once per path, because several parts of a glob may match the same file. */
function oncePerPath(onFile: WalkOptions['onFile']): WalkOptions['onFile'] {
  const reported = new Set<string>();
  return (file) => {
    if (reported.has(file.path)) return;
    reported.add(file.path);
    onFile(file);
  };
}

function statOrProblem(
  path: string,
): { readonly stats: Stats } | { readonly stats: undefined; readonly problem: Problem } {
  try {
    return { stats: statSync(path) };
  } catch (error) {
    return { stats: undefined, problem: fileReason(error, path) };
  }
}

/**
 * Finds the matches of a glob segment by segment. `visit` examines a path that the segments before
 * `segmentIndex` match. `expand` searches matches of the segment at `segmentIndex` in a directory,
 * and `visitEntries` visits them.
 */
async function walkGlob(finder: FileFinder, { base, segments }: Glob): Promise<void> {
  /** Undefined for `**`, and for a segment without wildcards. */
  const matchers = segments.map((segment) =>
    segment === '**' || !isPattern(segment) ? undefined : compileSegment(segment),
  );

  const visit = async (path: string, isLink: boolean, segmentIndex: number): Promise<void> => {
    await finder.pauseIfElapsed();
    const stats = finder.stat(path, isLink, segmentIndex === segments.length);
    if (stats === undefined) return;
    if (segmentIndex < segments.length) {
      if (stats.isDirectory()) await expand(path, stats, segmentIndex);
    } else if (stats.isDirectory()) {
      await finder.addDirectory(path, stats);
    } else {
      finder.addFile(path, stats, isLink);
    }
  };

  const expand = async (directory: string, stats: Stats, segmentIndex: number): Promise<void> => {
    if (!finder.enter(stats, segmentIndex + 1)) return;
    const segment = segments[segmentIndex] ?? '';
    if (segment === '**') {
      if (segmentIndex === segments.length - 1) return finder.addDirectory(directory, stats);
      await expand(directory, stats, segmentIndex + 1);
      return visitEntries(directory, stats, segmentIndex, ({ isDirectory, isLink }) => isDirectory || isLink);
    }
    const matcher = matchers[segmentIndex];
    // A segment without wildcards names one entry, so the directory need not be listed. The entry
    // may be a link (`true`).
    if (matcher === undefined) return visit(join(directory, segment), true, segmentIndex + 1);
    await visitEntries(directory, stats, segmentIndex + 1, ({ path }) => matcher(basename(path)));
  };

  /**
   * Visits the matching entries of a directory. They are collected first, so that the directory is
   * closed: a deep path may have more directories than this process may open at a time.
   */
  const visitEntries = async (
    directory: string,
    stats: Stats,
    segmentIndex: number,
    matches: (entry: Entry) => boolean,
  ): Promise<void> => {
    const entries: Entry[] = [];
    await finder.list(directory, stats, (entry) => {
      if (matches(entry)) entries.push(entry);
    });
    // Links are visited last, so that a directory is found under its own path and not under a link.
    entries.sort((left, right) => Number(left.isLink) - Number(right.isLink) || (left.path < right.path ? -1 : 1));
    for (const { path, isLink } of entries) await visit(path, isLink, segmentIndex);
  };

  try {
    const stats = statSync(base);
    if (stats.isDirectory()) await expand(base, stats, 0);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    if (isGone(error)) return;
    finder.problems.push(fileReason(error, base));
  }
}
