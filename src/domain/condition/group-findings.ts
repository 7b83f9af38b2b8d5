import type { FactsByName } from '../event/data/facts-by-name.ts';
import type { Finding } from '../evidence/finding.ts';
import { conditionIdentityOf } from '../rule/evaluate.ts';
import { isClientRejection } from '../selection/client-rejection.ts';
import type { Condition } from './condition.ts';

/** Maximum number of connectors whose commands the combined remedy contains. */
const MAX_REMEDY_CONNECTORS = 3;

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/**
 * Returns the facts of a group: those of the first connector, with the names of all connectors. A
 * single connector is a list too, so that the labels of the alert stay the same when further
 * connectors are added.
 */
function factsOf({ facts: { connector: _, direction, ...first } }: Finding, group: readonly Finding[]): FactsByName {
  const allFacts = group.map(({ facts }) => facts);
  const protocols = unique(allFacts.flatMap(({ serverProtocols = [] }) => serverProtocols));
  return {
    ...first,
    ...(direction !== undefined && allFacts.every((facts) => facts.direction === direction) ? { direction } : {}),
    connectors: allFacts.flatMap(({ connector }) => connector ?? []),
    fqdns: allFacts.flatMap(({ fqdn }) => fqdn ?? []),
    certificateFiles: unique(allFacts.flatMap(({ certificateFiles = [] }) => certificateFiles)),
    ...(protocols.length === 0 ? {} : { serverProtocols: protocols }),
  };
}

/**
 * Combines the findings about the connectors that use one file. The finding of a connector that
 * cannot offer TLS comes first, before those of connectors that offer TLS with a certificate that
 * clients reject.
 */
function combineFindings(subject: string, group: readonly [Finding, ...Finding[]]): Finding {
  const first = group.find(({ facts }) => !isClientRejection(facts.reason)) ?? group[0];
  const ordered = [first, ...group.filter((each) => each !== first)];
  const commands = ordered.slice(0, MAX_REMEDY_CONNECTORS).flatMap(({ remedy }) => remedy);
  const [firstScope, ...otherScopes] = first.clearingNeeds;
  const scopes = unique([...otherScopes, ...group.flatMap((each) => each.clearingNeeds)]);
  return {
    ...first,
    subject,
    facts: factsOf(first, ordered),
    remedy: [...new Map(commands.map((command) => [JSON.stringify(command), command])).values()],
    clearingNeeds: [firstScope, ...scopes.filter((scope) => scope !== firstScope)],
  };
}

/**
 * Combines findings (results of a rule) of one event about the same file (`groupedBy`) into one
 * finding. If a condition for a single connector is open, from an earlier version of mailcertd, its
 * finding stays separate. An upgrade then neither repeats nor clears that condition.
 */
export function groupFindings(findings: readonly Finding[], open: readonly Condition[]): readonly Finding[] {
  if (findings.every(({ groupedBy }) => groupedBy === undefined)) return findings;
  const openKeys = new Set(open.map(({ eventId, subject }) => conditionIdentityOf(eventId, subject)));
  const groups = new Map<string, [Finding, ...Finding[]]>();
  /** Separate findings, and the key of each group at the position of its first finding. */
  const ordered: (Finding | string)[] = [];
  for (const finding of findings) {
    const { event, subject, groupedBy } = finding;
    if (groupedBy === undefined || openKeys.has(conditionIdentityOf(event.eventId, subject))) {
      ordered.push(finding);
      continue;
    }
    const key = conditionIdentityOf(event.eventId, groupedBy);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [finding]);
      ordered.push(key);
    } else group.push(finding);
  }
  return ordered.flatMap((findingOrKey) => {
    if (typeof findingOrKey !== 'string') return [findingOrKey];
    const group = groups.get(findingOrKey);
    return group === undefined ? [] : [combineFindings(group[0].groupedBy ?? group[0].subject, group)];
  });
}
