import { isConnectorFile } from '../connector/certificate-file.ts';
import type { UnreadableFile } from '../event/data/list-data.ts';
import { detailFacts } from '../failure/error-facts.ts';
import type { Problem, Reason } from '../failure/problem.ts';
import type { StoreProblem } from './store-problems.ts';

/** Maximum number of files that an event lists. */
const MAX_LISTED_FILES = 10;

/** Files of a store that have problems with the same reason. */
export interface ProblemFiles {
  readonly store: string;
  readonly reason: Reason;
  /** Number of all files with problems. */
  readonly fileCount: number;
  /** The first problem of each file, for at most ten files. */
  readonly listed: readonly Problem[];
}

/**
 * Groups problems by store and reason. A file in the directory of a store is listed only for that
 * store, even if a connector also names the file: a file that a connector names is a store of its
 * own (`isConnectorFile`).
 */
export function groupByStoreAndReason(problems: readonly StoreProblem[]): readonly ProblemFiles[] {
  const inDirectories = new Set(
    problems.flatMap(({ store, problem }) => (isConnectorFile(store) ? [] : [`${problem.reason} ${problem.location}`])),
  );
  const groups = new Map<string, { store: string; reason: Reason; files: Set<string>; listed: Problem[] }>();
  for (const { store, problem } of problems) {
    const { reason, location: file } = problem;
    if (isConnectorFile(store) && inDirectories.has(`${reason} ${file}`)) continue;
    const key = problemSubject(store, reason);
    const group = groups.get(key) ?? { store, reason, files: new Set(), listed: [] };
    groups.set(key, group);
    if (group.files.has(file)) continue;
    group.files.add(file);
    if (group.listed.length < MAX_LISTED_FILES) group.listed.push(problem);
  }
  return [...groups.values()].map(({ files, ...group }) => ({ ...group, fileCount: files.size }));
}

/**
 * Returns the subject of the condition about the files of a store that have problems with a reason,
 * for example `permission_denied certbot`.
 */
export function problemSubject(store: string, reason: Reason): string {
  return `${reason} ${store}`;
}

/** Returns the file of a problem as an event lists it. */
export function toUnreadableFile({ location: path, block, failure, blocks }: Problem): UnreadableFile {
  const { detail } = detailFacts(failure);
  const listedBlocks = blocks?.first ?? (block === undefined ? undefined : [block]);
  return {
    path,
    ...(detail === '' ? {} : { detail, failure }),
    ...(listedBlocks === undefined ? {} : { blocks: listedBlocks }),
    ...(blocks === undefined ? {} : { blockCount: blocks.count }),
  };
}
