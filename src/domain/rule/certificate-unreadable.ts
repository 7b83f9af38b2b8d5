import { certificateUnreadable as event } from '../event/catalog/certificate-unreadable.ts';
import { lookingAtProblem } from '../mending/looking-at-problem.ts';
import type { Rule } from './rule.ts';
import { storeProblems } from './store-problems.ts';
import { unjudgedKeys } from './unjudged-keys.ts';

/**
 * Something in a store cannot be read. A keystore of a format that is not read is an event of its own, and so are all the
 * private keys of a store that may not be opened.
 */
export const certificateUnreadable: Rule = {
  event,
  timed: false,
  evaluate: (assessment) => {
    const keys = new Map([...unjudgedKeys(assessment)].map(([store, paths]) => [store, new Set(paths)]));
    return storeProblems(assessment)
      .filter(({ problem }) => problem.reason !== 'format_not_read')
      .filter(
        ({ store, problem: { reason, location } }) =>
          reason !== 'permission_denied' || keys.get(store)?.has(location) !== true,
      )
      .map(({ store, problem: { location, reason, detail } }) => ({
        event,
        subject: location,
        parameters: [location, reason, detail],
        facts: { store, path: location, reason, detail },
        remedy: [lookingAtProblem(location, reason)],
        needs: [`store:${store}`],
        step: 0,
      }));
  },
};
