import { formatNotRead as event } from '../event/catalog/format-not-read.ts';
import type { Rule } from './rule.ts';
import { storeProblems } from './store-problems.ts';

/** A keystore stands in a store in a format that is not read. */
export const formatNotRead: Rule = {
  event,
  timed: false,
  evaluate: (assessment) =>
    storeProblems(assessment)
      .filter(({ problem }) => problem.reason === 'format_not_read')
      .map(({ store, problem: { location, detail } }) => ({
        event,
        subject: location,
        parameters: [location, detail, store],
        facts: { store, path: location },
        remedy: [],
        needs: [`store:${store}`],
        step: 0,
      })),
};
