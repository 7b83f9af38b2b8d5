import { storeShrank as event } from '../event/catalog/store-shrank.ts';
import { definedStores, shrinkage } from '../observation/coverage.ts';
import type { Rule } from './rule.ts';

/** More than half of a store is gone since it was last taken as normal. */
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
