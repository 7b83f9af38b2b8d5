import { CONFIGURATION } from '../connector/inventory.ts';
import { settingsUnreadable as event } from '../event/catalog/settings-unreadable.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Observation } from '../observation/observation.ts';
import { discoverCommand } from '../remedy/discover-command.ts';
import type { Rule } from './rule.ts';

/**
 * Returns whether event 1100 reports a store of this inventory as unreadable, which has the same
 * cause.
 */
function isReportedAsStore(inventory: string, observation: Observation): boolean {
  // A store with `onlyFor` is searched only by the connectors of that inventory, which defines it.
  return definedStores(observation).some(
    ({ name, source, onlyFor }) =>
      onlyFor === source.inventory && onlyFor === inventory && observation.stores.get(name)?.kind === 'unavailable',
  );
}

/**
 * Reports sources of automatic discovery (inventories), for example Postfix or certbot, whose
 * settings cannot be read.
 */
export const settingsUnreadable: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation, settings }) =>
    [...observation.inventories].flatMap(([inventory, result]) => {
      // 1003 reports errors of the configuration itself.
      if (result.kind !== 'unavailable' || inventory === CONFIGURATION) return [];
      if (isReportedAsStore(inventory, observation)) return [];
      const { reason, location } = result.problem;
      return {
        ...event.contentOf(
          { inventory, location, reason },
          {
            inventory,
            path: location,
            ...errorFacts(result.problem),
            ...(result.last === undefined ? {} : { lastSeen: result.last.at }),
          },
        ),
        subject: inventory,
        remedy: [discoverCommand(settings)],
        clearingNeeds: [`inventory:${inventory}`],
      };
    }),
};
