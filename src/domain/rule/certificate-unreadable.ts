import { certificateUnreadable as event } from '../event/catalog/certificate-unreadable.ts';
import type { Rule } from './rule.ts';
import { storeProblems } from './store-problems.ts';

/** Something in a store cannot be read; a keystore of a format that is not read is an event of its own. */
export const certificateUnreadable: Rule = {
  event,
  timed: false,
  evaluate: (assessment) =>
    storeProblems(assessment)
      .filter(({ problem }) => problem.reason !== 'format_not_read')
      .map(({ store, problem: { location, reason, detail } }) => ({
        event,
        subject: location,
        parameters: [location, reason, detail],
        facts: { store, path: location, reason, detail },
        remedy: [],
        needs: [`store:${store}`],
        step: 0,
      })),
};
