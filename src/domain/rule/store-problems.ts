import { isFileStore } from '../connector/certificate-file.ts';
import type { Assessment } from '../observation/assess.ts';
import type { Problem } from '../problem.ts';

/**
 * What stood in the stores that were seen and could not be read, store by store. Of a file that a connector names and that
 * holds no certificate at all its 12014 tells.
 */
export function storeProblems({
  observation,
}: Assessment): readonly { readonly store: string; readonly problem: Problem }[] {
  return [...observation.stores].flatMap(([store, look]) => {
    if (look.kind === 'blind' || (isFileStore(store) && look.value.certificates.length === 0)) return [];
    return look.problems.map((problem) => ({ store, problem }));
  });
}
