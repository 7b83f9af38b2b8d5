import { certificateUnreadable as event } from '../event/catalog/certificate-unreadable.ts';
import { groupByStoreAndReason, problemSubject, toUnreadableFile } from '../evidence/problem-files.ts';
import { storeProblems } from '../evidence/store-problems.ts';
import { uncheckedKeys } from '../evidence/unchecked-keys.ts';
import { diagnoseProblem } from '../remedy/diagnose-problem.ts';
import type { Rule } from './rule.ts';

/** Maximum number of files for which a command is suggested. */
const MAX_COMMANDS = 3;

/**
 * Reports unreadable files of a store: one finding per store and reason. Leaves out:
 * - keystores in an unsupported format, which have their own event (1106)
 * - private keys without permission, which have their own event (1201)
 * - files that were not read in this scan, because the next scan reads them
 */
export const certificateUnreadable: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: (assessment) => {
    const uncheckedKeyFiles = new Map([...uncheckedKeys(assessment)].map(([store, paths]) => [store, new Set(paths)]));
    const problems = storeProblems(assessment)
      .filter(({ problem }) => problem.reason !== 'format_not_read' && problem.reason !== 'not_checked')
      .filter(
        ({ store, problem: { reason, location } }) =>
          reason !== 'permission_denied' || uncheckedKeyFiles.get(store)?.has(location) !== true,
      );
    return groupByStoreAndReason(problems).map(({ store, reason, fileCount, listed }) => ({
      ...event.contentOf(
        { store, reason, count: String(fileCount) },
        { store, reason, count: fileCount, files: listed.map(toUnreadableFile) },
      ),
      subject: problemSubject(store, reason),
      remedy: listed.slice(0, MAX_COMMANDS).map(({ location }) => diagnoseProblem(location, reason)),
      clearingNeeds: [`store:${store}`],
    }));
  },
};
