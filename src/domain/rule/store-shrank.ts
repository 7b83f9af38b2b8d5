import { storeShrank as event } from '../event/catalog/store-shrank.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { shrinkageOf } from '../observation/store-sizes.ts';
import type { Rule } from './rule.ts';

/**
 * Reports stores that lost more than half of the certificates that were last accepted as normal.
 */
export const storeShrank: Rule = {
  event,
  dependsOnClockOrKeys: false,
  evaluate: ({ observation, settings }) =>
    definedStores(observation).flatMap(({ name, path }) => {
      const shrinkage = shrinkageOf(observation, name);
      if (shrinkage === undefined) return [];
      return {
        event,
        subject: name,
        parameters: [name, String(shrinkage.previousCount), String(shrinkage.currentCount)],
        facts: { store: name, path },
        remedy: [[...settings.command, 'certificates', 'list', '--store', path]],
        needs: [`store:${name}`],
        step: 0,
      };
    }),
};
