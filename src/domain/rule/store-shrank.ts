import { storeShrank as event } from '../event/catalog/store-shrank.ts';
import { definedStores, shrinkage } from '../observation/coverage.ts';
import type { Rule } from './rule.ts';

/**
 * Reports stores that lost more than half of the certificates that were last accepted as normal.
 */
export const storeShrank: Rule = {
  event,
  timed: false,
  evaluate: ({ observation, settings }) =>
    definedStores(observation).flatMap(({ name, path }) => {
      const shrunk = shrinkage(observation, name);
      if (shrunk === undefined) return [];
      return {
        event,
        subject: name,
        parameters: [name, String(shrunk.before), String(shrunk.now)],
        facts: { store: name, path },
        remedy: [[...settings.command, 'certificates', 'list', '--store', path]],
        needs: [`store:${name}`],
        step: 0,
      };
    }),
};
