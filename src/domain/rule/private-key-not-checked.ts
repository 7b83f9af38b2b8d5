import { privateKeyNotChecked as event } from '../event/catalog/private-key-not-checked.ts';
import { storeProblems } from '../evidence/store-problems.ts';
import { uncheckedKeys } from '../evidence/unchecked-keys.ts';
import type { Rule } from './rule.ts';

/** Maximum number of files that an event lists. */
const MAX_LISTED = 10;

/**
 * Reports private keys that mailcertd cannot check: one finding per store. The reason and the
 * command are those of the first key.
 */
export const privateKeyNotChecked: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: (assessment) =>
    [...uncheckedKeys(assessment)].map(([store, paths]) => {
      const [firstPath = ''] = paths;
      const reason = storeProblems(assessment).find(
        ({ store: problemStore, problem: { location } }) => problemStore === store && location === firstPath,
      )?.problem.reason;
      return {
        ...event.contentOf(
          { store, count: String(paths.length) },
          { store, locations: paths.slice(0, MAX_LISTED), ...(reason === undefined ? {} : { reason }) },
        ),
        subject: store,
        remedy: [
          reason === 'permission_denied' ? ['namei', '-l', firstPath] : ['openssl', 'pkey', '-in', firstPath, '-noout'],
        ],
        clearingNeeds: [`store:${store}`],
      };
    }),
};
