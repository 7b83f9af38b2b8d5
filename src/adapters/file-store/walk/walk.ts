import { type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Problem } from '../../../domain/problem.ts';
import { errorCode, fileReason, isGone } from '../../../formats/system/file-reason.ts';
import { compileSegment, isPattern } from '../../../formats/text/match-segment.ts';
import { type Entry, TooManyFiles } from './directory-lister.ts';
import { type Glob, parseGlob } from './glob.ts';
import { Tree } from './tree.ts';
import type { WalkOptions } from './walk-options.ts';

/** The result of a walk that found the path. */
export interface CompletedWalk {
  readonly kind: 'walked';
  /** Completely listed directories. A file that was not found in one of them does not exist. */
  readonly listed: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  readonly isGlob: boolean;
}

/** The result of a walk. `unavailable`: the path itself is unavailable. */
export type WalkResult = CompletedWalk | { readonly kind: 'unavailable'; readonly problem: Problem };

/**
 * Finds the files of a store: a directory tree, a file, or the matches of a glob. Rejects only with
 * the reason of the signal.
 */
export async function walk(path: string, options: WalkOptions): Promise<WalkResult> {
  const root = statOrProblem(path);
  const glob = root.stats === undefined ? parseGlob(path) : undefined;
  const tree = new Tree(
    glob === undefined ? options : { ...options, onFile: oncePerPath(options.onFile), onNewFiles: undefined },
  );
  try {
    if (glob !== undefined) await walkGlob(tree, glob);
    else if (root.stats === undefined) return { kind: 'unavailable', problem: root.problem };
    else if (root.stats.isDirectory()) {
      await tree.addDirectory(path, root.stats);
      const isRemoved = !tree.listed.has(path) && tree.problems.length === 0;
      if (isRemoved)
        return { kind: 'unavailable', problem: { reason: 'not_found', location: path, detail: 'removed' } };
    } else {
      options.onLink(path);
      tree.addFile(path, root.stats, true);
    }
  } catch (error) {
    if (!(error instanceof TooManyFiles)) throw error;
    const detail = `more than ${options.maxFiles}`;
    return { kind: 'unavailable', problem: { reason: 'too_many_files', location: path, detail } };
  }
  const rootPath = glob?.base ?? path;
  const rootProblem = tree.problems.find(({ location }) => location === rootPath);
  if (rootProblem !== undefined) return { kind: 'unavailable', problem: { ...rootProblem, location: path } };
  return {
    kind: 'walked',
    listed: tree.listed,
    problems: tree.problems,
    isGlob: glob !== undefined,
  };
}

/** Reports each file once, because several parts of a glob may match it. */
function oncePerPath(onFile: WalkOptions['onFile']): WalkOptions['onFile'] {
  const reported = new Set<string>();
  return (file) => {
    if (reported.size < reported.add(file.path).size) onFile(file);
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
 * Finds the matches of a glob. `visit` examines a path that the first segments match, `expand`
 * matches the next segment in a directory, and `visitEntries` visits its matching entries.
 */
async function walkGlob(tree: Tree, { base, segments }: Glob): Promise<void> {
  const matchers = segments.map((segment) =>
    segment === '**' || !isPattern(segment) ? undefined : compileSegment(segment),
  );

  const visit = async (path: string, isLink: boolean, segmentIndex: number): Promise<void> => {
    await tree.pauseIfElapsed();
    const stats = tree.stat(path, isLink, segmentIndex === segments.length);
    if (stats === undefined) return;
    if (segmentIndex < segments.length) {
      if (stats.isDirectory()) await expand(path, stats, segmentIndex);
    } else if (stats.isDirectory()) {
      await tree.addDirectory(path, stats);
    } else {
      tree.addFile(path, stats, isLink);
    }
  };

  const expand = async (directory: string, stats: Stats, segmentIndex: number): Promise<void> => {
    if (!tree.enter(stats, segmentIndex + 1)) return;
    const segment = segments[segmentIndex] ?? '';
    if (segment === '**') {
      if (segmentIndex === segments.length - 1) return tree.addDirectory(directory, stats);
      await expand(directory, stats, segmentIndex + 1);
      return visitEntries(directory, stats, segmentIndex, ({ isDirectory, isLink }) => isDirectory || isLink);
    }
    const matcher = matchers[segmentIndex];
    if (matcher === undefined) return visit(join(directory, segment), true, segmentIndex + 1);
    await visitEntries(directory, stats, segmentIndex + 1, ({ path }) => matcher(basename(path)));
  };

  /**
   * Visits the matching entries of a directory after it was closed, because a path may have more
   * directories than files may be open.
   */
  const visitEntries = async (
    directory: string,
    stats: Stats,
    segmentIndex: number,
    matches: (entry: Entry) => boolean,
  ): Promise<void> => {
    const entries: Entry[] = [];
    await tree.list(directory, stats, (entry) => {
      if (matches(entry)) entries.push(entry);
    });
    // A directory is listed under its path without links.
    entries.sort((left, right) => Number(left.isLink) - Number(right.isLink) || (left.path < right.path ? -1 : 1));
    for (const { path, isLink } of entries) await visit(path, isLink, segmentIndex);
  };

  try {
    const stats = statSync(base);
    if (stats.isDirectory()) await expand(base, stats, 0);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    if (isGone(error)) return;
    tree.problems.push(fileReason(error, base));
  }
}
