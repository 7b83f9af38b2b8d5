import { storeShrank as event } from '../event/catalog/store-shrank.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { shrinkageOf } from '../observation/store-sizes.ts';
import type { Rule } from './rule.ts';

/**
 * Reports stores that contain less than half of the certificates that they contained before. After
 * a day, the smaller number is accepted as normal.
 */
export const storeShrank: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation, settings }) =>
    definedStores(observation).flatMap(({ name, path }) => {
      const shrinkage = shrinkageOf(observation, name);
      if (shrinkage === undefined) return [];
      return {
        ...event.contentOf(
          { store: name, before: String(shrinkage.previousCount), now: String(shrinkage.currentCount) },
          { store: name, path },
        ),
        subject: name,
        remedy: [[...settings.command, 'certificates', 'list', '--store', path]],
        clearingNeeds: [`store:${name}`],
      };
    }),
};
