import { storeLabel } from '../../../domain/connector/certificate-file.ts';
import type { Problem, Reason } from '../../../domain/problem.ts';
import type { StoreState } from '../../../domain/status/status.ts';
import type { Words } from './words.ts';

/** The maximum number of lines for one store and reason. */
const MAX_LINES_PER_REASON = 100;

/**
 * The reasons for files that look like certificates but have a format that mailcertd does not read.
 */
const UNSUPPORTED_REASONS: ReadonlySet<Reason> = new Set<Reason>(['format_not_read', 'encoding_not_read']);
/** The maximum number of such files that a line names. */
const MAX_NAMED_FILES = 3;

/**
 * Returns a line for each unreadable file of a store. After `LINES_A_REASON` lines with the same
 * reason, one line counts the rest. Files in a format that mailcertd does not read share one line.
 */
export function problemLines(state: StoreState, { scan }: Words): readonly string[] {
  if (state.kind === 'read') {
    if (state.isUnmade) return [scan.notCreatedYet(state.store.name)];
    const lines: string[] = [];
    const notRead: Problem[] = [];
    const counts = new Map<Reason, number>();
    for (const problem of state.problems) {
      const { reason } = problem;
      if (UNSUPPORTED_REASONS.has(reason)) {
        notRead.push(problem);
        continue;
      }
      const count = (counts.get(reason) ?? 0) + 1;
      counts.set(reason, count);
      if (count <= MAX_LINES_PER_REASON) lines.push(problemLine(problem, scan));
    }
    for (const [reason, count] of counts) {
      if (count > MAX_LINES_PER_REASON) lines.push(scan.furtherProblems(count - MAX_LINES_PER_REASON, reason));
    }
    return notRead.length === 0 ? lines : [...lines, notReadLine(state.store.name, notRead, scan)];
  }
  const { store, problem } = state;
  return [scan.unreadable(storeLabel(store.name), store.path, problem.reason, problem.detail)];
}

/** Returns one line for all files of a store that look like certificates and are not read. */
function notReadLine(store: string, problems: readonly Problem[], { notRead }: Words['scan']): string {
  const namedFiles = problems
    .slice(0, MAX_NAMED_FILES)
    .map(({ location, reason, detail }) => `${location} (${reason}: ${detail})`);
  return notRead(storeLabel(store), problems.length, namedFiles);
}

function problemLine({ location, reason, detail, blocks }: Problem, { problem, furtherBlocks }: Words['scan']): string {
  const line = problem(location, reason, detail);
  return blocks === undefined ? line : `${line} ${furtherBlocks(blocks.count - 1)}`;
}
