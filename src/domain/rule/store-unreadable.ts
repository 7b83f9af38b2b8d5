import { storeUnreadable as event } from '../event/catalog/store-unreadable.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { isPathReason, pathCommands } from '../remedy/diagnose-problem.ts';
import { listCertificatesCommand } from '../remedy/diagnostic-commands.ts';
import type { Rule } from './rule.ts';

/** Reports stores that cannot be read. */
export const storeUnreadable: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation, settings }) =>
    definedStores(observation).flatMap(({ name, path }) => {
      const result = observation.stores.get(name);
      if (result?.kind !== 'unavailable') return [];
      const { reason } = result.problem;
      return {
        ...event.contentOf(
          { store: name, path, reason },
          {
            store: name,
            path,
            ...errorFacts(result.problem),
            ...(result.last === undefined ? {} : { lastSeen: result.last.at }),
          },
        ),
        subject: name,
        remedy: [isPathReason(reason) ? pathCommands(path) : listCertificatesCommand(path, settings)],
        clearingNeeds: [`store:${name}`],
      };
    }),
};
