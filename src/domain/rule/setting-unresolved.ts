import type { Inventory } from '../connector/inventory.ts';
import { settingUnresolved as event } from '../event/catalog/setting-unresolved.ts';
import type { Problem, Reason } from '../problem.ts';
import { discoverCommand } from '../remedy/discover-command.ts';
import type { AvailableResult } from '../scan-result.ts';
import type { Rule } from './rule.ts';

/** So many are told of one inventory; `connectors discover` lists them all. */
const MOST = 50;

/** That something is not there, or that the configuration comes first, is as it should be. */
const AS_IT_SHOULD_BE: ReadonlySet<Reason> = new Set<Reason>(['not_installed', 'name_taken']);

function problemsOf({ value, problems }: AvailableResult<Inventory>): readonly Problem[] {
  const isNothing = value.connectors.length === 0 && value.stores.length === 0;
  return problems
    .filter(({ reason }) => !AS_IT_SHOULD_BE.has(reason) && !(reason === 'not_configured' && isNothing))
    .slice(0, MOST);
}

/** Something in the settings that were read cannot be told. What no reading can tell is a note, told once. */
export const settingUnresolved: Rule = {
  event,
  timed: false,
  evaluate: ({ observation, settings }) =>
    [...observation.inventories].flatMap(([inventory, look]) => {
      if (look.kind !== 'seen') return [];
      const bySubject = new Map(problemsOf(look).map((problem) => [`${problem.location}\n${problem.detail}`, problem]));
      return [...bySubject].map(([subject, { reason, location, detail }]) => ({
        event,
        subject: `${inventory}\n${subject}`,
        parameters: [inventory, location, reason],
        facts: { inventory, path: location, reason, detail },
        remedy: [discoverCommand(settings)],
        needs: [`inventory:${inventory}`] as const,
        step: 0,
        ...(reason === 'unresolved' ? { level: 'Information' as const } : {}),
      }));
    }),
};
