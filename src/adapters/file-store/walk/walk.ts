import { type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Problem } from '../../../domain/problem.ts';
import { errorCode, fileReason, isGone } from '../../../formats/system/file-reason.ts';
import { compileSegment, isPattern } from '../../../formats/text/match-segment.ts';
import { type Glob, parseGlob } from './glob.ts';
import { type Entry, TooManyFiles, Tree, type WalkOptions } from './tree.ts';

/** The result of a walk. */
export interface Walked {
  readonly kind: 'walked';
  /** Completely listed directories. A file that was not found in one of them does not exist. */
  readonly listed: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  readonly isGlob: boolean;
}

/** `unavailable`: the path itself is unavailable. */
export type Walk = Walked | { readonly kind: 'unavailable'; readonly problem: Problem };

/**
 * Finds the files of a store: a directory tree, a file, or the matches of a glob. Rejects only with
 * the reason of the signal.
 */
export async function walk(path: string, options: WalkOptions): Promise<Walk> {
  const root = statOf(path);
  const glob = root.stats === undefined ? parseGlob(path) : undefined;
  const tree = new Tree(
    glob === undefined ? options : { ...options, onFile: once(options.onFile), onNewFiles: undefined },
  );
  try {
    if (glob !== undefined) await walkGlob(tree, glob);
    else if (root.stats === undefined) return { kind: 'unavailable', problem: root.problem };
    else if (root.stats.isDirectory()) {
      await tree.directory(path, root.stats);
      const isRemoved = !tree.listed.has(path) && tree.problems.length === 0;
      if (isRemoved)
        return { kind: 'unavailable', problem: { reason: 'not_found', location: path, detail: 'removed' } };
    } else {
      options.onLink(path);
      tree.take(path, root.stats, true);
    }
  } catch (error) {
    if (!(error instanceof TooManyFiles)) throw error;
    const detail = `more than ${options.maxFiles}`;
    return { kind: 'unavailable', problem: { reason: 'too_many_files', location: path, detail } };
  }
  const ownPath = glob?.base ?? path;
  const ownProblem = tree.problems.find(({ location }) => location === ownPath);
  if (ownProblem !== undefined) return { kind: 'unavailable', problem: { ...ownProblem, location: path } };
  return {
    kind: 'walked',
    listed: tree.listed,
    problems: tree.problems,
    isGlob: glob !== undefined,
  };
}

/** Reports each file once, because several parts of a glob may match it. */
function once(onFile: WalkOptions['onFile']): WalkOptions['onFile'] {
  const reported = new Set<string>();
  return (file) => {
    if (reported.size < reported.add(file.path).size) onFile(file);
  };
}

function statOf(path: string): { readonly stats: Stats } | { readonly stats: undefined; readonly problem: Problem } {
  try {
    return { stats: statSync(path) };
  } catch (error) {
    return { stats: undefined, problem: fileReason(error, path) };
  }
}

async function walkGlob(tree: Tree, { base, segments }: Glob): Promise<void> {
  const matchers = segments.map((segment) =>
    segment === '**' || !isPattern(segment) ? undefined : compileSegment(segment),
  );

  const reach = async (path: string, isLink: boolean, segmentIndex: number): Promise<void> => {
    await tree.pauseIfElapsed();
    const stats = tree.stat(path, isLink, segmentIndex === segments.length);
    if (stats === undefined) return;
    if (segmentIndex < segments.length) {
      if (stats.isDirectory()) await expand(path, stats, segmentIndex);
    } else if (stats.isDirectory()) {
      await tree.directory(path, stats);
    } else {
      tree.take(path, stats, isLink);
    }
  };

  const expand = async (directory: string, stats: Stats, segmentIndex: number): Promise<void> => {
    if (!tree.enter(stats, segmentIndex + 1)) return;
    const segment = segments[segmentIndex] ?? '';
    if (segment === '**') {
      if (segmentIndex === segments.length - 1) return tree.directory(directory, stats);
      await expand(directory, stats, segmentIndex + 1);
      return each(directory, stats, segmentIndex, ({ isDirectory, isLink }) => isDirectory || isLink);
    }
    const matcher = matchers[segmentIndex];
    if (matcher === undefined) return reach(join(directory, segment), true, segmentIndex + 1);
    await each(directory, stats, segmentIndex + 1, ({ path }) => matcher(basename(path)));
  };

  /**
   * Continues with the matching entries of a directory after it was closed, because a path may have
   * more directories than files may be open.
   */
  const each = async (
    directory: string,
    stats: Stats,
    segmentIndex: number,
    fits: (entry: Entry) => boolean,
  ): Promise<void> => {
    const entries: Entry[] = [];
    await tree.list(directory, stats, (entry) => {
      if (fits(entry)) entries.push(entry);
    });
    // A directory is listed under its path without links.
    entries.sort((left, right) => Number(left.isLink) - Number(right.isLink) || (left.path < right.path ? -1 : 1));
    for (const { path, isLink } of entries) await reach(path, isLink, segmentIndex);
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
