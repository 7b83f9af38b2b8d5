import type { Inventory } from '../connector/inventory.ts';
import { settingUnresolved as event } from '../event/catalog/setting-unresolved.ts';
import type { Problem, Reason } from '../problem.ts';
import { discoverCommand } from '../remedy/discover-command.ts';
import type { AvailableResult } from '../scan-result.ts';
import type { Rule } from './rule.ts';

/** Maximum number of findings per inventory. `connectors discover` lists all of them. */
const MOST = 50;

/** Reasons that are no errors: a server is not installed, or the configuration takes precedence. */
const AS_IT_SHOULD_BE: ReadonlySet<Reason> = new Set<Reason>(['not_installed', 'name_taken']);

function problemsOf({ value, problems }: AvailableResult<Inventory>): readonly Problem[] {
  const isNothing = value.connectors.length === 0 && value.stores.length === 0;
  return problems
    .filter(({ reason }) => !AS_IT_SHOULD_BE.has(reason) && !(reason === 'not_configured' && isNothing))
    .slice(0, MOST);
}

/**
 * Reports discovered settings that cannot be determined. The level is Information if no parser
 * could determine them.
 */
export const settingUnresolved: Rule = {
  event,
  timed: false,
  evaluate: ({ observation, settings }) =>
    [...observation.inventories].flatMap(([inventory, result]) => {
      if (result.kind !== 'available') return [];
      const bySubject = new Map(
        problemsOf(result).map((problem) => [`${problem.location}\n${problem.detail}`, problem]),
      );
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
