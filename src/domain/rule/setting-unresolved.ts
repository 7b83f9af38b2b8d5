import type { Inventory } from '../connector/inventory.ts';
import { settingUnresolved as event } from '../event/catalog/setting-unresolved.ts';
import { errorFacts } from '../failure/error-facts.ts';
import type { Failure } from '../failure/failure.ts';
import type { Problem, Reason } from '../failure/problem.ts';
import { discoverCommand } from '../remedy/discover-command.ts';
import type { AvailableResult } from '../scan-result.ts';
import type { Rule } from './rule.ts';

/**
 * Maximum number of findings per inventory (source of discovered connectors, for example Postfix).
 * `connectors discover` lists all of them.
 */
const MAX_FINDINGS = 50;

/** Reasons that are not errors: a server is not installed, or the configuration has precedence. */
const HARMLESS_REASONS: ReadonlySet<Reason> = new Set<Reason>(['not_installed', 'name_taken']);

function problemsToReport({ value, problems }: AvailableResult<Inventory>): readonly Problem[] {
  const isServerAbsent = value.connectors.length === 0 && value.stores.length === 0;
  return problems
    .filter(({ reason }) => !HARMLESS_REASONS.has(reason) && !(reason === 'not_configured' && isServerAbsent))
    .slice(0, MAX_FINDINGS);
}

/** Returns the same text for equal failures, in every version and language. */
function identityOf({ code, arguments: values }: Failure): string {
  return JSON.stringify([code, values]);
}

/**
 * Reports discovered settings that cannot be determined: one finding per setting. The level is
 * Information for a setting that can only be evaluated by the server itself.
 */
export const settingUnresolved: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation, settings }) =>
    [...observation.inventories].flatMap(([inventory, result]) => {
      if (result.kind !== 'available') return [];
      const bySubject = new Map(
        problemsToReport(result).map((problem) => [`${problem.location}\n${identityOf(problem.failure)}`, problem]),
      );
      return [...bySubject].map(([subject, problem]) => ({
        ...event.contentOf(
          { inventory, location: problem.location, reason: problem.reason },
          { inventory, path: problem.location, ...errorFacts(problem) },
        ),
        subject: `${inventory}\n${subject}`,
        remedy: [discoverCommand(settings)],
        clearingNeeds: [`inventory:${inventory}`] as const,
        ...(problem.reason === 'unresolved' ? { level: 'Information' as const } : {}),
      }));
    }),
};
